"""How a repository tells its unit of work whose facts to publish."""

from collections.abc import Callable

from libs.domain.aggregate import Aggregate

Seen = Callable[[Aggregate], None]
