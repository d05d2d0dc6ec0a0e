"""The database engine of the demo and the tests: as elsewhere, on a server that starts when it is asked for."""
