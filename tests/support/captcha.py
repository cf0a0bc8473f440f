"""The captcha of step 3, solved as the script in a browser solves it."""

import asyncio

from altcha.v2 import Challenge, Payload, solve_challenge

from tests.support.visitor import Visitor


async def solved_captcha(visitor: Visitor, path: str) -> str:
    """What the widget puts into the form.

    Args:
        path: where the challenge is fetched.
    """
    challenge = Challenge.from_dict(await visitor.ask(path))
    solution = await asyncio.to_thread(solve_challenge, challenge)
    assert solution is not None, "the challenge has no solution within 90 seconds"
    return str(Payload(challenge, solution).to_base64())
