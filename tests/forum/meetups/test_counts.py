"""The count of seats is checked against the guest list, and mended."""

from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import User
from forum.meetups.actions import cancel, register
from forum.meetups.models import Meetup


def run(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def test_wrong_count_of_seats_is_named_and_mended(meetup: Meetup, ada: User, bob: User) -> None:
    register(persona=ada.persona, meetup=meetup)
    register(persona=bob.persona, meetup=meetup)
    cancel(persona=bob.persona, meetup=meetup)
    assert "All counts are right." in run("check_counts")
    Meetup.objects.update(seats_taken=0)
    assert f"meetup {meetup.pk}: seats_taken is 0, should be 1" in run("check_counts", "--mend")
    meetup.refresh_from_db()
    assert meetup.seats_taken == 1


def test_wrong_count_of_seats_fails_the_check(meetup: Meetup) -> None:
    Meetup.objects.update(seats_taken=1)
    with pytest.raises(SystemExit):
        run("check_counts")
