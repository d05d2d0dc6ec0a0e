"""What several pages of the forum draw alike."""
