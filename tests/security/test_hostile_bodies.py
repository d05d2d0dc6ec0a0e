"""Hostile words, posted as members post, and opened in Chromium on real pages."""

import uuid

import pytest
from playwright.sync_api import Page

from accounts.actions import describe_self
from accounts.models import User
from accounts.rules import may_be_called
from accounts.verdict import RefusedError
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.topics.actions import create_reply, create_topic
from forum.topics.models import Post, Topic
from tests.browser.fixtures import OpenPage, Watch
from tests.forum.markup.hostile import HOSTILE

# What may stand in a post, written down a second time: the gate's own list is what is on trial.
ALLOWED = {
    "a": ["href", "rel", "class"],
    "aside": ["class", "data-post", "data-topic"],
    "blockquote": [],
    "br": [],
    "code": [],
    "del": [],
    "details": ["class"],
    "div": ["class"],
    "em": [],
    "h3": [],
    "h4": [],
    "h5": [],
    "h6": [],
    "hr": [],
    "li": [],
    "ol": ["start"],
    "p": [],
    "pre": [],
    "span": ["class", "role", "aria-label", "title", "tabindex"],
    "strong": [],
    "summary": [],
    "ul": [],
}

UNEXPECTED = """(allowed) => {
    const found = [];
    const complain = (element, what) => found.push(`${what}: ${element.outerHTML.slice(0, 200)}`);
    for (const element of document.querySelectorAll(".words *")) {
        const tag = element.tagName.toLowerCase();
        const isHtml = element.namespaceURI === "http://www.w3.org/1999/xhtml";
        if (!isHtml || !(tag in allowed)) { complain(element, "tag"); continue; }
        for (const {name, value} of element.attributes) {
            if (!allowed[tag].includes(name)) complain(element, "attribute");
            if (name === "href" && !/^(https?:|mailto:|\\/|#)/.test(value)) complain(element, "address");
            if (name === "href" && element.origin !== location.origin && element.protocol !== "mailto:"
                && element.rel !== "nofollow ugc noopener noreferrer") complain(element, "rel");
        }
    }
    for (const element of document.querySelectorAll("*")) {
        for (const {name, value} of element.attributes) {
            // Our own buttons stand outside of anyone's words.
            const isOurs = element.matches("button:not(.words *)") && /^[/]p[/][0-9]+[/]react[/]$/.test(value);
            if (name === "formaction" && isOurs) continue;
            if (/^on|^style$|^srcdoc$|^formaction$/i.test(name)) complain(element, "handler or style");
        }
    }
    const active = "script, iframe, object, embed, img, video, audio, svg, base, style";
    const isOurScript = (element) =>
        element.tagName === "SCRIPT" && element.src && new URL(element.src).origin === location.origin;
    // The icons of the page's own frame, which stand outside of anyone's words.
    const isOurIcon = (element) =>
        element.matches("svg.icon:not(.words *)") && element.children.length === 1
        && /^\\/static\\/icons[.\\w]*[.]svg#/.test(element.firstElementChild.getAttribute("href"));
    for (const element of document.querySelectorAll(active)) {
        if (!isOurScript(element) && !isOurIcon(element)) complain(element, "active");
    }
    return found;
}"""

TITLES = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "{{ 7 }}{% debug %}",
    '"><svg onload=alert(1)>',
    "</title><script>alert(1)</script>",
    "<!-- --><b>bold</b>",
    "javascript:alert(1)//",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u202egnitirw drawkcab",
    "'; DROP TABLE forum_post; --",
]

NAMES = [
    "<b>x</b>",
    "a b",
    "a/b",
    "..",
    "a\u202eb",
    "a\u0000b",
    "admin",
    "Admın",
    "moderat0r",
    "аdmin",
    "rоot-mixed",
    "@ada",
    "ada@example.org",
    "x" * 31,
    "a\nb",
    '"onload="',
]


@pytest.fixture
def room(db: None) -> Category:
    """Return a room for everyone."""
    return Category.objects.create(name="Right now", slug="right-now", audience=Audience.EVERYONE)


@pytest.fixture
def topic(room: Category, moderator: User) -> Topic:
    """Return a topic by a moderator, whose mentions have no limit."""
    return start(room, moderator, "Hostile words")


def start(room: Category, user: User, title: str) -> Topic:
    return create_topic(persona=user.persona, category=room, title=title, source="Look:", key=uuid.uuid4())


def sent(topic: Topic, user: User, source: str) -> bool:
    """Post it as a browser sends it, in UTF-8; return whether it was taken."""
    source = source.encode(errors="replace").decode()
    try:
        create_reply(persona=user.persona, topic=topic, source=source, key=uuid.uuid4())
    except RefusedError:
        return False
    return True


def pages_of(page: Page, topic: Topic) -> int:
    """Open every page of a topic and judge its live document; return how many posts were seen."""
    seen = 0
    for first in range(1, topic.last_number + 1, 20):
        page.goto(f"/t/x/{topic.pk}/{first}/")
        assert page.evaluate(UNEXPECTED, ALLOWED) == []
        seen += page.locator("article .words").count()
    return seen


def test_hostile_bodies_do_nothing(open_page: OpenPage, topic: Topic, moderator: User, ada: User) -> None:
    taken = sum(sent(topic, moderator, body) for body in HOSTILE)
    assert len(HOSTILE) >= 150
    assert taken >= 150
    topic.refresh_from_db()
    assert pages_of(open_page(ada), topic) >= taken


@pytest.mark.parametrize(
    ("html", "what"),
    [
        ("<p onclick=alert(1)>", "handler or style"),
        ("<p style=color:red>", "handler or style"),
        ("<img src=/x.png>", "active"),
        ("<script>alert(1)</script>", "active"),
        ("<svg class=icon><use href=/static/icons.svg#leaf>", "active"),
        ("<b>", "tag"),
        ("<a href=javascript:alert(1)>x</a>", "address"),
        ("<a href=https://example.org/>x</a>", "rel"),
        ("<math><mi>", "tag"),
    ],
)
def test_judge_sees_what_is_wrong(
    open_page: OpenPage, watch: Watch, topic: Topic, ada: User, html: str, what: str
) -> None:
    watch.expected.append("Content Security Policy|404")
    Post.objects.filter(topic=topic).update(html=html)
    page = open_page(ada)
    page.goto(topic.get_absolute_url())
    assert what in str(page.evaluate(UNEXPECTED, ALLOWED))


def test_watch_hears_what_pages_never_say(open_page: OpenPage, watch: Watch, topic: Topic) -> None:
    page = open_page()
    page.goto(topic.get_absolute_url())
    page.evaluate("console.error('broken'); setTimeout(() => { throw new Error('thrown') }); alert('hello')")
    page.evaluate("fetch('https://elsewhere.example/').catch(() => null)")
    heard = " ".join(watch.complaints)
    watch.expected.append(".")
    assert [word for word in ("broken", "thrown", "hello", "elsewhere.example") if word not in heard] == []


def test_hostile_titles_are_only_words(open_page: OpenPage, room: Category, ada: User) -> None:
    for title in TITLES:
        start(room, ada, title)
    page = open_page(ada)
    page.goto(f"/c/{room.slug}/")
    shown = page.locator("main").inner_text()
    assert [title for title in TITLES if title not in shown and "\u202e" not in title] == []
    assert page.evaluate(UNEXPECTED, ALLOWED) == []
    for topic in Topic.objects.all():
        page.goto(f"/t/x/{topic.pk}/")
        assert page.evaluate(UNEXPECTED, ALLOWED) == []


def test_hostile_about_is_only_words(open_page: OpenPage, ada: User, bob: User) -> None:
    describe_self(ada.persona, "\n".join(TITLES[:8]))
    page = open_page(bob)
    page.goto("/@ada/")
    assert TITLES[0] in page.locator("main").inner_text()
    assert page.evaluate(UNEXPECTED, ALLOWED) == []


@pytest.mark.parametrize("name", NAMES)
def test_hostile_name_is_refused(db: None, name: str) -> None:
    assert not may_be_called(name)
