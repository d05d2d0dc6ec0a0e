"""The expressions by which posts are found: what the database knows of their words, and how well they match.

The words that are asked for stand in settings of the transaction and in no statement, so that a server which logs
the statements that failed or took long never logs what someone looked for.
"""

from collections.abc import Collection
from datetime import datetime

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
    moment = Func(F("created_at"), template="(%(expressions)s + interval '0')", output_field=DateTimeField())
    return posts.order_by(moment.desc(), "-pk")


def title_vector() -> Func:
    """Return the words of the title that stands over a first post, as they are indexed."""
    return Func(F("language"), F("title"), function="forum_words", output_field=SearchVectorField())


def stems(vector: Expression) -> Func:
    """Return the words of a vector, with spaces between."""
    return Func(vector, template="array_to_string(tsvector_to_array(%(expressions)s), ' ')", output_field=TextField())


def matches(vector: Expression, languages: Collection[str]) -> Q:
    """Return the condition under which a post matches in its own language."""
    if len(languages) == 1:  # also those that are not read anew yet
        return Q(_match(vector, next(iter(languages))))
    conditions = (Q(_match(vector, language), language=language) for language in languages)
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


def _match(vector: Expression, language: str) -> Func:
    return Func(vector, asked_in(language), template="%(expressions)s", arg_joiner=" @@ ", output_field=BooleanField())


def _rank(vector: Expression, language: str) -> Func:
    return Func(
        Value(WEIGHTS),
        vector,
        asked_in(language),
        Value(BY_LENGTH),
        template="ts_rank(%(expressions)s)",
        output_field=FloatField(),
    )
