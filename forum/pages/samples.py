"""One of everything for the style guide, made up and never saved: it shows each component in each of its states."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django import forms
from django.conf import settings
from django.template.loader import get_template
from django.utils.translation import gettext as _

from accounts.models import Persona, Role
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.markup.render import render
from forum.meetups.models import Meetup
from forum.search.queries import Hit
from forum.search.words import Run
from forum.topics.forms import ReplyForm
from forum.topics.models import Draft, Post, Topic
from forum.topics.queries import Own, PostItem
from forum.topics.visibility import Status
from outbox import clock

SPRITE = Path(settings.BASE_DIR) / "static" / "icons.svg"
# In the order of the page.
COMPONENTS = (
    "button",
    "icon",
    "avatar",
    "badge",
    "mark",
    "persona",
    "post",
    "update",
    "waiting",
    "reactions",
    "in_reply_to",
    "composer",
    "draft_note",
    "topic_row",
    "topic_marks",
    "read_all",
    "follow",
    "search_hit",
    "meetup_card",
    "field",
    "typed",
    "errors",
    "notice",
    "toast",
    "empty",
    "pager",
    "way_back",
    "card",
    "menu",
    "dialog",
    "header",
    "footer",
    "leave",
)
# What has no section of its own, and where it is seen.
ELSEWHERE = {
    "app": "in the head of a page, where nothing is drawn",
    "styles": "in the head of a page, where nothing is drawn",
    "button_face": "on every button",
    "draft_buttons": "in the composer",
    "draft_state": "in the composer",
    "leave_link": "in leave",
    "meetup_day": "in the meetup card",
    "meetup_when": "in the meetup card",
    "messages": "holds toasts, at the top of every page",
    "post_foot": "in the post",
    "post_menu": "in the post",
    "post_state": "the mark of what others cannot read: on the search hit, and on waiting",
    "post_words": "in the post",
    "toolbar": "in the composer",
    "unanswered": "a toast that a script shows where a press came to nothing",
}
# What a query for a member adds to a topic.
AS_READ = ("is_new", "is_opened", "last_read", "unread")
# Only the icon is no template of its own.
PARTS_OF_ICON = "A drawing beside words. Parts: its name."


@dataclass(frozen=True)
class SampleCard:
    """A meetup's card in one state; what `meetups.queries.Card` finds out stands here as it is wanted."""

    meetup: Meetup
    has_seat: bool = False
    register: bool = False
    takes_guests: bool = False
    join: bool = False
    is_over: bool = False
    is_on_now: bool = False
    is_host: bool = False
    may_change: bool = False
    sees_guests: bool = False


@dataclass(frozen=True)
class SampleComposer:
    """A box to write in, with names offered after an @; nothing in it is kept."""

    form: ReplyForm
    draft: Draft
    id: str = "sample-composer"
    label: str = ""
    action: str = "#composer"
    place: str = "sample:1"
    reply_to: int | None = None
    suggested: tuple[str, ...] = ("willow", "wren_77")
    is_only_words: bool = True
    topic: int | None = None


class SampleForm(forms.Form):
    """A form with a field of each kind."""

    name = forms.CharField(label="Pseudonym", help_text="Not your real name.")
    words = forms.CharField(label="Your words", widget=forms.Textarea, required=False)
    who = forms.ChoiceField(label="Who can read it", choices=[("1", "Everyone"), ("2", "Members")])
    how = forms.ChoiceField(
        label="Mail", widget=forms.RadioSelect, choices=[("now", "At once"), ("day", "Once a day")], initial="day"
    )
    rules = forms.BooleanField(label="I have read the rules", help_text="They are short.")


@dataclass(frozen=True)
class Guide:
    """What the page shows."""

    parts: list[tuple[str, str]]
    personas: list[Persona]
    topics: list[Topic]
    posts: list[PostItem]
    waiting: list[PostItem]
    hits: list[Hit]
    cards: list[SampleCard]
    composer: SampleComposer
    form: SampleForm
    mistaken: SampleForm
    icons: list[str]


def guide() -> Guide:
    """Return one of everything."""
    personas = [
        Persona(pk=number, name=name, colour=number * 2 % Persona.COLOURS, badge=badge)
        for number, (name, badge) in enumerate(
            [("willow", Role.MEMBER), ("harbour", Role.ORGANIZER), ("juniper_k", Role.MODERATOR), ("", Role.MEMBER)], 1
        )
    ]
    topics = list(_topics(personas))
    return Guide(
        parts=[(name, parts_of(name)) for name in COMPONENTS],
        personas=personas,
        topics=topics,
        posts=list(_posts(topics[0], personas)),
        waiting=list(_waiting(topics[0], personas[1])),
        hits=list(_hits(topics, personas)),
        cards=list(_cards(topics)),
        composer=_composer(),
        form=SampleForm(auto_id="fine_%s"),
        mistaken=mistaken_form(),
        icons=re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8")),
    )


def parts_of(name: str) -> str:
    """Return what the component's own first lines say of it."""
    if name == "icon":
        return PARTS_OF_ICON
    source = getattr(get_template(f"components/{name}.html"), "template").source  # noqa: B009 - Django's stubs hide it
    found = re.match(r"\{#\s*(.*?)\s*#\}", source)
    return found[1] if found else ""


def _composer() -> SampleComposer:
    draft = Draft(place="sample:1", updated_at=clock.now() - timedelta(minutes=20))
    form = ReplyForm(initial={"body": _("I know that cupboard, @w")}, auto_id="sample_%s")
    return SampleComposer(form, draft, label=_("Send your reply"))


def mistaken_form() -> SampleForm:
    """Return the form as it comes back with mistakes in it."""
    form = SampleForm({"words": "Hello", "who": "1"}, auto_id="mistaken_%s")
    form.errors.clear()
    form.add_error("name", _("Choose a pseudonym of at least 3 letters."))
    form.add_error("how", _("Choose how often you want mail."))
    form.add_error("rules", _("Read the rules and tick the box."))
    return form


def _topics(personas: list[Persona]) -> list[Topic]:
    now = clock.now()
    room = Category(pk=1, name="Right now", slug="right-now", audience=Audience.EVERYONE)
    kinds: list[tuple[str, dict[str, object]]] = [
        ("He was well for a year, and now he drinks again", {"reply_count": 12}),
        ("How this place works", {"pinned_at": now, "closed_at": now}),
        ("She left her phone on the table " + "and I looked " * 6, {"audience": Audience.MEMBERS, "reply_count": 1}),
        ("Words that were taken down", {"status": Status.HIDDEN}),
        ("What do you tell the children?", {"reply_count": 4, "is_new": True, "is_opened": False}),
        ("One small good thing, every evening", {"reply_count": 31, "unread": 3, "last_read": 29, "is_opened": True}),
        ("Do your friends know?", {"reply_count": 7, "unread": 0, "is_opened": True}),
    ]
    topics = []
    for number, (title, more) in enumerate(kinds):
        state: dict[str, object] = {"audience": Audience.EVERYONE, "last_number": 1, **more}
        read: dict[str, object] = {name: state.pop(name) for name in AS_READ if name in state}
        topic = Topic(pk=number + 1, category=room, title=title.strip()[:150], **state)
        vars(topic).update(read)  # as a query for a member has it
        topic.activity_at = now - timedelta(hours=3 + 40 * number)
        topic.first_post = _post(topic, personas[number % len(personas)], 1, "")
        topics.append(topic)
    return topics


def _post(topic: Topic, persona: Persona, number: int | None, source: str, status: str = Status.PUBLISHED) -> Post:
    at = clock.now() - timedelta(hours=30 - (number or 3))
    post = Post(topic=topic, persona=persona, number=number, source=source, status=status, created_at=at)
    post.pk, post.html = number or 99, render(source, people=lambda names: {name: name for name in names}).html
    return post


def _posts(topic: Topic, personas: list[Persona]) -> list[PostItem]:
    willow, harbour, juniper, gone = personas
    letter = _post(topic, willow, 1, "I cannot sleep.\n\nHe was well for a **year**. On Sunday I found the bottles.")
    answer = _post(
        topic,
        harbour,
        2,
        f'[quote="willow, post:1, topic:{topic.pk}"]\nI cannot sleep.\n[/quote]\nNor could I, @willow.\n\n'
        "- a cup of tea at the window,\n- a friend who knew.",
    )
    hidden = _post(topic, juniper, 3, "These words named someone.", Status.HIDDEN)
    deleted = _post(topic, gone, 4, "", Status.DELETED)
    update = _post(topic, willow, None, "He rang the doctor himself today.")
    answer.edited_at = clock.now() - timedelta(hours=2)
    letter.hugs, letter.same_heres = 4, 2
    hidden.hearts = 1
    felt = {"may_react": True, "own": Own(("hug",), is_bookmarked=True)}
    return [
        _item(letter, may_update=True, updates=[_item(update, may_reply=False)], answers=[2], answers_in_all=1, **felt),
        _item(answer, in_reply_to=letter, may_edit=True, may_delete=True, may_see_history=True),
        _item(hidden, may_reply=False, may_moderate=True),
        _item(deleted, is_readable=False, may_reply=False),
    ]


def _waiting(topic: Topic, persona: Persona) -> Iterator[PostItem]:
    """Yield replies that have no number: one that waits, as its author sees it, and one that was turned down."""
    held = _post(topic, persona, None, "I have read here for a year. Thank you all.", Status.HELD)
    yield _item(held, may_reply=False, may_edit=True, may_delete=True)
    turned_down = _post(topic, persona, None, "These words named a street.", Status.HIDDEN)
    turned_down.pk = 98
    yield _item(turned_down, may_reply=False, may_moderate=True)


def _hits(topics: list[Topic], personas: list[Persona]) -> Iterator[Hit]:
    """Yield posts as a search shows them: matched by their titles, by their words, hidden."""
    words = [Run(_("… and there they were, four empty "), is_match=False), Run(_("bottles"), is_match=True)]
    for topic, persona, status in zip(
        topics, personas, (Status.PUBLISHED, Status.PUBLISHED, Status.HIDDEN), strict=False
    ):
        title = [Run(topic.title[:8], is_match=True), Run(topic.title[8:], is_match=False)]
        yield Hit(_post(topic, persona, 1, "", status), title, words)


def _item(post: Post, **more: object) -> PostItem:
    rights = dict.fromkeys(("may_edit", "may_update", "may_delete", "may_see_history", "may_moderate"), False)
    known: dict[str, object] = {"is_readable": True, "may_reply": True, **rights, **more}
    return PostItem(post=post, **known)  # type: ignore[arg-type]  # each is what its name says


def _cards(topics: list[Topic]) -> list[SampleCard]:
    def meetup(number: int, hours: int, taken: int) -> Meetup:
        start = clock.now() + timedelta(hours=hours)
        made = Meetup(pk=number, topic=topics[number % 3], starts_at=start, time_zone="Europe/Berlin")
        made.theme, made.capacity, made.seats_taken = (
            _("Evening %(number)d: what helps") % {"number": number},
            12,
            taken,
        )
        return made

    return [
        SampleCard(meetup(1, 5, 4), register=True),
        SampleCard(meetup(2, 30, 12)),
        SampleCard(meetup(3, 0, 5), has_seat=True, join=True, is_on_now=True),
        SampleCard(meetup(4, 50, 5), has_seat=True, is_host=True, may_change=True, sees_guests=True),
        SampleCard(meetup(5, -90, 5), is_over=True),
    ]
