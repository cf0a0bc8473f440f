"""As every service's."""

from libs.chassis.migration import run_environment
from tests.integration.chassis.ledger.tables import metadata

run_environment(metadata)
