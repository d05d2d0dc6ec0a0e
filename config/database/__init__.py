"""The database engine of the demo and the tests: Django's own, on a server that starts when it is asked for."""
