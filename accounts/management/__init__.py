"""Commands of the people's app."""
