"""What happened, and the mail that tells of it; knows no noun of the forum."""
