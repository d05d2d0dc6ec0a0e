"""Text in, HTML out; knows no Django and no tables."""
