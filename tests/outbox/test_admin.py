"""Staff see what was set aside, and may run it again; nothing else."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from outbox import mail
from outbox.models import Delivery, Letter
from tests.outbox.conftest import Clock

LETTERS = "admin:outbox_letter_changelist"
DELIVERIES = "admin:outbox_delivery_changelist"


@pytest.fixture
def staff(administrator: User, client_of: Callable[[User], Client]) -> Client:
    """Return an administrator's browser."""
    return client_of(administrator)


@pytest.fixture
def delivery(time: Clock, db: None) -> Delivery:
    """Return a delivery that failed too often."""
    return Delivery.objects.create(event="Bell", handler="first", set_aside_at=time.at, last_error="ValueError")


@pytest.fixture
def letter(ada: User) -> Letter:
    """Return a letter that no server would have."""
    letter = mail.send_later("note", ada.pk, "note:1", {"template": "welcome"})
    Letter.objects.update(state="set aside", outcome="SMTPRecipientsRefused 550")
    return letter


def run_again(staff: Client, name: str, pk: int) -> None:
    """Choose one row of a list and the action."""
    staff.post(reverse(name), {"action": "run_again", "_selected_action": [pk]})


def test_staff_see_what_was_set_aside(staff: Client, delivery: Delivery, letter: Letter) -> None:
    assert "ValueError" in staff.get(reverse(DELIVERIES)).content.decode()
    assert "SMTPRecipientsRefused 550" in staff.get(reverse(LETTERS)).content.decode()


def test_what_waits_its_turn_is_not_shown(staff: Client, ada: User) -> None:
    Delivery.objects.create(event="Bell", handler="first")
    mail.send_later("note", ada.pk, "note:1")
    assert "0 deliveries" in staff.get(reverse(DELIVERIES)).content.decode()
    assert "0 letters" in staff.get(reverse(LETTERS)).content.decode()


def test_staff_run_a_delivery_again(staff: Client, delivery: Delivery) -> None:
    run_again(staff, DELIVERIES, delivery.pk)
    delivery.refresh_from_db()
    assert delivery.set_aside_at is None


def test_staff_run_a_letter_again(staff: Client, letter: Letter) -> None:
    run_again(staff, LETTERS, letter.pk)
    letter.refresh_from_db()
    assert letter.state == "due"


def test_letter_shows_neither_its_person_nor_what_it_holds(staff: Client, letter: Letter) -> None:
    page = staff.get(reverse("admin:outbox_letter_change", args=[letter.pk])).content.decode()
    assert "SMTPRecipientsRefused 550" in page
    assert "ada" not in page
    assert "welcome" not in page


@pytest.mark.parametrize("name", ["add", "delete", "change"])
def test_rows_are_neither_made_nor_changed_by_hand(staff: Client, delivery: Delivery, name: str) -> None:
    arguments = [] if name == "add" else [delivery.pk]
    response = staff.post(reverse(f"admin:outbox_delivery_{name}", args=arguments), {"post": "yes"})
    assert response.status_code == 403
    assert Delivery.objects.filter(pk=delivery.pk, set_aside_at__isnull=False)


def test_member_is_not_let_in(ada: User, client_of: Callable[[User], Client]) -> None:
    assert client_of(ada).get(reverse(LETTERS)).status_code == 302
