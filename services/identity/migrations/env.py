"""Alembic's environment for identity."""

from libs.chassis.migration import run_environment
from services.identity.adapters.tables import metadata

run_environment(metadata)
