"""People: accounts that log in, personas that speak."""
