"""A symptom policy file becomes the core's table, or one list of everything that is wrong with it.

The format is ``reprise-policy 1``: bands, what each symptom is judged by, the rules that no single
answer decides, and what comes after a session. A policy may be based on another: what it does not
write is as there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from controller.core.policy import Entry, Policy
from plans.marked.fields import Fields, as_table, as_text, unknown
from plans.marked.opened import FileKind, opened
from plans.marked.tree import Table, Text
from plans.policies.after_rows import read_after
from plans.policies.bands import BANDS, NO_ROWS, SHAPES, Rows, RowsReader, unplaced
from plans.policies.during import read_during
from plans.policies.floor import FILED, remedy, shortfall
from plans.policies.symptoms import known_symptoms, scale_words
from plans.problems import WHOLE_FILE, Findings, PolicyInvalid, Span, UnknownName
from plans.provenance.review import Review, read_review

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from controller.core.policy import Row
    from controller.core.symptoms import Symptom
    from plans.policies.after import After
    from plans.policies.floor import Least

_KIND: Final = FileKind("policy", "a policy", PolicyInvalid)

_ALWAYS: Final = ("format", "id", "title", "about", "reviewed")
_TABLES: Final = ("bands", "symptoms", "during", "after")


class PolicyText(NamedTuple):
    """A policy that was not yet read."""

    text: str
    filename: str
    """How problems name the file."""
    bundled: bool = False
    """It came with Reprise."""


Fetch: TypeAlias = Callable[[str], PolicyText]
"""Returns what ``based-on`` names; raises `UnknownName` or `PolicyInvalid`."""


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """A policy, and what of its file the core has no use for."""

    policy: Policy
    about: str
    bands: Mapping[str, tuple[Row, ...]]
    """By name, with what they have from the policy that this one is based on."""
    after: tuple[After, ...]
    """What comes after a session; a row for every moment, in the order of the rules."""
    base: PolicyFile | None
    """The policy that it is based on; None: it stands alone."""
    review: Review


_BUNDLED: Final[dict[PolicyText, PolicyFile]] = {}
"""Those that were read already: most are based on one, and the pages ask again and again."""


def read_policy(text: str, filename: str, fetch: Fetch, *, bundled: bool = False) -> PolicyFile:
    """Return the policy that a file holds.

    Args:
        text: the whole file.
        filename: how problems name the file.
        fetch: finds the policy that this one is based on.
        bundled: the file came with Reprise.

    Raises:
        PolicyInvalid: with every problem that one pass can find, sorted by place; those in a
            policy that this one is based on name the file that they stand in.
    """
    return _read_once(PolicyText(text, filename, bundled), fetch, ())


def _read(held: PolicyText, fetch: Fetch, chain: tuple[str, ...]) -> PolicyFile:
    _, findings, root = opened(held.text, held.filename, _KIND, bundled=held.bundled)
    based_on = next((node for key, node in root.entries if key.value == "based-on"), None)
    base: PolicyFile | None = None
    name = ""
    if based_on is not None:
        word = as_text(findings, based_on, '"based-on"')
        name = word.value or "another policy"
        base = _base(findings, word, fetch, chain)
    read = _Reader(findings, root, base, name).read()
    findings.refuse(PolicyInvalid)
    return read


def _base(
    findings: Findings, word: Text, fetch: Fetch, chain: tuple[str, ...]
) -> PolicyFile | None:
    """Return the policy that another is based on, or None after a mistake in either."""
    if word.value in chain:
        message = f'"{word.value}" is, in the end, based on itself.'
        findings.add(word.span, "cycle", message, "one of them has to write down the whole table")
        # Whoever began this chain tells what else is wrong in this file.
        findings.refuse(PolicyInvalid)
    if not word.value:
        return None
    try:
        return _read_once(fetch(word.value), fetch, (*chain, word.value))
    except UnknownName as wrong:
        findings.add(word.span, "unknown-policy", str(wrong))
    except PolicyInvalid as invalid:
        findings.problems.extend(invalid.problems)
    return None


def _read_once(held: PolicyText, fetch: Fetch, chain: tuple[str, ...]) -> PolicyFile:
    """Return what a file holds; one that came with Reprise stands on nothing that can change."""
    if not held.bundled:
        return _read(held, fetch, chain)
    if held not in _BUNDLED:
        _BUNDLED[held] = _read(held, fetch, chain)
    return _BUNDLED[held]


class _Judged(NamedTuple):
    """What a symptom is judged by."""

    symptom: Symptom
    band: str
    rows: Rows
    span: Span | None
    """Where this file says so; None if it does not."""


class _Reader:
    """Reads one file; what it returns after a mistake is made of stand-ins."""

    def __init__(
        self, findings: Findings, root: Table, base: PolicyFile | None, base_name: str
    ) -> None:
        self._findings = findings
        self._base = base
        self._base_name = base_name
        required, optional = (
            (_ALWAYS, ("based-on", *_TABLES))
            if base_name
            else ((*_ALWAYS, *_TABLES), ("based-on",))
        )
        self._review = read_review(findings, root, base.review.fingerprint if base else "")
        self._top = Fields(findings, root, "a policy", required=required, optional=optional)

    def read(self) -> PolicyFile:
        top = self._top
        bands = self._bands()
        judged = tuple(self._judged(bands))
        self._check_floor(judged)
        base = self._base
        policy = Policy(
            id=top.identifier("id"),
            title=top.line("title"),
            reviewed=self._review.fits,
            places=known_symptoms().places,
            entries=tuple(Entry(each.symptom, each.band, each.rows.plain) for each in judged),
            during=read_during(top, base.policy.during if base else (), whole=self._whole),
        )
        plain = {name: each.plain for name, each in bands.items()}
        after = read_after(top, base.after if base else (), whole=self._whole)
        about = top.prose("about")
        return PolicyFile(policy, about, MappingProxyType(plain), after, base, self._review)

    @property
    def _whole(self) -> bool:
        """Whether what is not in this file is known, so that it can be told what is missing."""
        return self._base is not None or not self._base_name

    def _fields(self, key: str, names: tuple[str, ...]) -> Fields | None:
        table = self._top.table(key)
        if table is None:
            return None
        required, optional = ((), names) if self._base_name else (names, ())
        return Fields(self._findings, table, f'"{key}"', required=required, optional=optional)

    def _bands(self) -> dict[str, Rows]:
        fields = self._fields("bands", tuple(BANDS))
        read: dict[str, Rows] = {}
        for name, shape in BANDS.items():
            below = unplaced(self._base.bands[name]) if self._base else NO_ROWS
            node = fields.node(name) if fields else None
            table = as_table(self._findings, node, f'"{name}"') if node else None
            if table:
                reader = RowsReader(self._findings, name, shape, below, self._base_name)
                read[name] = reader.read(table)
            else:
                read[name] = below
        return read

    def _judged(self, bands: Mapping[str, Rows]) -> Iterator[_Judged]:
        symptoms = known_symptoms().symptoms
        fields = self._fields("symptoms", tuple(symptoms))
        for symptom in symptoms.values():
            below = self._below(symptom, bands)
            node = fields.node(symptom.id) if fields else None
            if node is None:
                yield below
            elif isinstance(node, Table):
                shape = SHAPES[symptom.highest]
                under = below.rows.beneath()
                reader = RowsReader(self._findings, symptom.id, shape, under, self._base_name)
                yield _Judged(symptom, "", reader.read(node), node.span)
            else:
                word = as_text(self._findings, node, f'"{symptom.id}"')
                yield self._by_band(symptom, word, bands)

    def _below(self, symptom: Symptom, bands: Mapping[str, Rows]) -> _Judged:
        """Return what a symptom is judged by if this file says nothing of it."""
        entry = self._base.policy.entry(symptom.id) if self._base else None
        if entry is None:
            return _Judged(symptom, "", NO_ROWS, None)
        rows = bands[entry.band] if entry.band else unplaced(entry.rows)
        return _Judged(symptom, entry.band, rows, None)

    def _by_band(self, symptom: Symptom, word: Text, bands: Mapping[str, Rows]) -> _Judged:
        band = " ".join(word.value.split())
        if band in BANDS and BANDS[band] is SHAPES[symptom.highest]:
            return _Judged(symptom, band, bands[band], word.span)
        if band in BANDS:
            message = (
                f'"{symptom.id}" has the scale {scale_words(symptom.highest)}, '
                f'and "{band}" has {scale_words(BANDS[band].highest)}.'
            )
            self._findings.add(word.span, "scale", message)
        elif band:
            message = unknown(band, BANDS, "band")
            rest = "a symptom has a band, or rows of its own beneath it"
            self._findings.add(word.span, "unknown-band", message, rest)
        return _Judged(symptom, "", NO_ROWS, word.span)

    def _check_floor(self, judged: tuple[_Judged, ...]) -> None:
        told: set[tuple[Span, Least]] = set()
        for each in judged:
            filed = FILED.get(each.symptom.id)
            for placed in each.rows.placed:
                row = placed.row
                least = shortfall(each.symptom.id, row.highest, row.action.strength)
                if filed is None or least is None:
                    continue
                # The row is to blame, unless the symptom was given to a band not made for it.
                misplaced = each.span if each.band and each.band != filed.band else None
                span = misplaced or placed.action or each.span or WHOLE_FILE
                if (span, least) in told:
                    continue
                told.add((span, least))
                why = f'"{row.words}" of "{each.band}" is too mild here: ' if misplaced else ""
                message = f"{why}{least.message}, and no policy can make it milder."
                self._findings.add(span, "floor", message, remedy(least))
