"""How two spellings of a street or a town are known to be the same: as in every service."""

from libs.domain.street_names import matching_name

__all__ = ["matching_name"]
