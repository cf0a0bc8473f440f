"""Processes that stand in for the product's, to try the supervisor with."""

import json
import os
import signal
import sys
import time
from pathlib import Path


def report() -> None:
    """Write down what this process knows, then wait to be ended."""
    Path(os.environ["REPORT"]).write_text(json.dumps(dict(os.environ)))
    sys.stdout.write("reported\n")
    sys.stdout.flush()
    signal.pause()


def fail() -> None:
    """End at once, badly."""
    raise RuntimeError("no luck")


def stubborn() -> None:
    """Refuse to end nicely."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    Path(os.environ["REPORT"]).touch()
    while True:
        time.sleep(1)
