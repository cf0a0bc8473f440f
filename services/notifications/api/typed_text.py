"""What people type in a thread, within the bounds of a message."""

from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from libs.chassis.typed_text import COMPOSED, READABLE_LINE, READABLE_LINES, UNIX_LINES
from services.notifications.domain.message import BODY_MAX, SUBJECT_MAX

Subject = Annotated[str, StringConstraints(min_length=1, max_length=SUBJECT_MAX), COMPOSED, READABLE_LINE]
Body = Annotated[str, StringConstraints(min_length=1, max_length=BODY_MAX), COMPOSED, UNIX_LINES, READABLE_LINES]
Unchecked = Annotated[
    str, StringConstraints(max_length=4 * BODY_MAX), AfterValidator(lambda text: text.replace("\0", ""))
]
Desk = Annotated[str, StringConstraints(min_length=1, pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
