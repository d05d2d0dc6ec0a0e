"""Content that arrives in bulk: the demo, and samples to measure pages on."""
