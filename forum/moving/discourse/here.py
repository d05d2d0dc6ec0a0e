"""What is here already of an export, and where what comes belongs."""

import os
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from accounts.models import Origin
from forum.categories.models import Category
from forum.moving.discourse.reading import OldTopic
from forum.topics import rules
from forum.topics.models import FormerTopic, Post

_KEYS = uuid.uuid5(uuid.NAMESPACE_URL, "https://www.discourse.org/")


class Categories:
    """One of ours for each of theirs, found again by its address, which stays when it is given a name."""

    def __init__(self, audience: int) -> None:
        """Open new ones for `audience`."""
        self.audience = audience
        self.found: dict[int, Category] = {}

    def of(self, old_id: int) -> Category:
        """Return the category, opened where it is not here yet."""
        if old_id not in self.found:
            opened = {"name": f"Category {old_id}", "audience": self.audience, "position": 1000}
            self.found[old_id] = Category.objects.get_or_create(slug=f"imported-{old_id}", defaults=opened)[0]
        return self.found[old_id]


def topic_files(folder: Path) -> Iterator[Path]:
    """Give the topics' files below a folder in the order of their ids; links lead nowhere."""
    for where, folders, files in os.walk(folder):
        folders.sort()
        # A folder of that name is reported as the broken file that it is.
        found = [name for name in (*files, *folders) if name.endswith(".json")]
        for name in sorted(found, key=lambda name: (len(name), name)):
            yield Path(where, name)


def key_of(pk: int) -> uuid.UUID:
    """Return the key of the post that has the id `pk` there: the same each time, so that it comes once."""
    return uuid.uuid5(_KEYS, f"post:{pk}")


def keys_of_numbers(topic_id: int, numbers: Collection[int]) -> dict[int, uuid.UUID]:
    """Return by number the keys of posts that came into a topic before, and are not in its file any more."""
    found = Post.objects.filter(topic=topic_id, number__in=numbers).values_list("number", "key")
    # Those of replies that were written here are random.
    return {number: key for number, key in found if number and rules.has_come(key)}


@dataclass(frozen=True)
class Known:
    """What is here already of a batch: where its topics go, which of its posts came, and who speaks for whom."""

    topics: Mapping[int, FormerTopic]
    keys: set[uuid.UUID]
    personas: Mapping[str, int]


def look_up(batch: Sequence[OldTopic]) -> Known:
    """Look up in three queries what is here of a batch; a name that was claimed speaks as whoever claimed it."""
    posts = [post for topic in batch for post in topic.posts]
    origins = Origin.objects.filter(key__in={post.author for post in posts})
    return Known(
        topics=FormerTopic.objects.in_bulk([topic.pk for topic in batch]),
        keys=set(Post.objects.filter(key__in=[key_of(post.pk) for post in posts]).values_list("key", flat=True)),
        personas={origin.key: origin.claimed_by_id or origin.persona_id for origin in origins},
    )
