"""Django's PostgreSQL engine, for threads that keep their connections."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is used again by the next request, once it was looked at."""

    def is_usable(self) -> bool:
        """Return whether the server is still there; it is asked only where it said something unasked.

        A server that stops or hangs up says so (the end of the stream), and then the socket has something to read. A
        question of its own before each request would find out no more, and each page would wait for it.
        """
        if self.connection is None or self.connection.closed:
            return False
        socket = select.poll()
        socket.register(self.connection.fileno(), select.POLLIN)
        return not socket.poll(0) or super().is_usable()
