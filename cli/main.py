"""The `kiosque` command and its groups."""

import sys

import typer
from sqlalchemy.exc import SQLAlchemyError

from cli.bus import app as bus
from cli.claims import app as claims
from cli.commune import app as commune
from cli.config import app as config
from cli.db import app as db
from cli.demo import app as demo
from cli.doctor import doctor
from cli.documents import app as documents
from cli.environment import read_environment
from cli.failure import Failure
from cli.household import app as household
from cli.mails import app as mails
from cli.outbox import app as outbox
from cli.output import errors
from cli.retention import retention
from cli.schooling import app as schooling
from cli.servers import app as servers
from cli.staff import app as staff
from libs.chassis.logging import configure_logging
from libs.commune.source import CommuneError
from libs.domain.errors import DomainError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # a traceback quotes values
    help="Operates Kiosque famille. Without any KIOSQUE_ variable it acts on the running demo.",
)
app.add_typer(bus, name="bus")
app.add_typer(claims, name="claims")
app.add_typer(commune, name="commune")
app.add_typer(config, name="config")
app.add_typer(db, name="db")
app.add_typer(demo, name="demo")
app.add_typer(documents, name="documents")
app.add_typer(household, name="household")
app.add_typer(mails, name="mails")
app.add_typer(outbox, name="outbox")
app.add_typer(schooling, name="schooling")
app.add_typer(servers, name="servers")
app.add_typer(staff, name="staff")
app.command()(doctor)
app.command()(retention)


@app.callback()
def before(context: typer.Context) -> None:
    """Read the variables first, unless only help is asked for."""
    if context.resilient_parsing or "--help" in sys.argv:
        return
    configure_logging("kiosque", "WARNING", sys.stderr)
    read_environment()


def main() -> None:
    """Entry point; what goes wrong is said in a sentence and ends with status 1."""
    try:
        app()
    except Failure as failure:
        errors.print(str(failure), style="red", markup=False)
    except CommuneError as error:
        errors.print("The commune's data is not usable:", *error.problems, sep="\n  ", style="red", markup=False)
    except DomainError as refused:
        fields = "; ".join(f"{error.field}: {error.code}" for error in refused.errors)
        errors.print(f"Refused ({refused.code}). {fields}", style="red", markup=False)
    except (OSError, TimeoutError) as error:
        errors.print(f"A server cannot be reached ({type(error).__name__}): is the product running?", style="red")
    except SQLAlchemyError as error:
        errors.print(f"The database refused ({type(error).__name__}): {_reason(error)}", style="red", markup=False)
    else:
        return
    sys.exit(1)


def _reason(error: SQLAlchemyError) -> str:
    """The server's own words without the statement's values."""
    original = getattr(error, "orig", None)
    return str(original).splitlines()[0] if original else "no reason given"


if __name__ == "__main__":
    main()
