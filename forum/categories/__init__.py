"""The categories that topics stand in."""
