"""The thread that started it, typed by three new members and a moderator in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from forum.categories.models import Category
from tests.browser.fixtures import DESKTOP, PHONE, OpenPage, Watch
from tests.journeys import evening as said
from tests.journeys.conftest import Evening, asks_for_meetups, code_for, mailed, told


class Person:
    """Someone at a device of their own, who does what the page offers."""

    def __init__(self, name: str, page: Page) -> None:
        self.name = name
        self.page = page

    def join(self, evening: Evening) -> None:
        """Sign up, read the mail, and type its code."""
        self.page.goto("/")
        self.page.locator("main").get_by_role("link", name="Join").click()
        self.fill(username=self.name, email=f"{self.name}@example.org")
        self.fill(password1=said.PASSWORD, password2=said.PASSWORD)
        self.send("password2")
        expect(self.page.locator("[name=code]")).to_be_visible()
        evening.pass_by(seconds=1)
        self.fill(code=code_for(self.name))
        self.send("code")
        expect(self.page.get_by_role("link", name="Notifications")).to_be_visible()

    def announce(self) -> str:
        """Announce the meetup; return the path of its topic."""
        self.page.goto("/meetups/new/")
        choices = {"timezone"}
        self.fill(**{name: value for name, value in said.MEETUP.items() if name not in choices})
        self.page.locator("[name=timezone]").select_option("UTC")
        self.send("join_url")
        expect(self.page.locator("#post-1")).to_contain_text("Bring tea")
        return re.sub(r"^https?://[^/]+|#.*$", "", self.page.url)

    def ask(self) -> str:
        """Start the topic; return its path."""
        self.page.goto("/c/right-now/new/")
        self.fill(title=said.TITLE, body=said.QUESTION)
        self.send("body")
        expect(self.page.locator("#post-1")).to_contain_text("eleven weeks")
        return re.sub(r"^https?://[^/]+|#.*$", "", self.page.url)

    def reply(self, path: str, words: str, number: int) -> None:
        """Write at the foot of the topic."""
        self.page.goto(path)
        self.fill(body=words)
        self.send("body")
        expect(self.page.locator(f"article#post-{number}")).to_be_visible()

    def add_update(self, path: str) -> None:
        """Add what happened since under the first post."""
        self.page.goto(path)
        self.page.locator("#post-1").get_by_role("link", name=re.compile("update", re.IGNORECASE)).click()
        self.fill(body=said.UPDATE)
        self.send("body")
        expect(self.page.locator("#post-1")).to_contain_text("counting coins")

    def unread(self) -> int:
        """Return the count that the header shows."""
        self.page.goto("/help/")
        count = self.page.locator("header .count")
        return int(re.sub(r"\D", "", count.inner_text())) if count.count() else 0

    def log_out(self) -> None:
        """Leave, and be nobody to the forum again."""
        self.page.goto("/")
        self.page.locator("header summary").click()
        self.page.get_by_role("button", name="Log out").click()
        expect(self.page.get_by_role("link", name="Log in").first).to_be_visible()

    def fill(self, **words: str) -> None:
        """Type into the fields of these names."""
        for name, text in words.items():
            self.page.locator(f"main [name={name}]").fill(text)

    def send(self, name: str) -> None:
        """Press the button of the form that holds this field."""
        self.page.locator(f"main form:has([name={name}]) button[type=submit].button").first.click()


@pytest.fixture
def people(
    open_page: OpenPage, evening: Evening, room: Category, moderator: User, *, javascript: bool
) -> dict[str, Person]:
    """Return the four, each at a device; three of them have just joined, one of those on a phone."""
    newcomers = {
        name: Person(name, open_page(size=PHONE if name == said.PEER else DESKTOP, javascript=javascript))
        for name in said.NEWCOMERS
    }
    for person in newcomers.values():
        person.join(evening)
    asks_for_meetups(said.READER)
    return newcomers | {said.MODERATOR: Person(said.MODERATOR, open_page(moderator, javascript=javascript))}


@pytest.fixture
def thread(people: dict[str, Person], evening: Evening) -> str:
    """Play the thread up to the update; return its path."""
    asker, peer, reader, moderator = (people[name] for name in said.TOLD)
    meetup = moderator.announce()
    path = asker.ask()
    evening.pass_by(minutes=2)
    reader.reply(path, said.READS_ALONG, 2)
    evening.pass_by(minutes=2)
    moderator.reply(path, said.moderators_answer(meetup), 3)
    evening.pass_by(minutes=6)
    peer.page.goto(path)
    peer.page.locator("#post-1").get_by_role("button", name="Reply", exact=False).first.click()
    peer.fill(body=said.PEERS_ANSWER)
    peer.send("body")
    expect(peer.page.locator("#post-4")).to_contain_text("my aunt's")
    evening.pass_by(minutes=6)
    asker.add_update(path)
    evening.pass_by(minutes=6)
    return path


@pytest.mark.timeout(180)
@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_the_evening(
    people: dict[str, Person], thread: str, evening: Evening, watch: Watch, *, javascript: bool
) -> None:
    asker = people[said.ASKER]
    the_thread_reads_as_it_was_meant(people[said.READER].page, thread)
    goes_to_the_meetup(asker, thread, evening, watch)
    evening.pass_by(minutes=30)
    for name, reasons in said.TOLD.items():
        assert told(name) == reasons, name
        assert mailed(name) == reasons.total(), name
    asker.log_out()


def the_thread_reads_as_it_was_meant(page: Page, path: str) -> None:
    page.goto(path)
    update = page.locator("#post-1 time").last
    expect(page.locator("#post-1")).to_contain_text(said.UPDATE)
    assert update.get_attribute("datetime")
    answer = page.locator("#post-3")
    assert answer.locator(".words li").count() == 2
    expect(answer.locator("li").nth(1)).to_contain_text("Shall I drive you on Thursday?")
    expect(answer.locator("a.mention")).to_have_text(re.compile(said.ASKER))
    expect(answer.locator("[role=img]")).to_have_text("🙂")
    peer = page.locator("#post-4")
    assert {link.inner_text().lstrip("@") for link in peer.locator("a.mention").all()} == {said.ASKER, said.MODERATOR}
    assert [emoji.inner_text() for emoji in peer.locator("[role=img]").all()] == ["🙏🏽", "✨"]
    answer.get_by_role("link", name="register here").click()
    expect(page.locator("h1")).to_contain_text("Evening round")


def goes_to_the_meetup(person: Person, path: str, evening: Evening, watch: Watch) -> None:
    person.page.goto(path)
    person.page.get_by_role("link", name="register here").click()
    person.page.get_by_role("button", name="Register").click()
    expect(person.page.get_by_role("button", name="Cancel my seat")).to_be_visible()
    evening.pass_by(minutes=6)
    evening.pass_by(hours=3.7)
    assert person.unread() > 0
    person.page.goto("/notifications/")
    expect(person.page.locator("main")).to_contain_text("reminded of")
    evening.pass_by(minutes=50)
    watch.expected.append(re.escape(said.JOIN_URL))
    person.page.context.route(f"{said.JOIN_URL}**", lambda route: route.fulfill(body="The quiet room"))
    person.page.goto("/meetups/")
    person.page.goto(path)
    person.page.get_by_role("link", name="register here").click()
    person.page.get_by_role("link", name="Join now").click()
    expect(person.page.locator("body")).to_contain_text("The quiet room")
