"""The forum itself: one folder a noun, each with the same file names."""
