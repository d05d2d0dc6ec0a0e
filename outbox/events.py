"""What an event is: a name and ids, nothing more."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Event:
    """Something that happened, told in the past tense by a subclass whose fields are ids only."""

    def payload(self) -> dict[str, int]:
        """Return the ids as a row keeps them."""
        return asdict(self)
