"""Topics with a time, a place and a guest list."""
