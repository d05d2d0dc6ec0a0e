"""What ties the apps into one site; it may import everything, nothing imports it."""
