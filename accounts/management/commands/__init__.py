"""What staff can do from the command line."""
