"""The door for runners: a YAML file becomes a frozen `Person`, or one list of its mistakes.

A file tells in a sentence what it assumes (`about`), and row by row where its figures come from
(`assumes`): a section of evidence.md, or why they were chosen. No study tells how often somebody
presses a wrong key; the figures are there to find faults in us, and describe nobody.
"""

from __future__ import annotations

import functools
from decimal import Decimal
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Final

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
)

from plans.policies.symptoms import known_symptoms
from plans.readiness.floor import PHYSIOTHERAPIST
from protocols.units import MILLISECOND, SECOND, CentiKmh, Nanoseconds
from simulators.person import (
    URGES,
    Answers,
    Assumption,
    Between,
    Complaint,
    During,
    Fingers,
    Legs,
    Person,
    Span,
    Urge,
)
from simulators.written.document import did_you_mean, read_document
from simulators.written.model import checked
from simulators.written.own_file import ending_hint, names_a_file, text_of_bundled, text_of_own
from simulators.written.sentences import quoted

_SUFFIX: Final = ".yaml"
_FEET: Final = frozenset({"step-off", "stumble"})
_RED: Final = "red flag"


class PersonUnknown(LookupError):  # noqa: N818  # it is a reader's slip, and reads as a sentence
    """Nobody has the name that was asked for."""


def _two_in_order(values: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
    if len(values) != 2 or values[0] > values[1]:
        raise ValueError('write the least and the most, as "[3, 8]"')
    return values


def _sourced(text: str) -> str:
    if not text.startswith(("evidence.md ", "ftms.md ", "assumed: ")):
        raise ValueError('a source is "evidence.md" with its section, or "assumed: " and why')
    return text


def _key(text: str) -> str:
    if text not in URGES:
        raise ValueError(
            f"{quoted(text)} is nothing that she does by herself; {_nearest(text, URGES)}"
        )
    return text


def _nearest(word: str, known: tuple[str, ...]) -> str:
    return did_you_mean(word, known).removesuffix(".")


_Probability = Annotated[Decimal, Field(ge=0, le=1)]
_Hazard = Annotated[Decimal, Field(gt=0, le=60)]
_Factor = Annotated[Decimal, Field(gt=0, le=10)]
_Kmh = Annotated[Decimal, Field(ge=0, le=30, decimal_places=2)]
_Seconds = Annotated[Decimal, Field(ge=0, le=3600, decimal_places=3)]
_Minutes = Annotated[Decimal, Field(ge=0, le=60, decimal_places=3)]
_Words = Annotated[str, Field(min_length=1)]
_Times = Annotated[tuple[_Seconds, ...], AfterValidator(_two_in_order)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Assumption(_Row):
    what: _Words
    source: Annotated[str, AfterValidator(_sourced)]


class _Answers(_Row):
    after_s: _Times = (Decimal(3), Decimal(3))
    likely: _Probability = Decimal(1)
    insists: bool = False
    says_less: _Probability = Decimal(0)
    speaks_up_from: Annotated[int, Field(ge=1, le=5)] = 3


class _Fingers(_Row):
    wrong: _Probability = Decimal(0)
    twice: _Probability = Decimal(0)
    held: _Probability = Decimal(0)
    slap: _Probability = Decimal(0)


class _Complaint(_Row):
    symptom: str
    per_minute: _Hazard
    strengths: Annotated[dict[int, _Factor], Field(min_length=1)]
    above_kmh: _Kmh = Decimal(0)
    per_kmh: _Factor = Decimal(1)
    per_minute_run: _Factor = Decimal(1)
    in_a_walk_per_minute: Annotated[Decimal, Field(ge=-10, le=10)] = Decimal(0)

    @field_validator("symptom")
    @classmethod
    def _exists(cls, symptom: str) -> str:
        known = tuple(known_symptoms().symptoms)
        if symptom not in known:
            raise ValueError(f"there is no symptom {quoted(symptom)}; {_nearest(symptom, known)}")
        return symptom

    @field_validator("strengths")
    @classmethod
    def _on_the_scale(
        cls, strengths: dict[int, Decimal], info: ValidationInfo
    ) -> dict[int, Decimal]:
        symptom = known_symptoms().symptoms.get(info.data.get("symptom", ""))
        beyond = [] if symptom is None else [each for each in strengths if each > symptom.highest]
        if beyond or min(strengths) < 1:
            end = 10 if symptom is None else symptom.highest
            raise ValueError(f"a strength is a value of the symptom's own scale, 1 to {end}")
        return strengths


class _Legs(_Row):
    runs_from_kmh: Annotated[tuple[_Kmh, ...], AfterValidator(_two_in_order)]
    walks_below_kmh: _Kmh
    changes_after_s: _Times
    cadence_percent: Annotated[int, Field(ge=70, le=130)] = 100
    noise_per_minute: Annotated[int, Field(ge=0, le=20)] = 0
    counted: bool = True
    stays_off_s: _Times = (Decimal(3), Decimal(3))
    stops: _Probability = Decimal(0)


class _Urge(_Row):
    key: Annotated[str, AfterValidator(_key)]
    per_minute: _Hazard
    during: During = During.MOTION
    at_most: Annotated[int, Field(ge=1, le=1000)] = 1


class _Between(_Row):
    comes: _Probability = Decimal("0.9")
    walks: _Probability = Decimal("0.5")
    answers: _Probability = Decimal(1)
    practises: _Probability = Decimal("0.5")
    easier: _Probability = Decimal(0)
    eager: bool = False


class PersonRow(_Row):
    """A runner as she is written; each row is explained in `simulators.person`."""

    about: _Words
    assumes: Annotated[tuple[_Assumption, ...], Field(min_length=1)]
    answers: _Answers = _Answers()
    fingers: _Fingers = _Fingers()
    feels: tuple[_Complaint, ...] = ()
    legs: _Legs | None = None
    urges: tuple[_Urge, ...] = ()
    back_after_min: tuple[_Minutes, ...] = ()
    between: _Between = _Between()
    impatient: bool = False

    @field_validator("urges")
    @classmethod
    def _has_feet(cls, urges: tuple[_Urge, ...], info: ValidationInfo) -> tuple[_Urge, ...]:
        feet = [each.key for each in urges if each.key in _FEET]
        if feet and "legs" in info.data and info.data["legs"] is None:
            raise ValueError(f'"{feet[0]}" needs legs; write "legs:" with its rows')
        return urges


def _centi(kmh: Decimal) -> CentiKmh:
    return CentiKmh(int(kmh * 100))


def _span(seconds: tuple[Decimal, ...]) -> Span:
    least, most = (Nanoseconds(int(each * 1000) * MILLISECOND) for each in seconds)
    return Span(least, most)


def _complaint(row: _Complaint) -> Complaint:
    symptom = known_symptoms().symptoms[row.symptom]
    return Complaint(
        symptom=row.symptom,
        place=symptom.place,
        highest=symptom.highest,
        red=symptom.category.value == _RED or row.symptom in PHYSIOTHERAPIST,
        per_minute=float(row.per_minute),
        strengths=tuple((value, float(weight)) for value, weight in row.strengths.items()),
        above=_centi(row.above_kmh),
        per_kmh=float(row.per_kmh),
        per_minute_run=float(row.per_minute_run),
        in_a_walk=float(row.in_a_walk_per_minute),
    )


def _legs(row: _Legs) -> Legs:
    slowest, fastest = map(_centi, row.runs_from_kmh)
    return Legs(
        runs_from=(slowest, fastest),
        walks_below=_centi(row.walks_below_kmh),
        changes_after=_span(row.changes_after_s),
        cadence=row.cadence_percent,
        noise=row.noise_per_minute,
        counted=row.counted,
        stays_off=_span(row.stays_off_s),
        stops=float(row.stops),
    )


def read_person(text: str, file: str) -> Person:
    """Return the runner whom a file describes; her name is the file's.

    Args:
        text: the whole file.
        file: how problems name it.

    Raises:
        YamlInvalid: with every mistake that one pass can find, each with line and column.
    """
    row = checked(PersonRow, read_document(text, file))
    answers, fingers = row.answers, row.fingers
    return Person(
        name=Path(file).stem,
        about=" ".join(row.about.split()),
        assumes=tuple(Assumption(each.what, each.source) for each in row.assumes),
        answers=Answers(
            after=_span(answers.after_s),
            likely=float(answers.likely),
            insists=answers.insists,
            says_less=float(answers.says_less),
            speaks_up_from=answers.speaks_up_from,
        ),
        fingers=Fingers(
            wrong=float(fingers.wrong),
            twice=float(fingers.twice),
            held=float(fingers.held),
            slap=float(fingers.slap),
        ),
        feels=tuple(map(_complaint, row.feels)),
        urges=tuple(
            Urge(each.key, float(each.per_minute), each.during, each.at_most) for each in row.urges
        ),
        legs=None if row.legs is None else _legs(row.legs),
        back_after=tuple(Nanoseconds(int(each * 60 * SECOND)) for each in row.back_after_min),
        between=Between(
            comes=float(row.between.comes),
            walks=float(row.between.walks),
            answers=float(row.between.answers),
            practises=float(row.between.practises),
            easier=float(row.between.easier),
            eager=row.between.eager,
        ),
        impatient=row.impatient,
    )


@functools.cache
def person_names() -> tuple[str, ...]:
    """Return the names of all runners that come with Reprise, in alphabetical order."""
    found = (entry.name for entry in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in found if name.endswith(_SUFFIX)))


def find_person(name: str) -> Person:
    """Return the runner of that name, or of that file ``*.yaml``.

    Raises:
        PersonUnknown: there is none, or no such file; one sentence says what to write.
        YamlInvalid: there is such a file, and it describes nobody.
    """
    if names_a_file(name):
        return read_person(text_of_own(name, PersonUnknown), name)
    return _bundled(name)


@functools.cache
def _bundled(name: str) -> Person:
    names = person_names()
    if name not in names:
        nearest = get_close_matches(name, names, n=1)
        remedy = f"; did you mean {nearest[0]!r}?" if nearest else "."
        known = ", ".join(names)
        raise PersonUnknown(
            f"no runner is called {quoted(name)} among {known}{remedy}{ending_hint(name)}"
        )
    file = f"{name}{_SUFFIX}"
    return read_person(text_of_bundled(files(__name__) / file), file)
