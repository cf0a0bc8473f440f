"""French signs stay with their words, in templates alone."""

from jinja2 import Environment

from gateway.web.typography import FrenchSpacing

NO_BREAK = "\N{NO-BREAK SPACE}"


def rendered(source: str, **values: str) -> str:
    return Environment(extensions=[FrenchSpacing], autoescape=True).from_string(source).render(values)


def test_a_sign_stays_on_the_line_of_its_word() -> None:
    assert rendered("Une question ? Cliquez sur « Terminer ».") == (
        f"Une question{NO_BREAK}? Cliquez sur «{NO_BREAK}Terminer{NO_BREAK}»."
    )
    assert rendered("<p>Légende :</p>") == f"<p>Légende{NO_BREAK}:</p>"


def test_what_somebody_typed_stays_as_it_is() -> None:
    assert rendered('<input value="{{ typed }}">', typed="Bât : 3 ?") == '<input value="Bât : 3 ?">'


def test_the_tags_of_templates_stay_as_they_are() -> None:
    assert rendered("{% if a != b %}oui{% else %}non{% endif %}{{ a if a else ' ?' }}", a="1", b="2") == "oui1"
