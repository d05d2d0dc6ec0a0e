"""The rooms that topics stand in."""
