"""What moderators do, why, and the log of it."""
