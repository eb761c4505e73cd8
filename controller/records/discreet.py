"""Records in which places of the body are letters, for who wants nobody beside her to read them.

A front end puts it before everything that it folds, shows or says. The letters are those of the
question "where?", which lists them with their names: there, and where an exact site is asked for,
names stay, or the question could not be answered. The journal is written elsewhere, and whole.
"""

from __future__ import annotations

import re
from typing import Any, Final

from controller.records.format import HEADER, Record

UNWELL: Final = "U"
"""For what no place leads to: it is told by the unwell key."""
_EFFORT: Final = "effort"
"""The category of what is no place of the body: how hard it is."""
_TEXTS: Final = ("label", "because")


class Discreet:
    """Takes a session's records in their order."""

    def __init__(self) -> None:
        """Begin without a header: nothing is known to be a place yet."""
        self._letters: dict[str, str] = {}
        self._names: re.Pattern[str] | None = None

    def told(self, record: Record) -> Record:
        """Return the record as it may be shown; a place's name in any text of it is a letter."""
        if record.get("io") == HEADER:
            self._learn(record)
            return record
        made: dict[str, Any] = {
            key: self._letter_in(record[key]) for key in _TEXTS if key in record
        }
        if "open" in record:
            made["open"] = [
                {**each, "label": self._letter_in(each.get("label"))} for each in record["open"]
            ]
        return {**record, **made} if made else record

    def _learn(self, header: Record) -> None:
        places = {each["id"]: each for each in header.get("places", ())}
        letters = {each["name"]: each["letter"].upper() for each in places.values()}
        policy = header.get("setup", {}).get("policy", {})
        for entry in policy.get("entries", ()):
            symptom = entry["symptom"]
            if symptom["category"] != _EFFORT:
                place = places.get(symptom["place"])
                letter = UNWELL if place is None else place["letter"].upper()
                letters[symptom["label"]] = letters[symptom["short"]] = letter
        self._letters = {name.casefold(): letter for name, letter in letters.items() if name}
        # The longest first: "leaking pee" before "leaking".
        names = "|".join(re.escape(each) for each in sorted(self._letters, key=len, reverse=True))
        self._names = re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE) if names else None

    def _letter_in(self, text: Any) -> Any:
        if not isinstance(text, str) or self._names is None:
            return text
        return self._names.sub(lambda found: self._letters[found[0].casefold()], text)
