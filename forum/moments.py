"""Times as people write them: by the clock on a wall, in a zone; judged, and turned into moments."""

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.verdict import YES, Verdict
from outbox import clock

# As browsers send it, and as it is typed without one.
LOCAL = "%Y-%m-%dT%H:%M"
FURTHEST_AHEAD = timedelta(days=366 * 2)
CHOOSE_A_ZONE = gettext_lazy("Choose a time zone from the list.")


def read_local(text: str) -> datetime:
    """Return the wall-clock time (naive) that `text` says, whose seconds do not count; raises ValueError."""
    return datetime.strptime(text.strip().replace(" ", "T")[:16], LOCAL)  # noqa: DTZ007 - the zone is told apart


def may_be_at(local: datetime, zone: str) -> Verdict:
    """A wall-clock time must happen once in `zone` (IANA name), ahead of now and within two years."""
    if not is_zone(zone):
        return Verdict.no(CHOOSE_A_ZONE)
    here_and_now = clock.now().astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    if local <= here_and_now:
        return Verdict.no(_("This time has passed. Choose one that is still to come."))
    if local > here_and_now + FURTHEST_AHEAD:
        return Verdict.no(_("This is more than two years ahead. Choose a nearer date."))
    return _happens_once(local, zone)


def moment(local: datetime, zone: str) -> datetime:
    """Return the UTC of the wall-clock time `local` (naive) in `zone` (IANA name)."""
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@cache
def zones() -> tuple[str, ...]:
    """Return every IANA name of a place, in order; reading them takes a walk through the time zone files."""
    return tuple(sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC"))


def is_zone(zone: str) -> bool:
    """Return whether `zone` is an IANA name."""
    return zone in zones()


def _happens_once(local: datetime, zone: str) -> Verdict:
    first, second = (local.replace(tzinfo=ZoneInfo(zone), fold=fold).utcoffset() for fold in (0, 1))
    if first == second:
        return YES
    # Going to UTC and back moves a time that the clocks skip.
    is_skipped = moment(local, zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local
    text = (
        _("The clocks go forward that night, so there is no %(time)s. Choose an hour later.")
        if is_skipped
        else _("The clocks go back that night, so %(time)s comes twice. Choose another time.")
    )
    return Verdict.no(text % {"time": f"{local:%H:%M}"})
