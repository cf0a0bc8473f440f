"""Alembic's environment of notifications."""

from libs.chassis.migration import run_environment
from services.notifications.adapters.tables import metadata

run_environment(metadata)
