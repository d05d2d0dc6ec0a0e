"""How the web server runs, in the demo and in production; gunicorn reads these names."""

import gc

from config import env

_LISTENER = env.text("LISTENER_FD")

bind = f"fd://{_LISTENER}" if _LISTENER else f"{env.text('HOST', '127.0.0.1')}:{env.number('PORT', 8000)}"
wsgi_app = "config.wsgi:application"
preload_app = True  # read once, however many workers there are
worker_class = "gthread"
workers = env.number("WEB_WORKERS", 2)
threads = env.number("WEB_THREADS", 8)
timeout = 30
graceful_timeout = 5
# A worker that leaked is replaced in time, and not all at once.
max_requests = 10_000
max_requests_jitter = 1_000
control_socket_disable = True  # it would stand in the home of whoever starts it

# Neither who asked nor for which page: a log that tells what members read is a risk to them.
accesslog = "-"
access_log_format = "%(t)s %(m)s %(s)s %(B)s bytes %(M)s ms"
logger_class = "config.logs.GunicornLogger"


def when_ready(_server: object) -> None:
    """Leave what was read once alone: nothing of it is ever garbage, and the workers share it while nobody looks.

    What comes later is looked through more seldom.
    """
    gc.collect()
    gc.freeze()
    # A page makes some ten thousand things and drops them; looking for circles among them fifteen times is too much.
    gc.set_threshold(20_000, 20, 20)
