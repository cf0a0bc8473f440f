"""What an agent's permissions open beyond their own names."""

from collections.abc import Collection

from libs.chassis.auth import Permission


def runs_appointments(permissions: Collection[str]) -> bool:
    """For every school, or for one (`schooling.appointments@<UAI>`)."""
    return any(each.partition("@")[0] == Permission.SCHOOLING_APPOINTMENTS for each in permissions)
