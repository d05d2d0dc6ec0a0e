"""How much one text may ask of the renderer, and how it says no."""

from dataclasses import dataclass

MAX_SOURCE = 32_000  # characters
MAX_LINES = 2_000  # outside code
MAX_LEVELS = 20  # quotes in quotes, lists in lists
MAX_ELEMENTS = 2_000  # the richest of 4,324 real posts has 429


class TooMuchError(ValueError):
    """A text that asks too much: `code` (length, lines, levels, elements) names what is over its `bound`."""

    def __init__(self, code: str, bound: int) -> None:
        self.code = code
        self.bound = bound
        super().__init__(f"{code} over {bound}")


@dataclass
class Budget:
    """Counts what one text has used up; each render starts with a fresh one."""

    elements: int = 0
    lines: int = 0

    def element(self, count: int = 1) -> None:
        """Count elements made, and refuse the one too many."""
        self.elements += count
        if self.elements > MAX_ELEMENTS:
            code = "elements"
            raise TooMuchError(code, MAX_ELEMENTS)

    def line(self) -> None:
        """Count a line outside code, and refuse the one too many."""
        self.lines += 1
        if self.lines > MAX_LINES:
            code = "lines"
            raise TooMuchError(code, MAX_LINES)

    @staticmethod
    def level(depth: int) -> None:
        """Refuse what is nested too deep."""
        if depth > MAX_LEVELS:
            code = "levels"
            raise TooMuchError(code, MAX_LEVELS)
