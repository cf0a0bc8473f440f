"""French typography: what stands before or after a sign, and a number with what it counts, stay on one line."""

import re

_NO_BREAK = "\N{NO-BREAK SPACE}"
_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_ENDS = "rs|il|ai|in|et|ût|re|er"
_MONTHS, _ENDS = (f"{words}|{words.upper()}" for words in (_MONTHS, _ENDS))
_COUNTED = "h|min|Mo|Ko|€|%|mois|jours?|ans?|heures?|minutes?|secondes?|bis|ter|quater"
# Each begins with what it looks for: together in one expression they take thirty times as long, on every page.
_LOOSE = (
    re.compile(r" (?=[:;?!](?:[\s<),.]|$)|»)"),
    re.compile(r"« "),
    re.compile(r"° "),
    # `16 h`, `10 Mo`, `12 bis`, `12 mars`, and digits after digits: `h 50`, `04 65 71`.
    re.compile(rf" (?<=[\dh] )(?=(?:{_COUNTED}|{_MONTHS})(?!\w)|\d\d)"),
    re.compile(rf"1er (?=(?:{_MONTHS})(?!\w))"),
    # A year after its month, which is known by its last letters.
    re.compile(rf" 20(?=\d\d(?!\d))(?<=(?:{_ENDS}) 20)"),
)
_TYPED = re.compile(r"<textarea\b.*?</textarea>", re.DOTALL)


def keep_together(text: str) -> str:
    """The same text, with no-break spaces before `: ; ? ! »`, after `«` and `n°`, inside `16 h 50` and `1er mars`."""
    for loose in _LOOSE:
        text = loose.sub(lambda found: found[0].replace(" ", _NO_BREAK), text)
    return text


def keep_page_together(html: str) -> str:
    """Does so in what a page shows; what stands in tags and in text areas stays as people typed it."""
    typed = [found.span() for found in _TYPED.finditer(html)] if "<textarea" in html else []

    def kept(loose: re.Match[str]) -> str:
        place = loose.start()
        # Every `>` of a value is escaped: the last one before this place ends a tag.
        in_tag = html.rfind("<", 0, place) > html.rfind(">", 0, place)
        stays = in_tag or any(start < place < end for start, end in typed)
        return loose[0] if stays else loose[0].replace(" ", _NO_BREAK)

    shown = html  # one character takes the place of another: places of `html` stay those of what is shown
    for loose in _LOOSE:
        shown = loose.sub(kept, shown)
    return shown
