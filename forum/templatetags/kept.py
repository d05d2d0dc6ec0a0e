"""What templates need not draw anew: parts, kept under the values that they show."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial

from django import template
from django.conf import settings
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.template.loader import get_template
from django.urls import get_urlconf
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.translation import get_language

from forum import keeping
from forum.templatetags.when import told_until
from forum.topics.views.composing import Composer
from outbox import clock

register = template.Library()

shelf: keeping.Shelf[keeping.Drawn] = keeping.Shelf(settings.KEPT_MB * 2**20)
# Of kinds of posts and of boxes there are far fewer.
moulds: keeping.Shelf[keeping.Mould] = keeping.Shelf(settings.KEPT_MB * 2**20 // 8)

# Stand for what is another on every page: the token of a form; and of the box for a reply its key and addresses.
TOKEN = "\x02token\x02"  # noqa: S105 - a stand-in
_TOKEN = TOKEN.encode()
KEY, PLACE, ACTION, NUMBER = "\x02key\x02", "\x02place\x02", "\x02action\x02", 2_147_000_031


class KeptNode(template.Node):
    """A part of a page that sees nothing but the values it names, and is kept under them."""

    child_nodelists = ("nodelist",)

    def __init__(
        self,
        place: tuple[object, ...],
        groups: Sequence[FilterExpression],
        values: Mapping[str, FilterExpression],
        nodelist: NodeList,
    ) -> None:
        self.place, self.groups, self.values, self.nodelist = place, groups, values, nodelist

    def render(self, context: Context) -> str:
        groups = [group.resolve(context) for group in self.groups]
        values = [_plain(value.resolve(context)) for value in self.values.values()]
        key = (*self.place, *ground(context), *groups, *values)
        drawn = shelf.get(key)
        if drawn is None:
            named = {**_fields(groups), **dict(zip(self.values, values, strict=True)), "csrf_token": TOKEN}
            _check(named.values())
            drawn = keeping.drawn(partial(self.nodelist.render, context.new(named)))
            shelf.put(key, drawn, drawn.size)
        text = drawn.read(clock.now(), told_until)
        if _TOKEN in text:
            text = text.replace(_TOKEN, str(context["csrf_token"]).encode())
        return keeping.put(text)


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """Keep what stands between the tags: `{% kept me unread=unread_count %}…{% endkept %}`.

    Inside, there is nothing but the values named here, each a text, a number, a time, yes, no or nothing (or a
    named tuple of these), and a form's token. Of a named tuple that stands without a name, each field is a value.
    """
    _tag, *bits = token.split_contents()
    groups = [parser.compile_filter(bit) for bit in bits if "=" not in bit]
    named = [bit for bit in bits if "=" in bit]
    values = token_kwargs(named, parser)
    if named:
        message = f"{{% kept %}} takes its values as name=value, not {' '.join(named)}"
        raise template.TemplateSyntaxError(message)
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    place = (parser.origin.name if parser.origin else "", token.lineno, token.position)
    return KeptNode(place, groups, values, nodelist)


@register.tag
def box(parser: Parser, token: Token) -> "BoxNode":
    """Show the box that words are written in: `{% box composer %}`."""
    _tag, composer = token.split_contents()
    return BoxNode(parser.compile_filter(composer))


class BoxNode(template.Node):
    """The box of a composer; while it is empty, as it was drawn for another topic."""

    def __init__(self, composer: FilterExpression) -> None:
        self.composer = composer

    def render(self, context: Context) -> str:
        composer: Composer = self.composer.resolve(context)
        drawing: template.base.Template = get_template("components/composer.html").template  # type: ignore[attr-defined]
        if composer.look is None or composer.topic is None:
            with context.push(composer=composer):
                return drawing.render(context)
        user = context["user"]
        key = ("box", *composer.look, user.emoji_tone, user.emoji_recent, *ground(context))
        mould = moulds.get(key)
        if mould is None:
            blank = composer.elsewhere(place=PLACE, action=ACTION, topic=NUMBER, key=KEY)
            values = {"composer": blank, "user": user, "csrf_token": TOKEN}
            with keeping.leaving_holes() as moments:
                text = drawing.render(context.new(values))
            mould = keeping.Mould(text, (TOKEN, KEY, PLACE, ACTION, str(NUMBER)), moments)
            moulds.put(key, mould, mould.size)
        own = (composer.form["key"].value(), composer.place, composer.action, composer.topic)
        values_now = (context["csrf_token"], *own)
        return keeping.put(mould.filled([conditional_escape(str(value)).encode() for value in values_now]))


def ground(context: Context) -> tuple[object, ...]:
    """Return what every text depends on: the language, the zone and the addresses in use."""
    if "ground" not in context.render_context:
        context.render_context["ground"] = (get_language(), timezone.get_current_timezone_name(), get_urlconf())
    ground: tuple[object, ...] = context.render_context["ground"]
    return ground


def _plain(value: object) -> object:
    """Return `value` as it can be part of a key."""
    return str(value) if isinstance(value, Promise) else value


def _fields(groups: Sequence[object]) -> dict[str, object]:
    """Return what the named tuples hold; where one is missing, as on a page without a reader, there is nothing."""
    return {name: value for group in groups if isinstance(group, tuple) for name, value in group._asdict().items()}  # type: ignore[attr-defined]  # a named one


def _check(values: Iterable[object]) -> None:
    """Raise TypeError for what may change under the same name."""
    for value in values:
        if isinstance(value, tuple):
            _check(value)
        elif not isinstance(value, str | int | datetime | None):
            message = f"Only texts, numbers, yes and no can be kept under, not {type(value).__name__}"
            raise TypeError(message)
