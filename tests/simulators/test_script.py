"""``WHEN=KEY``: what can be written, what becomes of it, and what is refused."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.shelf import find_policy
from protocols.units import SECOND, Nanoseconds
from simulators.script import Scripted, ScriptInvalid, parse_script

POLICY = find_policy("cautious")

WHENS = {
    "6:30": ("", 0, 390),
    "0:00": ("", 0, 0),
    "120:00": ("", 0, 7200),
    "run2+0:10": ("run", 2, 10),
    "walk13+1:06": ("walk", 13, 66),
    "warm-up+0:30": ("warm-up", 0, 30),
    "cool-down+0:10": ("cool-down", 0, 10),
}
PLAIN = (
    *("stop", "pause", "resume", "wrong", "unwell", "walk", "slower", "faster", "cool-down"),
    *("nothing", "back", "go-on", "answer:none", "kill-screen", "freeze-screen"),
    *("console:stop", "safety-key", "steps:real", "disobey", "control-lost"),
)
KEYS = {
    **{key: (key, "", 0) for key in PLAIN},
    "strength:1": ("strength", "", 1),
    "strength:4": ("strength", "", 4),
    "degree:0": ("degree", "", 0),
    "degree:3": ("degree", "", 3),
    "talk:2": ("talk", "", 2),
    "place:leg": ("place", "leg", 0),
    "place:unsure": ("place", "unsure", 0),
    "which:knee": ("which", "knee", 0),
    "which:unsure": ("which", "unsure", 0),
    "site:2:knee": ("site", "knee", 2),
    "symptom:heaviness:3": ("symptom", "heaviness", 3),
    "symptom:knee:10": ("symptom", "knee", 10),
    "symptom:chest:0": ("symptom", "chest", 0),
    "console:4.0": ("console", "", 400),
    "console:12": ("console", "", 1200),
    "console:0.96": ("console", "", 96),
    "console:4.5": ("console", "", 450),
    "steps:0": ("steps", "", 0),
    "steps:255": ("steps", "", 255),
    "link-loss:9999": ("link-loss", "", 9999),
}


@pytest.mark.parametrize("when", WHENS)
def test_when(when: str) -> None:
    """From the start key, or from the moment that a part of the session counts."""
    part, number, seconds = WHENS[when]
    at = Scripted(part, number, Nanoseconds(seconds * SECOND), "stop")
    assert parse_script(f"{when}=stop", POLICY) == parse_script(f" {when} = stop ", POLICY) == at


@pytest.mark.parametrize("key", KEYS)
def test_key(key: str) -> None:
    """A key, or its name with what belongs to it."""
    assert parse_script(f"1:00={key}", POLICY)[3:] == KEYS[key]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1:00", "write WHEN=KEY with WHEN as"),
        ("soon=stop", '"warm-up+0:30" or "cool-down+0:10".'),
        ("1:60=stop", "write WHEN=KEY"),
        ("run0+0:10=stop", "write WHEN=KEY"),
        ("run+0:10=stop", "write WHEN=KEY"),
        ("warm-up2+0:10=stop", "write WHEN=KEY"),
        ("1:00=jump", 'there is no key "jump"; there are stop, pause,'),
        ("1:00=", 'there is no key ""; there are stop,'),
        ("1:00=stop:1", 'there is no key "stop:1"'),
        ("1:00=strength", 'there is no key "strength"'),
        ("1:00=strength:0", '"0" is no value of strength; write 1 to 4.'),
        ("1:00=strength:5", '"5" is no value of strength; write 1 to 4.'),
        ("1:00=degree:4", '"4" is no value of degree; write 0 to 3.'),
        ("1:00=talk:3", '"3" is no value of talk; write 0 to 2.'),
        ("1:00=talk:-1", '"-1" is no value of talk'),
        ("1:00=steps:256", '"256" is no value of steps; write 0 to 255.'),
        ("1:00=link-loss:0", '"0" is no value of link-loss; write 1 to 9999.'),
        ("1:00=place:moon", 'the policy has no place "moon"; it has leaking, heavy,'),
        ("1:00=which:itch", 'the policy has no symptom "itch"; it has belly,'),
        ("1:00=site:1", 'there is no key "site:1"'),
        ("1:00=site:100:knee", '"100" is no value of site; write 0 to 99.'),
        ("1:00=site:1:itch", 'the policy has no symptom "itch"'),
        ("1:00=symptom:itch:1", 'the policy has no symptom "itch"; it has belly,'),
        ("1:00=symptom:unsure:1", 'the policy has no symptom "unsure"'),
        ("1:00=symptom:chest", 'write "symptom:heaviness:2".'),
        ("1:00=symptom:heaviness:4", '"4" is no value of heaviness; write 0 to 3.'),
        ("1:00=symptom:chest:2", '"2" is no value of chest; write 0 to 1.'),
        ("1:00=console:0", '"0" is no speed of a console; write km/h as in "console:4.0"'),
        ("1:00=console:30.01", "up to 30.0"),
        ("1:00=console:4,5", '"4,5" is no speed of a console'),
    ],
)
def test_what_is_refused_is_told_in_a_sentence(text: str, told: str) -> None:
    """With the event as it was written, what is wrong, and what can be written instead."""
    with pytest.raises(ScriptInvalid) as refused:
        parse_script(text, POLICY)
    assert str(refused.value).startswith(f'--at "{text}": ')
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)


@given(
    st.text()
    | st.builds(
        "{}={}:{}".format, st.sampled_from(list(WHENS)), st.sampled_from(list(KEYS)), st.text()
    )
)
def test_nothing_that_can_be_written_is_a_mistake_of_ours(text: str) -> None:
    """It becomes an event, or a sentence."""
    with suppress(ScriptInvalid):
        assert parse_script(text, POLICY).after >= 0
