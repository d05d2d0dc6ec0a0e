"""Django's sessions in the database, read by a query that is written once: every page of a member asks it."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from accounts.prepared import Prepared
from outbox import clock


def _by_key(key: str) -> QuerySet[Session, tuple[Any, ...]]:
    return Session.objects.filter(session_key=key).values_list("session_data", "expire_date")


_KEPT = Prepared(_by_key)


class SessionStore(db.SessionStore):
    """A session as Django keeps it."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds; where there is none that is still good, nothing, and its key is let go."""
        rows = _KEPT.rows(self.session_key) if self.session_key else []
        if not rows or rows[0][1] <= clock.now():
            self._session_key = None
            return {}
        return self.decode(rows[0][0])
