"""Whether a new schema keeps what the committed one promised, in both directions.

Services are not upgraded in one instant and events are kept for weeks: yesterday's reader meets today's event, and
today's reader yesterday's. What passes both is a new member that may be absent, a member that may be absent from now on
(a producer writes its default), and other words in titles and descriptions.
"""

from typing import Any

Schema = dict[str, Any]
_WORDS = {"title", "description", "default", "examples", "$id", "$schema"}
_INSIDE = {"properties", "required", "items", "anyOf", "$ref", "$defs"}
_DEFINITION = "#/$defs/"


def breaking_changes(committed: Schema, now: Schema) -> list[str]:
    """Each broken promise in a sentence; empty when old and new readers can read old and new events."""
    return _Comparison(committed, now).of(committed, now, "the event")


class _Comparison:
    def __init__(self, committed: Schema, now: Schema) -> None:
        self._before = committed.get("$defs", {})
        self._after = now.get("$defs", {})
        self._compared: set[tuple[str, str]] = set()

    def of(self, before: Schema, after: Schema, place: str) -> list[str]:
        pair = (before.get("$ref", ""), after.get("$ref", ""))
        if all(pair):
            if pair in self._compared:
                return []  # a definition that refers to itself is compared once
            self._compared.add(pair)
        before, after = _resolved(before, self._before), _resolved(after, self._after)
        return [
            *_keywords(before, after, place),
            *_members(before, after, place),
            *self._inside(before, after, place),
        ]

    def _inside(self, before: Schema, after: Schema, place: str) -> list[str]:
        olds, news = before.get("properties", {}), after.get("properties", {})
        pairs = [(olds[name], news[name], f"{place}.{name}") for name in olds if name in news]
        if "items" in before and "items" in after:
            pairs.append((before["items"], after["items"], f"{place}[]"))
        choices, choices_now = before.get("anyOf", []), after.get("anyOf", [])
        if len(choices) == len(choices_now):
            pairs += [(old, new, place) for old, new in zip(choices, choices_now, strict=True)]
        return [sentence for old, new, where in pairs for sentence in self.of(old, new, where)]


def _keywords(before: Schema, after: Schema, place: str) -> list[str]:
    """Everything that says which values may come must be said the same way."""
    names = sorted((before.keys() | after.keys()) - _WORDS - _INSIDE)
    changed = [
        f"{place}: {name} was {before.get(name)}, is {after.get(name)}"
        for name in names
        if before.get(name) != after.get(name)
    ]
    if len(before.get("anyOf", [])) != len(after.get("anyOf", [])):
        changed.append(f"{place}: the kinds of value it may have are others")
    if ("items" in before) != ("items" in after):
        changed.append(f"{place}: what it lists is another thing")
    return changed


def _members(before: Schema, after: Schema, place: str) -> list[str]:
    olds, news = before.get("properties", {}), after.get("properties", {})
    gone = [f"{place}: {name} is gone" for name in olds if name not in news]
    required = [
        f"{place}: {name} is required, and events that are stored already lack it"
        for name in after.get("required", [])
        if name not in before.get("required", [])
    ]
    return gone + required


def _resolved(schema: Schema, definitions: dict[str, Schema]) -> Schema:
    reference: str = schema.get("$ref", "")
    if not reference.startswith(_DEFINITION):
        return schema
    return definitions[reference.removeprefix(_DEFINITION)]
