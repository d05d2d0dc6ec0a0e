"""Which pages a search engine may keep."""

from accounts.models import Reader, User

# What everyone may see, and may look for: nothing else is ever found from outside.
FOUND = frozenset(
    {
        *("pages:front", "pages:help"),
        *("categories:category", "topics:topic", "topics:post", "meetups:list"),
    }
)


def may_be_found(reader: Reader, page: str) -> bool:
    """Return whether a search engine may keep the page called `page` (its name among the addresses).

    As `reader` sees it: what a visitor may open is for everyone, and what is for members answers them with a 404.
    """
    return page in FOUND and not isinstance(reader, User)
