"""The header of a journal: all that a replay needs, and nothing to be looked up (ADR 0005)."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter, ValidationError

from controller.core.known import UNKNOWN_MACHINE
from controller.core.numbers import REMIND_EVERY
from controller.core.policy import Policy
from controller.core.state import Setup
from controller.core.symptoms import UNSURE
from controller.records.format import FORMAT, HEADER, Record
from controller.records.reader import JournalInvalid
from protocols.link import Machine

_SETUP = TypeAdapter(Setup)


def make_header(setup: Setup, machine: Machine, about: dict[str, Any]) -> Record:
    """Return the first record: ``about`` names plan, level, version and the like."""
    policy = setup.policy
    return {
        "n": 0,
        "t": 0,
        "io": HEADER,
        "kind": "session",
        "format": FORMAT,
        **about,
        "machine": {
            "address": machine.address,
            "name": machine.name,
            "reads": {short: value.hex() for short, value in machine.reads.items()},
        },
        "policy": {"id": policy.id, "title": policy.title},
        "places": [
            {
                "id": each.id,
                "letter": each.letter,
                "name": each.name,
                "hint": each.hint,
                "which": each.which,
                "members": [told_member(policy, member) for member in each.members],
            }
            for each in policy.places
        ],
        "setup": _told(setup),
    }


def _told(setup: Setup) -> Record:
    """Return a set-up as it is written; what says nothing is left out, as before it existed."""
    told: Record = _SETUP.dump_python(setup, mode="json")
    if setup.known == UNKNOWN_MACHINE:
        del told["known"]
    if not setup.accepted:
        del told["accepted"]
    program = told["program"]
    for name, usual in (("timed_stop", False), ("talk_test", True), ("reminder", REMIND_EVERY)):
        if program[name] == usual:
            del program[name]
    for segment in program["segments"]:
        for name in ("cue", "note"):
            if not segment[name]:
                del segment[name]
    return told


def told_member(policy: Policy, symptom: str) -> dict[str, str]:
    """Return a symptom as a list beside keys shows it."""
    entry = policy.entry(symptom)
    return {"id": symptom, "short": symptom if entry is None else entry.symptom.short}


def setup_of(header: Record, name: str) -> Setup:
    """Return the set-up in a header.

    Raises:
        JournalInvalid: it is not there, or not one.
    """
    try:
        setup = _SETUP.validate_python(header.get("setup"))
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise JournalInvalid(
            f"{name}:1: the header's setup{'.' if where else ''}{where} is not what this version "
            "writes; the journal was edited or comes from another version."
        ) from error
    policy = setup.policy
    told = {member for place in (*policy.places, UNSURE) for member in place.members}
    rowless = [each.symptom.id for each in policy.entries if not each.rows]
    lost = [*rowless, *sorted(each for each in told if policy.entry(each) is None)]
    placeless = [each.id for each in policy.places if not each.members]
    if lost or placeless or not setup.program.segments:
        what = f"symptom {lost[0]} has no rows" if lost else "the timeline is empty"
        what = f"place {placeless[0]} has no symptoms" if placeless else what
        raise JournalInvalid(f"{name}:1: {what}; the header was edited.")
    return setup
