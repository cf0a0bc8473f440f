"""The launcher's commands; `make` is the usual way to them."""

import argparse
import sys

from deploy.local import assets, demo, footprint, testing
from deploy.local.console import CannotContinue, complain
from deploy.local.credentials import STAFF
from deploy.local.folder import LOCAL
from deploy.local.instance import Instance, NotReady, NotRunning


def main(arguments: list[str]) -> int:
    """Run one command. Returns the exit status."""
    asked = _parser().parse_args(arguments)
    try:
        return int(asked.run(asked) or 0)
    except (CannotContinue, NotReady) as error:
        complain(str(error))
        return 1
    except NotRunning as error:
        complain(f"{error} does not run; type: make demo")
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m deploy.local", description=__doc__)
    commands = parser.add_subparsers(required=True)

    start = commands.add_parser("demo", help="start the demo")
    start.add_argument("--port", type=int, default=demo.DEFAULT_PORT)
    start.add_argument("--detach", action="store_true")
    start.set_defaults(run=lambda asked: demo.start(asked.port, detached=asked.detach))

    for name, action in (("demo-stop", demo.stop), ("demo-reset", demo.reset)):
        command = commands.add_parser(name)
        command.add_argument("--port", type=int)
        command.set_defaults(run=lambda asked, action=action: action(asked.port))

    code = commands.add_parser("code", help="the six digits that a demo agent's phone would show now")
    code.add_argument("login", choices=[person.login for person in STAFF])
    code.add_argument("--instance", default=demo.FIRST)
    code.set_defaults(run=lambda asked: print(_code(asked.instance, asked.login)))

    test = commands.add_parser("test", help="run pytest against real servers")
    test.add_argument("--instance", default="test")
    test.add_argument("pytest", nargs="*")
    test.set_defaults(run=lambda asked: testing.run(asked.pytest, asked.instance))

    install = commands.add_parser("install", help="install what the tests need, and start nothing")
    install.set_defaults(run=lambda _asked: testing.install())

    weigh = commands.add_parser("footprint", help="memory and processor time of a running instance")
    weigh.add_argument("--instance", default=demo.FIRST)
    weigh.add_argument("--seconds", type=float, default=10.0)
    weigh.set_defaults(run=lambda asked: print(footprint.report(Instance(asked.instance), asked.seconds)))

    servers = commands.add_parser(
        "start", help="start an instance's servers without the product, and leave them running"
    )
    servers.add_argument("instance", nargs="?", default="test")
    servers.set_defaults(run=lambda asked: Instance(asked.instance, durable=False).start_infrastructure(kept=True))

    for name, method in (("stop", Instance.stop), ("reset", Instance.reset)):
        command = commands.add_parser(name, help=f"{name} an instance")
        command.add_argument("instance", nargs="?", default="test")
        command.set_defaults(run=lambda asked, method=method: method(Instance(asked.instance)))

    clean = commands.add_parser("clean", help="stop and delete every instance of this clone")
    clean.set_defaults(run=lambda _asked: _delete_all())

    build = commands.add_parser("assets", help="build the front-end")
    build.set_defaults(run=lambda _asked: assets.ensure())
    return parser


def _delete_all() -> None:
    if LOCAL.exists():
        for path in LOCAL.iterdir():
            if path.is_dir():
                Instance(path.name).reset()


def _code(instance: str, login: str) -> str:
    import pyotp  # noqa: PLC0415 - the launcher stays light while the demo runs

    return pyotp.TOTP(Instance(instance).credentials[f"staff.{login}.totp_secret"]).now()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
