"""What the pages cost: `make bench` measures them on a sample forum, beside a limit that no page can pass."""
