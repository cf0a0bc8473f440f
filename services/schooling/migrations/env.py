"""Alembic's environment of schooling."""

from libs.chassis.migration import run_environment
from services.schooling.adapters.tables import metadata

run_environment(metadata)
