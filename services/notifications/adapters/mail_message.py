"""A mail as it travels: MIME, with the headers of an automatic message.

fastapi-mail's own composer declares a base64 transfer encoding for multiparts, which RFC 2045 forbids, doubles a
Message-ID of our own and refuses addresses that a mail server may know; the standard library writes this correctly.
"""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime

from services.notifications.adapters.letterhead import Letterhead
from services.notifications.application.ports import Invitation, Mail

_INVITATION_FILE = "rendez-vous.ics"


def compose(mail: Mail, sender: str, letterhead: Letterhead) -> EmailMessage:
    """Text and HTML as alternatives, and what is enclosed.

    The Message-ID is the delivery's, so that a mail sent twice is one mail.

    Raises:
        ValueError: a header that cannot be written, an impossible address for instance.
    """
    message = EmailMessage(policy=SMTP)
    domain = sender.rpartition("@")[2]
    message["Message-ID"] = f"<{mail.id}@{domain}>"
    message["Date"] = localtime()
    message["From"] = Address(letterhead.sender_name, addr_spec=sender)
    message["To"] = mail.to
    message["Reply-To"] = Address(letterhead.service, addr_spec=letterhead.email)
    message["Subject"] = mail.subject
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no vacation reply comes back
    message["X-Auto-Response-Suppress"] = "All"
    message["Content-Language"] = "fr"
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    if mail.invitation:
        _invite(message, mail.invitation)
    if mail.attachment:
        message.add_attachment(
            mail.attachment.content, maintype="application", subtype="pdf", filename=mail.attachment.file_name
        )
    return message


def _invite(message: EmailMessage, invitation: Invitation) -> None:
    """As a third alternative (RFC 6047), which calendars act upon; and as a file, for those that only open files."""
    method = {"method": invitation.method}
    message.add_alternative(invitation.content, subtype="calendar", params=method, cte="base64")
    file = invitation.content.encode()
    message.add_attachment(file, maintype="application", subtype="ics", filename=_INVITATION_FILE)
