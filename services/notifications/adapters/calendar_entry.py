"""An appointment as an entry of a family's calendar (RFC 5545), sent as a request or a cancellation (RFC 5546).

A REQUEST and not a PUBLISH: only of the former do the usual calendars take over a new hour or a cancellation by
themselves. The parent made the appointment, so it is accepted already, and no answer is asked for.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText

from services.notifications.adapters.letterhead import Letterhead
from services.notifications.application.ports import Invitation

_PARIS = ZoneInfo("Europe/Paris")


def invitation(params: Mapping[str, Any], address: str, letterhead: Letterhead, *, cancelled: bool) -> Invitation:
    """The entry of an appointment. Its UID stays whatever happens; its SEQUENCE rises.

    Args:
        params: of the delivery, as `tell_appointment` wrote them.
        address: the parent's.
    """
    method = "CANCEL" if cancelled else "REQUEST"
    calendar = Calendar()
    calendar.add("prodid", "-//Kiosque famille//Rendez-vous//FR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(_event(params, address, letterhead, cancelled=cancelled))
    calendar.add_missing_timezones()
    return Invitation(method, calendar.to_ical().decode())


def _event(params: Mapping[str, Any], address: str, letterhead: Letterhead, *, cancelled: bool) -> Event:
    starts = datetime.fromisoformat(params["starts_at"]).astimezone(_PARIS)
    event = Event()
    event.add("uid", f"{params['appointment_id']}@{urlsplit(letterhead.portal_url).hostname}")
    event.add("sequence", params["sequence"])
    event.add("dtstamp", datetime.fromisoformat(params["told_at"]))
    event.add("dtstart", starts)
    event.add("dtend", starts + timedelta(minutes=params["minutes"]))
    event.add("summary", f"Rendez-vous avec la direction : {params['school']}")
    event.add("location", f"{params['place']}, {params['school']}, {params['school_address']}")
    event.add("description", f"{letterhead.portal_url}/mon-espace/rendez-vous")
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("organizer", _person(letterhead.email, letterhead.sender_name))
    parent = _person(address, None)
    parent.params["PARTSTAT"] = vText("ACCEPTED")
    parent.params["RSVP"] = vText("FALSE")
    event.add("attendee", parent)
    return event


def _person(address: str, name: str | None) -> vCalAddress:
    person = vCalAddress(f"mailto:{address}")
    if name:
        person.params["CN"] = vText(name)
    return person
