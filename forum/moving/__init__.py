"""Content that arrives in bulk: the demo."""
