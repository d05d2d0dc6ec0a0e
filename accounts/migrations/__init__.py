"""The tables of people, forward only."""
