"""Alembic's environment of documents."""

from libs.chassis.migration import run_environment
from services.documents.adapters.tables import metadata

run_environment(metadata)
