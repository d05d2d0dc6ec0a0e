"""Workers at a test's command, and a broker that only listens."""

from collections.abc import Callable

import pytest

from outbox import deliver, mail
from outbox.nudge import Silence


class Broker:
    """Stands in for the queue: keeps the names it is given, or fails as it is told to."""

    def __init__(self) -> None:
        """Begin with nothing given, in good health."""
        self.given: list[str] = []
        self.failure: Exception | None = None
        self.asked = 0

    def send_task(self, name: str, **options: object) -> None:
        """Keep the name."""
        assert options["retry"] is False
        self.asked += 1
        if self.failure:
            raise self.failure
        self.given.append(name)


@pytest.fixture(autouse=True)
def broker(monkeypatch: pytest.MonkeyPatch) -> Broker:
    """Keep every nudge of this process from the queue."""
    listening = Broker()
    monkeypatch.setattr("outbox.nudge.current_app", listening)
    monkeypatch.setattr(Silence, "until", Silence.until)
    return listening


def do_all_that_is_due() -> None:
    """Do all that is due now, and what comes of it, as the workers would."""
    while deliver.deliver_due() + mail.post_due():
        pass


@pytest.fixture
def workers() -> Callable[[], None]:
    """Return what does the workers' work."""
    return do_all_that_is_due
