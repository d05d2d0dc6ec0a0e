"""The same evening for plain browsers: forms as HTML has them, and no field but those that people are told of."""

import re

import pytest
from django.test import Client

from accounts.models import User
from forum.categories.models import Category
from tests.fixtures_people import PASSWORD
from tests.journeys import evening as said
from tests.journeys.conftest import Evening, asks_for_meetups, code_for, mailed, told
from tests.walker import Answer, Walker, in_process


class Person:
    """Someone who reads the pages' HTML, and types."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.walker: Walker = in_process(Client(enforce_csrf_checks=True))

    def join(self, evening: Evening) -> None:
        """Sign up, read the mail, and type its code."""
        asked = self.send(
            "/accounts/signup/",
            username=self.name,
            email=f"{self.name}@example.org",
            password1=said.PASSWORD,
            password2=said.PASSWORD,
        )
        evening.pass_by(seconds=1)
        assert "Log out" in self.send(asked.url, code=code_for(self.name)).html

    def log_in(self) -> None:
        """Log in with the cast's password."""
        assert "Log out" in self.send("/accounts/login/", login=self.name, password=PASSWORD).html

    def send(self, url: str, action: str = "", **words: str) -> Answer:
        """Open a page and send its form with these words and nothing else but the CSRF token."""
        page = self.walker.open(url)
        form = page.form(*words, action=action)
        form.fields = {name: value for name, value in form.fields.items() if name == "csrfmiddlewaretoken"}
        answer = self.walker.send(page, form, **words)
        assert answer.status == 200, (answer.status, answer.url)
        return answer


@pytest.fixture
def people(evening: Evening, room: Category, moderator: User) -> dict[str, Person]:
    """Return the four; three of them have just joined."""
    people = {name: Person(name) for name in (*said.NEWCOMERS, said.MODERATOR)}
    for name in said.NEWCOMERS:
        people[name].join(evening)
    asks_for_meetups(said.READER)
    people[said.MODERATOR].log_in()
    return people


@pytest.fixture
def meetup(people: dict[str, Person]) -> str:
    """Announce the meetup; return its topic's path."""
    moderator = people[said.MODERATOR]
    category = moderator.walker.open("/meetups/new/").form("category").fields["category"]
    return moderator.send("/meetups/new/", category=category, **said.MEETUP).url


@pytest.fixture
def thread(people: dict[str, Person], meetup: str, evening: Evening) -> str:
    """Play the thread up to the update; return its path."""
    asker, peer, reader, moderator = (people[name] for name in said.TOLD)
    path = asker.send("/c/right-now/new/", title=said.TITLE, body=said.QUESTION).url
    evening.pass_by(minutes=2)
    reader.send(path, action="reply", body=said.READS_ALONG)
    evening.pass_by(minutes=2)
    moderator.send(path, action="reply", body=said.moderators_answer(meetup))
    evening.pass_by(minutes=6)
    peer.send(path, action="reply", body=said.PEERS_ANSWER)
    evening.pass_by(minutes=6)
    page = asker.walker.open(path)
    asker.send(next(href for href, _ in page.links if href.endswith("/update/")), body=said.UPDATE)
    evening.pass_by(minutes=6)
    return path


def test_the_evening_without_javascript(people: dict[str, Person], thread: str, meetup: str, evening: Evening) -> None:
    asker = people[said.ASKER]
    page = asker.walker.open(thread).html
    assert [number for number in range(1, 6) if f'id="post-{number}"' in page] == [1, 2, 3, 4]
    assert said.UPDATE in page
    join = register(asker, meetup)
    evening.pass_by(minutes=6)
    evening.pass_by(hours=3.7)
    evening.pass_by(minutes=50)
    assert asker.walker.ask("GET", join, {})[:2] == (302, said.JOIN_URL)
    for name, reasons in said.TOLD.items():
        assert (told(name), mailed(name)) == (reasons, reasons.total()), name


def register(person: Person, meetup: str) -> str:
    """Register at the meetup's page; return the path of the door."""
    page = person.send(meetup, action="/register/")
    return next(href for href, _ in page.links if re.fullmatch(r"/meetups/\d+/join/", href))
