"""Django's sessions in the database; whose a session is comes with it, in one query that is written once."""

from typing import Any, cast

from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.backends import db
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.crypto import constant_time_compare

from accounts.models import Persona, Session, User
from accounts.prepared import Prepared, of_row
from outbox import clock

_USER = [field.attname for field in User._meta.concrete_fields]
_PERSONA = [field.attname for field in Persona._meta.concrete_fields]
_UNREAD = User.objects.filter(pk=OuterRef("account"), notifications__isnull=False, notifications__read_at=None)


def _by_key(key: str) -> QuerySet[Session, tuple[Any, ...]]:
    """Return a session, its account, the account's persona, and whether anything unread waits for it, as one row."""
    account = [f"account__{name}" for name in _USER]
    persona = [f"account__persona__{name}" for name in _PERSONA]
    sessions = Session.objects.filter(session_key=key).annotate(awaits=Exists(_UNREAD))
    return sessions.values_list("session_data", "expire_date", "awaits", *account, *persona)


_KEPT = Prepared(_by_key)


class SessionStore(db.SessionStore):
    """A session as Django keeps it, and the account that is read beside it."""

    _account: User | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return the model that knows whose a session is."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the row for what the session holds, with whose it is by now."""
        row = super().create_model_instance(data)
        row.account_id = data.get(auth.SESSION_KEY)  # type: ignore[attr-defined]  # it is one of ours
        return cast("Session", row)

    def load(self) -> dict[str, Any]:
        """Return what the session holds; where there is none that is still good, nothing, and its key is let go."""
        rows = _KEPT.rows(self.session_key) if self.session_key else []
        if not rows or rows[0][1] <= clock.now():
            self._session_key = None
            return {}
        data, _expires, awaits, *account = rows[0]
        self._account = _account(account, has_news=awaits)
        return self.decode(data)

    def account(self) -> User | None:
        """Return the account that is logged in, as it was read with the session, where Django would let it in.

        Where anything is not in order (another password since, another account, a secret of before), it is None: then
        it is for Django's `auth.get_user` to look, and to end the session or renew it.
        """
        whose, user = self.get(auth.SESSION_KEY), self._account  # the first look reads both
        if whose is None or user is None or whose != str(user.pk) or not user.is_active:
            return None
        is_by_ours = self.get(auth.BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        written_for = self.get(auth.HASH_SESSION_KEY, "")
        return user if is_by_ours and constant_time_compare(written_for, user.get_session_auth_hash()) else None


def _account(row: list[Any], *, has_news: bool) -> User | None:
    """Return the account that the columns of `row` tell of, with its persona; None of a visitor's."""
    own, of_persona = row[: len(_USER)], row[len(_USER) :]
    if own[_USER.index("id")] is None:
        return None
    user = of_row(User, _USER, own)
    user.persona = of_row(Persona, _PERSONA, of_persona, user=user)
    user.has_news = has_news
    return user
