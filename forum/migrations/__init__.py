"""The forum's tables, forward only."""
