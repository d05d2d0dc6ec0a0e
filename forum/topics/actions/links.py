"""The rows that remember whom a post names and which posts it quotes."""

from collections.abc import Iterable

from accounts.models import Persona
from forum.markup.render import QuoteRef, Rendered
from forum.topics import rules
from forum.topics.models import Mention, Post, Quote

# The largest id there can be; a larger one is nobody's.
MAX_ID = 2**63 - 1


def keep_in_step(post: Post, rendered: Rendered, writer: Persona) -> None:
    """Make the mention and quote rows of `post` those that its words hold now, and no others."""
    named = {pk for _, pk in Persona.objects.meant_by(rendered.mentions)} if rendered.mentions else set()
    Mention.objects.filter(post=post).exclude(persona__in=named).delete()
    Mention.objects.bulk_create(
        [Mention(post=post, persona_id=pk) for pk in sorted(named)],
        ignore_conflicts=True,
    )
    quoted = _quoted(rendered.quotes, writer)
    Quote.objects.filter(post=post).exclude(quoted__in=quoted).delete()
    Quote.objects.bulk_create(
        [Quote(post=post, quoted=other, version=other.version) for other in quoted if other.pk != post.pk],
        ignore_conflicts=True,
    )


def _quoted(refs: Iterable[QuoteRef], writer: Persona) -> list[Post]:
    """Return the posts that `refs` lead to, as far as `writer` may read them."""
    places = {
        (ref.topic_id, ref.number)
        for ref in refs
        if ref.topic_id and ref.number and ref.topic_id <= MAX_ID and ref.number <= rules.MAX_NUMBER
    }
    if not places:
        return []
    candidates = Post.objects.visible_to(rules.account_of(writer)).filter(
        topic__in={topic for topic, _ in places},
        number__in={number for _, number in places},
    )
    return [post for post in candidates.order_by("pk") if (post.topic_id, post.number) in places]
