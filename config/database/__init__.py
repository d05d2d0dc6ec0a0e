"""The database engine: Django's own, which looks at a connection before each request without asking anything."""
