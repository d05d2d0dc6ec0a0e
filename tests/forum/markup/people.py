"""Whom a text may mean."""


def everybody(names: frozenset[str]) -> dict[str, str]:
    """Know whoever is asked for, and write them with a capital letter."""
    return {name: name.capitalize() for name in names}


def nobody(names: frozenset[str]) -> dict[str, str]:
    """Know none of those who are asked for."""
    del names
    return {}
