"""The moderators' tables, forward only."""
