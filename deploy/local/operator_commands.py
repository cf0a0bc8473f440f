"""Runs several `kiosque` commands in one process: each would cost a second of imports alone.

Read from standard input: a JSON list of `{"arguments": ["db", "migrate"], "stdin": ""}`. Ends with the status of the
first command that fails.
"""

import io
import json
import sys
import traceback

from cli.main import main as kiosque


def run(arguments: list[str], stdin: str) -> int:
    """One command as a person would type it. Returns its exit status."""
    sys.argv = ["kiosque", *arguments]
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin.encode()))
    try:
        kiosque()
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else int(exit_.code is not None)
    except Exception:  # noqa: BLE001 - the launcher shows it and stops
        traceback.print_exc()
        return 1
    return 0


def main() -> int:
    for command in json.load(sys.stdin):
        status = run(command["arguments"], command["stdin"])
        if status != 0:
            print(f"kiosque {' '.join(command['arguments'][:2])} ended with status {status}", file=sys.stderr)
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main())
