"""Gives some families without an account a claim code each, for the demo's own summary.

Takes identity's environment, and codes famille as arguments. Writes JSON to standard output:
`[["0421", "XXXX-XXXX-XXXX"], ...]`.
"""

import asyncio
import json
import os
import sys
from pathlib import Path

from libs.commune.profile import read_profile
from services.identity.commands import issue_claim_codes


def main() -> None:
    """Codes that were given before end."""
    issued = asyncio.run(
        issue_claim_codes(
            os.environ["IDENTITY_DATABASE_URL"],
            os.environ["IDENTITY_NOTIFICATIONS_SEALING_PUBLIC_KEY"],
            days=read_profile(Path(os.environ["KIOSQUE_COMMUNE_DIR"])).delays.claim_days,
            family_codes=sys.argv[1:],
            by_mail=False,
        )
    )
    print(json.dumps([(given.family_code, given.claim_code) for given in issued if given.claim_code]))


if __name__ == "__main__":
    main()
