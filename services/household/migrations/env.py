"""Alembic's environment of household."""

from libs.chassis.migration import run_environment
from services.household.adapters.tables import metadata

run_environment(metadata)
