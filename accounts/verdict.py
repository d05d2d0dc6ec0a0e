"""A yes, or a no that says why."""

from dataclasses import dataclass
from typing import Self

from django.utils.functional import Promise


@dataclass(frozen=True)
class Verdict:
    """Truthy where a thing is allowed; otherwise `reason` is fit to show to the person."""

    reason: str | Promise = ""

    def __bool__(self) -> bool:
        """Return whether the thing is allowed."""
        # A lazy reason is words in any language; to find that out it would be translated.
        return not isinstance(self.reason, Promise) and not self.reason

    @classmethod
    def no(cls, reason: str | Promise) -> Self:
        """Refuse, with the reason to show."""
        return cls(reason)


YES = Verdict()


class RefusedError(Exception):
    """An action was asked for what the rules refuse; `str()` of it is fit to show."""

    def __init__(self, verdict: Verdict) -> None:
        """Keep the verdict that refused."""
        super().__init__(str(verdict.reason))
        self.verdict = verdict


def require(verdict: Verdict) -> None:
    """Pass in silence where `verdict` is a yes; raises RefusedError with its reason otherwise."""
    if not verdict:
        raise RefusedError(verdict)
