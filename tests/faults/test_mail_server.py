"""The mail server gone, slow, and refusing one address: it holds up nobody else and loses nothing."""

import time

from tests.faults.conftest import EVERYONE_ONCE, Site
from tests.faults.servers import wait_until


def test_mail_server_that_is_gone_delays_only_the_mail(site: Site) -> None:
    site.office.close()
    site.write("Written while no mail left.")
    wait_until(lambda: site.told("Written while no mail left.") == EVERYONE_ONCE, "told in the forum")
    time.sleep(1)
    site.office.open()
    site.let_time_pass()
    site.everyone_is_told("Written while no mail left.")


def test_slow_mail_server_holds_up_neither_page_nor_forum(site: Site) -> None:
    site.office.delay = 0.8
    answer = site.write("Written while mail was slow.")
    assert answer.seconds < 1
    wait_until(lambda: site.told("Written while mail was slow.") == EVERYONE_ONCE, "told in the forum")
    assert site.mailed().total() < EVERYONE_ONCE.total()
    site.everyone_is_told("Written while mail was slow.")


def test_mail_server_slower_than_our_patience_gets_each_letter_under_one_id(site: Site) -> None:
    site.office.delay = 1.5
    site.write("Written while mail was too slow.")
    wait_until(lambda: site.office.begun >= 1, "a letter is on its way")
    time.sleep(1.2)
    site.office.delay = 0
    site.let_time_pass()
    site.everyone_is_told("Written while mail was too slow.")


def test_refused_address_keeps_no_letter_from_the_others(site: Site) -> None:
    site.office.refused.add("cleo@example.org")
    site.write("Written to one who has moved.")
    wait_until(lambda: site.told("Written to one who has moved.") == EVERYONE_ONCE, "told in the forum")
    wait_until(lambda: site.mailed().keys() == {"bob", "dora"}, "the others have mail")
    wait_until(lambda: not site.open_letters(), "nothing waits")
    outcomes = site.rows("SELECT state, outcome FROM outbox_letter WHERE state NOT IN ('sent', 'dropped')")
    assert [state for state, _ in outcomes] == ["set aside"]
    assert "example.org" not in str(outcomes)


def test_address_refused_for_now_gets_its_letter_later(site: Site) -> None:
    site.office.refused.add("cleo@example.org")
    site.office.refusal = "451 4.2.1 Try again later"
    site.write("Written to a full box.")
    wait_until(lambda: site.mailed().keys() == {"bob", "dora"}, "the others have mail")
    site.office.refused.clear()
    site.let_time_pass()
    site.everyone_is_told("Written to a full box.")
