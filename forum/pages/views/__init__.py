"""The pages that belong to no noun."""

from forum.pages.views.device import forget, forgotten, log_out
from forum.pages.views.front import front
from forum.pages.views.help import help_page
from forum.pages.views.shell import manifest, offline, robots, worker
from forum.pages.views.styleguide import styleguide

__all__ = [
    "forget",
    "forgotten",
    "front",
    "help_page",
    "log_out",
    "manifest",
    "offline",
    "robots",
    "styleguide",
    "worker",
]
