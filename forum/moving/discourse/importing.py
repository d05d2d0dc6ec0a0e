"""Takes in a folder of Discourse's topics: first who and which, then thread by thread; run again, what is new."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db import DatabaseError, connection, transaction

from accounts.actions import take_in_authors
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.moving.discourse.bodies import Body, arrived_post, read_body
from forum.moving.discourse.here import Categories, Known, key_of, keys_of_numbers, look_up, topic_files
from forum.moving.discourse.naming import Names
from forum.moving.discourse.parity import difference
from forum.moving.discourse.raw import DoubtError, read_raw, whole_text
from forum.moving.discourse.reading import LeftOutError, OldPost, OldTopic, read_topic
from forum.moving.discourse.report import Progress, Report, refused
from forum.moving.discourse.values import BrokenError
from forum.topics.actions import (
    ArrivedPost,
    ArrivedTopic,
    keep_former,
    link_quotes,
    reserve_ids,
    settle_claims,
    write_arrived,
)
from forum.topics.models import FormerTopic, Kind, Topic
from forum.topics.typed import MAX_TITLE
from forum.topics.words import is_blank, tidy_title

# So many posts or bytes of HTML, and those of one topic more, are in memory at once.
_BATCH = 500
_BYTES = 4_000_000
# Two imports at once would take in the same people twice.
_LOCK = 0x6D6F7665


class BusyError(Exception):
    """Another import is under way."""


@dataclass
class Importer:
    """One run over one folder."""

    folder: Path
    audience: int
    report: Report

    def run(self) -> None:
        """Take in everything that may come; what is stopped is gone on with by the next run."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
            if not cursor.fetchall()[0][0]:
                raise BusyError
            # What a power cut would lose comes with the next run.
            cursor.execute("SET synchronous_commit TO off")
        try:
            paths = list(topic_files(self.folder))
            posts = self._look(paths)
            self._take(paths, posts)
        except KeyboardInterrupt:
            self.report.is_stopped = True
        finally:
            link_quotes()
            settle_claims()
            with connection.cursor() as cursor:
                cursor.execute("RESET synchronous_commit")
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])

    def _look(self, paths: Sequence[Path]) -> int:
        """Make every author a persona and keep an id for every topic; return how many posts may come."""
        progress = Progress("Looking", len(paths), "files")
        posts = 0
        for batch in self._batches(paths, progress):
            posts += self._keep(batch)
        return posts

    def _keep(self, topics: Sequence[tuple[Path, OldTopic]]) -> int:
        """Do that for the topics of a batch, together or, where the database refuses one, each by itself."""
        try:
            with transaction.atomic():
                self._keep_ids([topic for _, topic in topics])
                authors = self._take_in_authors([topic for _, topic in topics])
        except (DatabaseError, ValueError) as error:
            if len(topics) > 1:
                return sum(self._keep([topic]) for topic in topics)
            self.report.left_out(refused(error), topics[0][0].name)
            return 0
        self.report.authors += authors
        return sum(len(topic.posts) for _, topic in topics)

    def _batches(
        self, paths: Iterable[Path], progress: Progress | None = None
    ) -> Iterator[list[tuple[Path, OldTopic]]]:
        """Give the topics in batches of a bounded size; on the first look, broken ones are reported."""
        batch: list[tuple[Path, OldTopic]] = []
        posts = size = 0
        for path in paths:
            topic = self._read(path, is_first=progress is not None)
            if progress is not None:
                progress.step(1)
            if topic is None:
                continue
            batch.append((path, topic))
            # Of posts that may not come, the number is kept.
            posts += len(topic.ids)
            size += sum(len(post.html) for post in topic.posts)
            if posts >= _BATCH or size >= _BYTES:
                yield batch
                # Whoever got it is done with it, and the next file may be as large again.
                batch.clear()
                posts = size = 0
                del topic
        if batch:
            yield batch

    def _read(self, path: Path, *, is_first: bool) -> OldTopic | None:
        """Return the topic in a file, or None where it has none; what is wrong with it is reported once."""
        try:
            return read_topic(path)
        except BrokenError as error:
            if is_first:
                self.report.left_out(f"broken file: {error}", path.name)
        except LeftOutError as error:
            if is_first:
                self.report.left_out(str(error), path.name)
        return None

    @staticmethod
    def _keep_ids(topics: Sequence[OldTopic]) -> None:
        known = set(FormerTopic.objects.filter(pk__in=[old.pk for old in topics]).values_list("pk", flat=True))
        new = {old.pk: old for old in topics if old.pk not in known}
        rows = [
            FormerTopic(old_id=old.pk, slug=old.slug, started_at=old.started_at, topic_id=pk)
            for old, pk in zip(new.values(), reserve_ids(Topic, len(new)), strict=True)
        ]
        if rows:
            keep_former(rows)

    @staticmethod
    def _take_in_authors(topics: Sequence[OldTopic]) -> int:
        found: dict[str, tuple[list[str], datetime]] = {}
        for post in (post for topic in topics for post in topic.posts):
            names, since = found.get(post.author, ([], post.written_at))
            # Whoever was renamed there has another name in what was saved later.
            if post.name not in names:
                names.append(post.name)
            found[post.author] = names, min(since, post.written_at)
        return take_in_authors(found)

    def _take(self, paths: Sequence[Path], posts: int) -> None:
        """Write every thread."""
        progress = Progress("Taking", posts, "posts")
        names, categories = Names(), Categories(self.audience)
        for batch in self._batches(paths):
            self._take_batch(batch, names, categories, progress)

    def _take_batch(
        self, batch: Sequence[tuple[Path, OldTopic]], names: Names, categories: Categories, progress: Progress
    ) -> None:
        """Write the threads of a batch, as many at once as may be."""
        here = look_up([topic for _, topic in batch])
        # Most of those whom they name wrote in them.
        names.meant({post.name.lower() for _, topic in batch for post in topic.posts})
        ready: dict[int, _Thread] = {}
        seen: set[int] = set()
        for path, topic in batch:
            posts = {post.pk for post in topic.posts}
            # Where the file that brought a post first is refused, it comes with the next.
            if not seen.isdisjoint(posts):
                self._write(ready.values(), here)
                ready.clear()
            seen |= posts
            for thread in self._threads(topic, path, here, names, categories, progress):
                # The next part of a long topic, or a second file of it, goes on where the first ended.
                if topic.pk in ready:
                    self._write(ready.values(), here)
                    ready.clear()
                ready[topic.pk] = thread
        self._write(ready.values(), here)

    def _threads(
        self, old: OldTopic, path: Path, here: Known, names: Names, categories: Categories, progress: Progress
    ) -> Iterator["_Thread"]:
        """Give what is new of one thread; of a long one in parts, as memory may not hold all of it twice."""
        former = here.topics.get(old.pk)
        if former is None:  # The database refused it.
            return
        if former.started_at != old.started_at:
            self.report.left_out("another topic came under the same id before", path.name, len(old.posts))
            progress.step(len(old.posts))
            return
        new = [post for post in old.posts if key_of(post.pk) not in here.keys]
        self.report.known += len(old.posts) - len(new)
        progress.step(len(old.posts) - len(new))
        for reason, number in old.left_out.items():
            self.report.left_out(reason, path.name, number)
        coming, topic = self._posts(old, new, path, here, names, progress), None
        while posts := list(islice(coming, _BATCH)):
            topic = topic or self._arrived(old, former, categories.of(old.category), path)
            yield _Thread(path, topic, posts)

    def _write(self, threads: Collection["_Thread"], here: Known) -> None:
        """Store threads together, which takes a fraction of the time; where one is refused, each by itself."""
        if not threads:
            return
        try:
            done = write_arrived({thread.topic: thread.posts for thread in threads})
        except (DatabaseError, ValueError) as error:
            if len(threads) > 1:
                for thread in threads:
                    self._write([thread], here)
                return
            (thread,) = threads
            self.report.left_out(refused(error), thread.path.name, len(thread.posts))
            return
        for thread in threads:
            here.keys.update(post.key for post in thread.posts)
            arrival = done[thread.topic.pk]
            if arrival.moved:
                reason = f"got another number, as someone here has theirs: {arrival.moved}"
                self.report.changed(reason, thread.path.name)
            self.report.posts += len(thread.posts)
            self.report.likes += sum(post.likes for post in thread.posts)
            self.report.topics += arrival.is_new

    def _arrived(self, old: OldTopic, former: FormerTopic, category: Category, path: Path) -> ArrivedTopic:
        """Return the thread as it stands here."""
        title = tidy_title(old.title)
        if is_blank(title):
            title = f"Topic {old.pk}"
            self.report.changed("had no title", path.name)
        if len(title) > MAX_TITLE:
            title = title[: MAX_TITLE - 1] + "…"
            self.report.changed("title shortened", path.name)
        if old.is_archived:
            self.report.changed("archived there, closed here", path.name)
        if not old.is_listed:
            self.report.changed("unlisted there, for moderators here", path.name)
        return ArrivedTopic(
            pk=former.topic_id,
            category=category,
            title=title,
            audience=self.audience if old.is_listed else Audience.MODERATORS,
            started_at=old.started_at,
            closed_at=old.closed_at,
            pinned_at=old.pinned_at,
        )

    def _posts(
        self, old: OldTopic, new: Sequence[OldPost], path: Path, here: "Known", names: Names, progress: Progress
    ) -> Iterator[ArrivedPost]:
        """Give the posts as they read here."""
        if not new:
            return
        try:
            raw = read_raw(path.with_suffix(".raw.md"), old.posts)
        except DoubtError:
            raw = {}
            self.report.changed("what was typed left aside, as it can be read in more than one way", path.name)
        numbers = {number: key_of(pk) for number, pk in old.ids.items()}
        if left := {post.reply_to for post in new if post.reply_to} - numbers.keys():
            numbers |= keys_of_numbers(here.topics[old.pk].topic_id, left)
        for post in new:
            typed = whole_text(raw.get(post.number), post.cooked)
            body = read_body(post, typed, names)
            progress.step(1)
            place = f"{path.name} #{post.number}"
            if isinstance(body, str):
                self.report.left_out(body, place)
                continue
            self._judge(post, body, typed, place)
            yield arrived_post(post, body, here.personas[post.author], numbers)

    def _judge(self, post: OldPost, body: Body, typed: str | None, place: str) -> None:
        """Report what the body was made of, what of it had to change, and what shows otherwise."""
        for change in body.changes:
            self.report.changed(change, place)
        if post.kind not in {Kind.POST, Kind.MODERATOR}:
            return
        if typed is None:
            self.report.changed("text made from HTML", place)
        if reason := difference(post.cooked, body.rendered.html, body.source):
            self.report.differs(reason, place)


@dataclass(frozen=True)
class _Thread:
    """What is new of one topic, ready to be written."""

    path: Path
    topic: ArrivedTopic
    posts: Sequence[ArrivedPost]
