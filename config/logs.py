"""What reaches a log: that something failed and where in our code, never whom it concerned or what they wrote."""

import logging
import traceback
from datetime import timedelta
from types import TracebackType
from typing import Any

from django.http import HttpRequest
from gunicorn.glogging import Logger

# What `accounts.leaving` marks a request with; it cannot be asked, for this is read before Django is set up.
UNLOGGED = "alongside.unlogged"

_Failure = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class DiscreetFormatter(logging.Formatter):
    """Shows where an exception was raised and its kind, but not its text, which quotes rows, addresses and paths."""

    def formatException(self, ei: _Failure) -> str:  # noqa: N802 - logging's own name
        kind, error, trace = ei
        if kind is None or error is None:
            return ""
        causes = [error]
        while cause := causes[-1].__cause__ or causes[-1].__context__:
            causes.append(cause)
        chain = " from ".join(f"{type(cause).__module__}.{type(cause).__qualname__}" for cause in causes)
        return "".join(traceback.format_tb(trace)) + chain


class PagesFilter(logging.Filter):
    """Names the view where Django would name the path, for a path tells what a member reads."""

    def filter(self, record: logging.LogRecord) -> bool:
        request: Any = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            if UNLOGGED in request.META:
                return False
            match = request.resolver_match
            status = getattr(record, "status_code", "")
            record.msg = "%s %s in %s"
            record.args = (status, request.method, match.view_name if match else "no view")
        elif record.name == "celery.app.trace" and record.exc_info:  # its text holds the exception's
            record.msg, record.args = "A task failed: %s", (getattr(record, "data", {}).get("name", "unnamed"),)
        elif record.name.startswith("django.security"):
            record.msg, record.args = "Refused: %s", (record.name,)
        return True


class GunicornLogger(Logger):
    """Gunicorn's log, which would write the address of a page that failed."""

    def warning(self, msg: Any, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - gunicorn's own signature
        if str(msg).startswith("Invalid request"):  # it goes on with who sent it and what
            msg, args = "A request could not be read.", ()
        self.error_log.warning(msg, *args, **kwargs)

    def exception(self, msg: Any, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - gunicorn's own signature
        if "request" in str(msg).lower():
            msg, args = "A request failed outside Django.", ()
        self.error_log.exception(msg, *args, **kwargs)

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:  # noqa: ANN401 - gunicorn's own signature
        if UNLOGGED not in environ:
            super().access(resp, req, environ, request_time)  # type: ignore[no-untyped-call] # gunicorn carries no types

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> dict[str, Any]:  # noqa: ANN401, ARG002 - gunicorn's own signature
        """Return what `config.gunicorn.access_log_format` may speak of, and nothing of who asked for what."""
        return {
            "t": self.now(),  # type: ignore[no-untyped-call] # gunicorn carries no types
            "m": environ["REQUEST_METHOD"],
            "s": str(resp.status).partition(" ")[0],
            "B": resp.sent,
            "M": request_time // timedelta(milliseconds=1),
        }

    def setup(self, cfg: Any) -> None:  # noqa: ANN401 - gunicorn's own signature
        super().setup(cfg)  # type: ignore[no-untyped-call] # gunicorn carries no types
        for handler in self.error_log.handlers:
            handler.setFormatter(DiscreetFormatter("%(asctime)s %(levelname)s web: %(message)s"))
