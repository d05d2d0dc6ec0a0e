"""Topics, their posts, and all that happens to them."""
