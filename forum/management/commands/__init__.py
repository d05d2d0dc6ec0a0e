"""The forum's commands, one file each."""
