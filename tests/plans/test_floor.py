"""No file can make a policy milder than the floor; every stricter one is welcome."""

from __future__ import annotations

import itertools

import pytest

from controller.core.symptoms import Strength
from plans.floor import FLOOR, SHAPES, SYMPTOMS
from plans.policy import ACTIONS, read_policy
from plans.problems import PolicyInvalid
from plans.sources import known_sources
from tests.plans.tables import good

POLICY = good("good.policy.yaml")

# Scale, row, and the mildest actions that may stand there; written down a second time on purpose.
ALLOWED = {
    ("pelvic", "a little"): {"walk to the end", *list(ACTIONS)[4:]},
    ("pelvic", "clear"): {"walk to the end", *list(ACTIONS)[4:]},
    ("pelvic", "strong"): {"walk 3min, then stop and refer", "stop and refer"},
    ("pain", "0-5"): set(ACTIONS),
    ("pain", "6"): {"stop", "stop and refer"},
    ("pain", "7-10"): {"stop", "stop and refer"},
    ("pain", "0-10"): {"stop", "stop and refer"},
    ("pain", "5-10"): {"stop", "stop and refer"},
    ("red flag", "present"): {"stop and refer"},
    ("effort", "0-10"): set(ACTIONS),
}
ROWS = {
    "pelvic": ("a little", "clear", "strong"),
    "pain": ("0-5", "6", "7-10", "0-10", "5-10"),
    "red flag": ("present",),
    "effort": ("0-10",),
}


def with_row(scale: str, row: str, action: str) -> str:
    """Return a policy in which one row does this; the others of its scale do the most."""
    rows = {row: action}
    if scale == "pelvic":
        rows = {**dict.fromkeys(ROWS["pelvic"], "stop and refer"), row: action}
    elif row == "5-10":
        rows["0-4"] = "note"
    elif scale == "pain" and row != "0-10":
        rows = {**dict.fromkeys(("0-5", "6", "7-10"), "stop and refer"), row: action}
    head, tail = POLICY.split(f"  {scale}:\n", maxsplit=1)
    body = tail[tail.index("    source:") :]
    lines = "".join(f"    {key}: {value}\n" for key, value in rows.items())
    return f"{head}  {scale}:\n{lines}{body}"


@pytest.mark.parametrize(
    ("scale", "row", "action"),
    [
        (scale, row, action)
        for scale, rows in ROWS.items()
        for row, action in itertools.product(rows, ACTIONS)
    ],
)
def test_a_row_may_do_what_the_floor_allows_and_nothing_milder(
    scale: str, row: str, action: str
) -> None:
    """Every scale, every row that matters, every action that there is."""
    text = with_row(scale, row, action)
    try:
        policy = read_policy(text, "mine.policy.yaml")
    except PolicyInvalid as invalid:
        told = {each.id for each in invalid.problems}
        assert ("floor" in told) is (action not in ALLOWED[scale, row])
        assert told <= {"floor", "milder-when-stronger"}
    else:
        assert action in ALLOWED[scale, row]
        bands = next(each.bands for each in policy.scales if each.name == scale)
        assert next(each for each in bands if each.words == row).action == ACTIONS[action]


def test_every_scale_and_symptom_of_a_policy_is_complete_for_the_core() -> None:
    """Whatever value is given for whatever symptom, there is a row; only "none" has none."""
    policy = read_policy(POLICY, "mine.policy.yaml")
    assert [each.id for each in policy.symptoms] == list(SYMPTOMS)
    for symptom_id, judged in SYMPTOMS.items():
        shape = SHAPES[judged.scale]
        for value in range(shape.lowest, shape.highest + 2):
            assert policy.band(symptom_id, value) is not None


@pytest.mark.parametrize("symptom_id", SYMPTOMS)
@pytest.mark.parametrize("scale", SHAPES)
def test_a_symptom_is_judged_on_its_own_scale_only(symptom_id: str, scale: str) -> None:
    """Otherwise leaking could be judged as a mild pain."""
    own = SYMPTOMS[symptom_id].scale
    text = POLICY.replace(f"  {symptom_id}: {own}\n", f"  {symptom_id}: {scale}\n")
    if scale == own:
        assert read_policy(text, "mine.policy.yaml").id == "mine"
    else:
        with pytest.raises(PolicyInvalid) as caught:
            read_policy(text, "mine.policy.yaml")
        assert [each.id for each in caught.value.problems] == ["floor"]


def test_the_actions_are_listed_from_mild_to_strong() -> None:
    """There is one for each strength, and none for anything else."""
    strengths = [each.strength for each in ACTIONS.values()]
    assert strengths == sorted(strengths)
    assert set(strengths) == set(Strength)


def test_the_floor_names_known_sources() -> None:
    """Whoever is refused can look up why."""
    assert {source for least in FLOOR for source in least.sources} <= known_sources().keys()
