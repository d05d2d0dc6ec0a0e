"""What another forum wrote, as Discourse serves it, made ours."""
