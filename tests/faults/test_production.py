"""What our processes do under production's settings, as the internet would see it."""

import re
from http.client import HTTPConnection, HTTPResponse

import pytest

from tests.faults.cast import PASSWORD
from tests.faults.conftest import EVERYONE_ONCE, Site
from tests.faults.servers import LOOPBACK, wait_until
from tests.walker import over_http


def ask(site: Site, path: str, scheme: str, host: str = "") -> HTTPResponse:
    connection = HTTPConnection(LOOPBACK, site.web.port, timeout=10)
    connection.request("GET", path, headers={"X-Forwarded-Proto": scheme, "Host": host or LOOPBACK})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def test_plain_http_is_sent_to_https(site: Site) -> None:
    answer = ask(site, "/help/", "http")
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{LOOPBACK}/help/")


@pytest.mark.parametrize("path", ["/", "/help/", "/accounts/login/", "/nowhere/"])
def test_https_carries_the_headers(site: Site, path: str) -> None:
    headers = ask(site, path, "https").headers
    assert headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "Server" not in headers or "/" not in headers["Server"]


def test_cookies_stay_with_https_and_out_of_scripts(site: Site) -> None:
    cookies = ask(site, "/accounts/login/", "https").headers.get_all("Set-Cookie") or []
    assert cookies
    assert all(re.search(r"; HttpOnly.*; SameSite=Lax.*; Secure", cookie) for cookie in cookies)


def test_other_hosts_are_refused(site: Site) -> None:
    assert ask(site, "/", "https", "elsewhere.example").status == 400


def test_demo_is_closed(site: Site) -> None:
    assert ask(site, "/demo/mail/", "https").status == 404


def test_liveness_and_readiness_answer_without_https(site: Site) -> None:
    assert [ask(site, path, "http").status for path in ("/healthz", "/readyz")] == [200, 200]


def test_logs_hold_no_word_no_name_and_no_address(site: Site) -> None:
    words = "Nobody may read this in a log"
    site.office.refused.add("cleo@example.org")
    site.write(f"{words}.")
    wait_until(lambda: site.told(f"{words}.") == EVERYONE_ONCE, "told in the forum")
    wait_until(lambda: not site.open_letters(), "nothing waits")
    stranger = over_http(site.web.port)
    stranger.fill(stranger.open("/accounts/login/"), login="bob@example.org", password="not bob's password")
    stranger.open("/@bob/")
    said = "".join(server.log() for server in (site.web, site.worker, site.beat))
    assert said
    assert [secret for secret in (words, "example.org", "bob", PASSWORD, "quiet-week", "/t/") if secret in said] == []
