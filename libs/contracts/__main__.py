"""`python -m libs.contracts`: write schemas and AsyncAPI anew, unless that would break a promise."""

import sys

from libs.contracts import asyncapi
from libs.contracts.compatibility import breaking_changes
from libs.contracts.schemas import FOLDER, as_text, committed_schemas, generated_schemas


def main() -> int:
    """Exit status: 1 when the code breaks what the committed files promise; nothing is written then."""
    committed, generated = committed_schemas(), generated_schemas()
    broken = [
        f"{kind}: {change}"
        for kind, schema in committed.items()
        for change in (breaking_changes(schema, generated[kind]) if kind in generated else ["the type is gone"])
    ]
    if broken:
        sys.stderr.write("\n  ".join(["Readers would break; publish a new type beside the old one:", *broken, ""]))
        return 1
    FOLDER.mkdir(exist_ok=True)
    for kind, schema in generated.items():
        (FOLDER / f"{kind}.json").write_text(as_text(schema))
    asyncapi.FILE.write_text(asyncapi.as_text())
    return 0


if __name__ == "__main__":
    sys.exit(main())
