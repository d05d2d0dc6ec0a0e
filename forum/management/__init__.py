"""The forum's commands."""
