"""The symptoms that can be reported, and the places that lead to them: ``symptoms.yaml``.

One list for all policies. It holds words; what each symptom is filed as stands in
`plans.policies.floor` where it decides about a floor, so that this file cannot lower one either.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from controller.core.symptoms import Category, Place, Symptom
from plans.marked.fields import Fields, as_table, rows, unknown
from plans.marked.opened import FileKind, opened
from plans.marked.tree import Table
from plans.policies.floor import FILED
from plans.problems import Findings, SymptomsInvalid, listed
from plans.provenance.sources import known_sources

if TYPE_CHECKING:
    from collections.abc import Mapping

_KIND: Final = FileKind("symptoms", "a list of symptoms", SymptomsInvalid)

_SCALES: Final[Mapping[str, int]] = MappingProxyType(
    {"yes or no": 1, "0-2": 2, "0-3": 3, "0-10": 10}
)
"""How a scale is written, and the end of it; each begins with 0, nothing."""

_CATEGORIES: Final = tuple(each.value for each in Category)
_AT_ONCE: Final = "at once"
_STAND_IN: Final = Symptom("", "", "", Category.RED, 1, "", "")


@dataclass(frozen=True, slots=True)
class SymptomList:
    """What ``symptoms.yaml`` says."""

    symptoms: Mapping[str, Symptom]
    """By id, in the order of the file."""
    places: tuple[Place, ...]
    """In the order of the file."""
    sources: Mapping[str, tuple[str, ...]]
    """Who names the symptom: source ids by symptom id."""


def read_symptoms(text: str, filename: str) -> SymptomList:
    """Return the symptoms and places of a file. Raises `SymptomsInvalid`."""
    _, findings, root = opened(text, filename, _KIND, bundled=True)
    read = _Reader(findings, root).read()
    findings.refuse(SymptomsInvalid)
    return read


@functools.cache
def known_symptoms() -> SymptomList:
    """Return the symptoms that come with Reprise."""
    path = Path(__file__).with_name("symptoms.yaml")
    return read_symptoms(path.read_text(encoding="utf-8"), path.name)


def scale_words(highest: int) -> str:
    """Return how a scale is written, by its end: 1, 2, 3 or 10."""
    return next(words for words, end in _SCALES.items() if end == highest)


class _Reader:
    """Reads one file; what it returns after a mistake is made of stand-ins."""

    def __init__(self, findings: Findings, root: Table) -> None:
        self._findings = findings
        top = Fields(
            findings, root, "a list of symptoms", required=("format", "places", "symptoms")
        )
        self._places = self._tables(top, "places")
        self._symptoms = self._tables(top, "symptoms")
        self._sources: dict[str, tuple[str, ...]] = {}
        table = top.table("symptoms")
        lacking = [each for each in FILED if each not in self._symptoms]
        if table is not None and lacking:
            message = f"no list of symptoms can leave out {listed(lacking)}."
            findings.add(table.span, "floor", message)

    def _tables(self, top: Fields, key: str) -> dict[str, Table]:
        table = top.table(key)
        if table is None:
            return {}
        read = [
            (name.value, as_table(self._findings, node, f'"{name.value}"'))
            for name, node in rows(self._findings, table)
        ]
        return {name: each for name, each in read if each is not None}

    def read(self) -> SymptomList:
        symptoms = {name: self._symptom(name, table) for name, table in self._symptoms.items()}
        places = tuple(
            self._place(name, table, tuple(symptoms.values()))
            for name, table in self._places.items()
        )
        letters: dict[str, str] = {}
        for place in places:
            other = letters.setdefault(place.letter, place.id)
            if other != place.id:
                message = f'"{place.id}" and "{other}" have the same letter.'
                self._findings.add(self._places[place.id].span, "letter", message)
        return SymptomList(MappingProxyType(symptoms), places, MappingProxyType(self._sources))

    def _symptom(self, symptom_id: str, table: Table) -> Symptom:
        fields = Fields(
            self._findings,
            table,
            f'"{symptom_id}"',
            required=("label", "short", "category", "scale", "question", "source"),
            optional=("place",),
        )
        self._sources[symptom_id] = fields.sources("source", known_sources())
        place = fields.prose("place")
        if place and place not in self._places:
            message = unknown(place, self._places, "place")
            self._findings.add(fields.span("place"), "unknown-place", message)
        read = Symptom(
            id=symptom_id,
            label=fields.prose("label"),
            short=fields.line("short"),
            category=Category(self._word(fields, "category", _CATEGORIES)),
            highest=_SCALES[self._word(fields, "scale", tuple(_SCALES))],
            question=fields.prose("question"),
            place=place,
        )
        self._check_filed(read, fields)
        return read

    def _word(self, fields: Fields, key: str, words: tuple[str, ...]) -> str:
        word = fields.one_of(key, words)
        return word if word in words else words[0]

    def _check_filed(self, symptom: Symptom, fields: Fields) -> None:
        """Complain of a symptom that is filed where its floor would not reach it."""
        filed = FILED.get(symptom.id)
        if filed is None:
            return
        if symptom.category is not filed.category and fields.node("category"):
            message = (
                f'{symptom.id} is filed under "{filed.category.value}"; no file can change it.'
            )
            self._findings.add(fields.span("category"), "floor", message)
        if symptom.highest != filed.highest and fields.node("scale"):
            scale = scale_words(filed.highest)
            message = f'{symptom.id} has the scale "{scale}", and no file can change that.'
            self._findings.add(fields.span("scale"), "floor", message)

    def _place(self, place_id: str, table: Table, symptoms: tuple[Symptom, ...]) -> Place:
        fields = Fields(
            self._findings,
            table,
            f'"{place_id}"',
            required=("letter", "name"),
            optional=("hint", "which"),
        )
        letter = fields.prose("letter")
        if len(letter) > 1 or not letter.isupper():
            message = f'"letter" is one capital letter, not "{letter}".'
            self._findings.add(fields.span("letter"), "letter", message)
        members = tuple(each.id for each in symptoms if each.place == place_id)
        if not members:
            message = f'no symptom has the place "{place_id}"; leave the place out.'
            self._findings.add(table.span, "no-member", message)
        which = fields.node("which") is not None
        if which:
            fields.one_of("which", (_AT_ONCE,))
        return Place(place_id, letter, fields.line("name"), fields.line("hint"), members, which)
