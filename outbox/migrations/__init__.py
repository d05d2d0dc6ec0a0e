"""The outbox's tables, forward only."""
