"""The expressions by which posts are found: what the database knows of their words, and how well they match.

The words that are asked for stand in settings of the transaction and in no statement, so that a server which logs
the statements that failed or took long never logs what someone looked for.
"""

from collections.abc import Collection
from datetime import UTC, datetime

from django.contrib.postgres.search import SearchVectorField
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    DateTimeField,
    Expression,
    F,
    FloatField,
    Func,
    Q,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Col
from django.db.models.functions import Cast

from forum.topics.models import Post
from forum.topics.querysets import PostQuerySet

# Each language has a setting of its own, for it has its own forms of the words.
SETTING = "alongside.wanted_{}"
# Of ts_rank, for what stands quoted (D), nothing of ours (C), a post's own words (B) and the title (A).
WEIGHTS = "{0.05, 0.2, 0.5, 1.0}"
# Divides by the length of the post, gently.
BY_LENGTH = 1
YEAR = 60 * 60 * 24 * 365.25
# A rank is a small fraction; as a whole number it is a key without rounding.
FINENESS = 10**9
# Among the words of a post the index has marks: who wrote it, its day, and the spans of several days that the day is in
# (`forum_marked` in the database makes them). A stretch of time is asked for by at most so many of the shortest spans
# that will do.
SPANS, MOST_SPANS = (1, 4, 16, 64, 256), 5
# A mark that no post has, and one that is asked for of a longer stretch, which every post has.
NEVER, ALWAYS = "'-'", "!'-'"


def asked_in(language: str) -> Func:
    """Return what is asked for, as `language` writes it."""
    return Func(Value(SETTING.format(language)), template="current_setting(%(expressions)s)::tsquery")


def vector() -> Col:
    """Return the column with the words of a post; no field of the model, for no other page may ask for it."""
    field = SearchVectorField()
    field.set_attributes_from_name("search")
    field.model = Post
    return Col(Post._meta.db_table, field)


def sorted_newest_first(posts: PostQuerySet) -> PostQuerySet:
    """Return `posts` sorted, newest first, by a moment that no index has.

    Where an index has it and only some rows are wanted, the database hopes to meet them soon and reads on and on.
    """
    return posts.order_by(_moment().desc(), "-pk")


def marked_between(posts: PostQuerySet, since: datetime, until: datetime) -> PostQuerySet:
    """Return those of `posts` that were written from `since` to `until`, which have the marks of these days."""
    return posts.alias(moment=_moment()).filter(moment__range=(since, until))


def by(writers: Collection[int], days: str) -> str:
    """Return the marks of what one of the `writers` wrote in these `days`; they are the ids of personas, if any."""
    written = " | ".join(f"'by {writer}'" for writer in writers)
    return f"({days}) & ({written})" if written else days


def days(since: datetime, until: datetime) -> str:
    """Return the marks of what was written from `since` to `until`, and perhaps a little around that."""
    for span in SPANS:
        first, last = (moment.astimezone(UTC).toordinal() // span for moment in (since, until))
        if last - first < MOST_SPANS:
            return " | ".join(f"'{span} {number}'" for number in range(first, last + 1))
    return ALWAYS


def _moment() -> Func:
    return Func(F("created_at"), template="(%(expressions)s + interval '0')", output_field=DateTimeField())


def titled(posts: PostQuerySet) -> PostQuerySet:
    """Return those of `posts` that carry a title, said as the index of titles says it."""
    return posts.filter(Q(Func(F("title"), template="%(expressions)s <> ''", output_field=BooleanField())))


def title_vector() -> Func:
    """Return the words of the title that stands over a first post."""
    return Func(F("language"), F("title"), function="forum_words", output_field=SearchVectorField())


def stems(vector: Expression) -> Func:
    """Return the words of a vector, with spaces between."""
    return Func(vector, template="array_to_string(tsvector_to_array(%(expressions)s), ' ')", output_field=TextField())


def matches(vector: Expression, languages: Collection[str], marks: str) -> Q:
    """Return the condition under which a post that has the `marks` matches in its own language."""
    if len(languages) == 1:  # also those that are not read anew yet
        return Q(_match(vector, next(iter(languages)), marks))
    conditions = (Q(_match(vector, language, marks), language=language) for language in languages)
    return Q(*conditions, _connector=Q.OR)


def rank(vector: Expression, languages: Collection[str]) -> Expression:
    """Return how well a post matches: more for its title, less for what it quotes."""
    ranks = {language: _rank(vector, language) for language in languages}
    if len(ranks) == 1:
        return next(iter(ranks.values()))
    whens = (When(language=language, then=ranked) for language, ranked in ranks.items())
    return Case(*whens, default=Value(0.0), output_field=FloatField())


def score(vector: Expression, languages: Collection[str], asked_at: datetime) -> Expression:
    """Return how high a post stands: its match, up to doubled where it is fresh."""
    age = Func(
        Value(asked_at), F("created_at"), template="extract(epoch from %(expressions)s)::float", arg_joiner=" - "
    )
    age.output_field = FloatField()
    freshness = 1.0 + 1.0 / (1.0 + age / YEAR)
    return Cast(rank(vector, languages) * freshness * FINENESS, BigIntegerField())


def _match(vector: Expression, language: str, marks: str) -> Func:
    marked = Func(vector, F("created_at"), F("persona_id"), function="forum_marked", output_field=SearchVectorField())
    wanted = Func(Value(marks), template="%(expressions)s::tsquery")
    asked = Func(asked_in(language), wanted, template="(%(expressions)s)", arg_joiner=" && ")
    return Func(marked, asked, template="%(expressions)s", arg_joiner=" @@ ", output_field=BooleanField())


def _rank(vector: Expression, language: str) -> Func:
    return Func(
        Value(WEIGHTS),
        vector,
        asked_in(language),
        Value(BY_LENGTH),
        template="ts_rank(%(expressions)s)",
        output_field=FloatField(),
    )
