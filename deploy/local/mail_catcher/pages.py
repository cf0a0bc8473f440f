"""The pages and the JSON of the mail catcher."""

import html
from datetime import datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from aiohttp import web

from deploy.local.mail_catcher.mailbox import CaughtMail, Mailbox

MAILBOX: web.AppKey[Mailbox] = web.AppKey("mailbox", Mailbox)

# What a mail shows runs no script and fetches nothing; its links open in a new window.
_MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none';"
    " style-src 'unsafe-inline'; img-src 'self' data:"
)
_PAGE_POLICY = "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'"

_STYLE = """\
body { font-family: sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; line-height: 1.5; color: #1d1d1b; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .5rem; border-bottom: 1px solid #b1b4b6; vertical-align: top; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; } dd { margin: 0; }
td, dd { overflow-wrap: anywhere; }
iframe { width: 100%; height: 40rem; border: 1px solid #b1b4b6; }
pre { white-space: pre-wrap; background: #f3f2f1; padding: 1rem; }
"""


def build(mailbox: Mailbox) -> web.Application:
    """The catcher's web application."""
    app = web.Application()
    app[MAILBOX] = mailbox
    app.add_routes(
        [
            web.get("/", show_list),
            web.get("/style.css", style),
            web.get("/healthz", health),
            web.get("/api/messages", list_messages),
            web.delete("/api/messages", delete_messages),
            web.get("/messages/{id}", show_mail),
            web.get("/messages/{id}/html", show_html),
            web.get("/messages/{id}/attachments/{number}", download),
        ]
    )
    return app


async def health(_request: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


async def style(_request: web.Request) -> web.Response:
    return web.Response(text=_STYLE, content_type="text/css")


async def list_messages(request: web.Request) -> web.Response:
    return web.json_response([as_json(mail) for mail in request.app[MAILBOX].mails()])


async def delete_messages(request: web.Request) -> web.Response:
    request.app[MAILBOX].empty()
    return web.Response(status=204)


async def show_list(request: web.Request) -> web.Response:
    mails = request.app[MAILBOX].mails()
    rows = "".join(
        f'<tr><td>{_moment(mail)}</td><td>{html.escape(mail.to)}</td><td><a href="/messages/{mail.id}">'
        f"{html.escape(mail.subject) or '(sans objet)'}</a></td></tr>"
        for mail in mails
    )
    table = f"<table><thead><tr><th>Reçu le</th><th>Pour</th><th>Objet</th></tr></thead><tbody>{rows}</tbody></table>"
    nothing = "<p>Aucun message pour l’instant. Les messages envoyés par le portail apparaissent ici.</p>"
    return _page("Messages envoyés", f"<h1>Messages envoyés par le portail</h1>{table if mails else nothing}")


async def show_mail(request: web.Request) -> web.Response:
    mail = _asked_for(request)
    parts = [
        '<p><a href="/">Tous les messages</a></p>',
        f"<h1>{html.escape(mail.subject) or '(sans objet)'}</h1>",
        f"<dl><dt>De</dt><dd>{html.escape(mail.sender)}</dd>",
        f"<dt>Pour</dt><dd>{html.escape(mail.to)}</dd>",
        f"<dt>Reçu le</dt><dd>{_moment(mail)}</dd></dl>",
    ]
    if mail.attachments:
        files = "".join(
            f'<li><a href="{_attachment_url(mail, number)}" download>{html.escape(file.name)}</a>'
            f" ({len(file.content)} octets)</li>"
            for number, file in enumerate(mail.attachments)
        )
        parts.append(f"<h2>Pièces jointes</h2><ul>{files}</ul>")
    if mail.html:
        parts.append(
            f'<h2>Message</h2><iframe title="Le message" src="/messages/{mail.id}/html"'
            ' sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>'
        )
    if mail.text:
        parts.append(f"<h2>Version texte</h2><pre>{html.escape(mail.text)}</pre>")
    return _page(mail.subject or "Message", "".join(parts))


async def show_html(request: web.Request) -> web.Response:
    mail = _asked_for(request)
    body = mail.html
    for number, file in enumerate(mail.attachments):
        if file.content_id:
            body = body.replace(f"cid:{file.content_id}", _attachment_url(mail, number))
    text = f'<base target="_blank">{body}'
    return web.Response(text=text, content_type="text/html", headers={"Content-Security-Policy": _MAIL_POLICY})


async def download(request: web.Request) -> web.Response:
    mail = _asked_for(request)
    number = request.match_info["number"]
    if not number.isdecimal() or int(number) >= len(mail.attachments):
        raise web.HTTPNotFound
    file = mail.attachments[int(number)]
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
        "Content-Type": file.content_type,
        "X-Content-Type-Options": "nosniff",
    }
    return web.Response(body=file.content, headers=headers)


def as_json(mail: CaughtMail) -> dict[str, Any]:
    """A mail for scripts and tests."""
    return {
        "id": mail.id,
        "received_at": datetime.fromtimestamp(mail.received_at, ZoneInfo("UTC")).isoformat(),
        "to": mail.to,
        "from": mail.sender,
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "attachments": [
            {
                "name": file.name,
                "content_type": file.content_type,
                "size": len(file.content),
                "url": _attachment_url(mail, number),
            }
            for number, file in enumerate(mail.attachments)
        ],
    }


def _asked_for(request: web.Request) -> CaughtMail:
    mail = request.app[MAILBOX].mail(request.match_info["id"])
    if mail is None:
        raise web.HTTPNotFound
    return mail


def _attachment_url(mail: CaughtMail, number: int) -> str:
    return f"/messages/{mail.id}/attachments/{number}"


def _moment(mail: CaughtMail) -> str:
    return datetime.fromtimestamp(mail.received_at, ZoneInfo("Europe/Paris")).strftime("%d/%m/%Y à %H:%M:%S")


def _page(title: str, body: str) -> web.Response:
    text = (
        f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/style.css">'
        f"</head><body><main>{body}</main></body></html>"
    )
    headers = {
        "Content-Security-Policy": _PAGE_POLICY,
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return web.Response(text=text, content_type="text/html", headers=headers)
