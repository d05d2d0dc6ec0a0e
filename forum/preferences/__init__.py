"""What a member chose, section by section."""
