"""Asks the process of this container whether it can work; exit status 1 when it cannot.

Run every quarter of a minute in every container: a bare socket, which costs less to import than an HTTP library.
"""

import os
import socket
import sys

_SECONDS = 5.0


def ready(port: int) -> bool:
    """Whether `/readyz` on this port answers 200."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=_SECONDS) as connection:
            connection.sendall(b"GET /readyz HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return connection.recv(64).split(b" ")[1:2] == [b"200"]
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(0 if ready(int(os.environ[sys.argv[1]])) else 1)
