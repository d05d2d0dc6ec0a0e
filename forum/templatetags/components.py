"""What templates put a page together from: icons, and components that hold other markup."""

from collections.abc import Mapping
from functools import cache

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

# What points along the line, and so turns with it where it runs from right to left.
POINTING = frozenset(("arrow-left", "arrow-right", "list", "log-out", "quote", "reply"))

# What a component may read beside its own parts.
SHARED = ("csrf_token", "request", "user")


class PartNode(template.Node):
    """A named part of the component that it stands in; drawn by the component alone."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: Context) -> SafeString:
        return NodeList().render(context)


class ComponentNode(template.Node):
    """A component with its parts; what stands between its tags is its part `inside`."""

    def __init__(self, name: FilterExpression, values: Mapping[str, FilterExpression], nodelist: NodeList) -> None:
        self.name, self.values, self.nodelist = name, values, nodelist

    def render(self, context: Context) -> SafeString:
        parts = {key: value.resolve(context) for key, value in self.values.items()}
        parts |= {node.name: node.nodelist.render(context) for node in self.nodelist if isinstance(node, PartNode)}
        parts |= {"inside": self.nodelist.render(context)}
        parts |= {name: context[name] for name in SHARED if name in context}
        assert context.template is not None  # noqa: S101 - a node is drawn by its template only
        drawn = context.template.engine.get_template(f"components/{self.name.resolve(context)}.html")
        return drawn.render(context.new(parts))


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """Return the icon `name` of icons.svg, which says nothing to a screen reader: put words beside it."""
    kind = "icon points" if name in POINTING else "icon"
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"></use></svg>', kind, static("icons.svg"), name
    )


@register.simple_tag
def entries(inside: str) -> int:
    """Return how many entries the inside of a menu holds."""
    return inside.count("<li")


@register.tag
def component(parser: Parser, token: Token) -> ComponentNode:
    """Draw `components/<name>.html` around markup: `{% component "card" id="mail" %}…{% endcomponent %}`."""
    _tag, name, *bits = token.split_contents()
    values = token_kwargs(bits, parser)
    if bits:
        message = f"{{% component {name} %}} takes its parts as key=value, not {' '.join(bits)}"
        raise template.TemplateSyntaxError(message)
    return ComponentNode(parser.compile_filter(name), values, _until("endcomponent", parser))


@register.tag
def part(parser: Parser, token: Token) -> PartNode:
    """Give a component a part that is markup: `{% part foot %}…{% endpart %}`, straight inside its tags."""
    _tag, name = token.split_contents()
    return PartNode(name, _until("endpart", parser))


def _until(end: str, parser: Parser) -> NodeList:
    nodelist = parser.parse((end,))
    parser.delete_first_token()
    return nodelist
