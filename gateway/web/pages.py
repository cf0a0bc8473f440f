"""Templates: our pages over govuk-frontend's macros, escaped by default."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader, select_autoescape
from markdown_it import MarkdownIt
from markupsafe import Markup

from gateway.settings import GatewaySettings
from gateway.web import choices, moments
from gateway.web.agents.rights import runs_appointments
from gateway.web.assets import Assets
from gateway.web.form_view import field_id
from gateway.web.script_wording import DRAFT_WORDS, SAVING_WORDS, SENDING_WORDS
from gateway.web.typography import keep_page_together, keep_together
from libs.commune.commune import Commune
from libs.french.countries import COUNTRIES
from libs.french.days import long_day
from libs.french.elision import de
from libs.french.names import family_name, full_name

TEMPLATES = Path(__file__).parents[1] / "templates"


class Pages:
    """Renders a template to HTML."""

    def __init__(self, commune: Commune, assets: Assets, settings: GatewaySettings) -> None:
        govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
        self._environment = Environment(
            loader=ChoiceLoader([FileSystemLoader(TEMPLATES), govuk]),
            autoescape=select_autoescape(default=True),
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )
        self._environment.globals |= {
            "commune": commune.profile,
            "asset": assets.url,
            "origin": settings.origin,
            "choices": choices,
            "countries": COUNTRIES,
            "draft_words": _for_script(DRAFT_WORDS),
            "field_id": field_id,
            "full_name": full_name,
            "runs_appointments": runs_appointments,
            "saving_words": _for_script(SAVING_WORDS),
            "sending_words": _for_script(SENDING_WORDS),
        }
        self._environment.filters |= {
            "day": moments.day,
            "de": de,
            "family_name": family_name,
            "long_day": long_day,
            "moment": moments.moment,
            "paris_day": moments.paris_day,
            "size": moments.size,
        }

    def render(self, template: str, context: dict[str, Any]) -> str:
        return keep_page_together(self._environment.get_template(template).render(context))


def _for_script(words: Mapping[str, str]) -> dict[str, str]:
    """They travel in an attribute, and are shown later."""
    return {name: keep_together(sentence) for name, sentence in words.items()}


def markdown(text: str) -> Markup:
    """The commune's own texts as HTML; raw HTML in them is shown as text."""
    return Markup(MarkdownIt("commonmark", {"html": False}).render(text))  # noqa: S704 - html is off, links are checked
