"""Who signed plan and policy, as a header tells it to a screen and to a reader of the journal."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.cli.session.plain import Teller
from controller.records.fold import fold
from controller.records.reviews import review_line, review_words
from controller.records.view import View
from controller.tui.screen.talk import Ui
from plans.provenance.review import State
from tests.lanes import one_in
from tests.tui.sessions import recorded
from tests.tui.test_frame import STILL, shown

NOBODY = "not reviewed by a physiotherapist"


def header(**review: Any) -> dict[str, Any]:
    """Return a header that says this of its plan and its policy."""
    return {**recorded()[0], "review": review}


def row(state: str, told: str = "") -> dict[str, str]:
    """Return what a header says of one of them."""
    return {"fingerprint": "3f9c-21aa", "state": state, "told": told}


def test_what_is_the_same_is_told_once() -> None:
    """Else each for itself; a walk has a policy only, and an old journal neither."""
    never, changed = row("not reviewed", NOBODY), row("changed", "changed since the review of May")
    assert review_words(header(plan=never, policy=never)) == f"Plan and policy: {NOBODY}."
    both = header(plan=changed, policy=never)
    assert review_words(both) == f"Plan: changed since the review of May. Policy: {NOBODY}."
    assert review_line(both) == f"Plan: changed since the review. Policy: {NOBODY}."
    assert review_line(header(policy=never)) == f"Policy: {NOBODY}."
    assert review_line(recorded()[0]) == review_words(recorded()[0]) == ""


@pytest.mark.parametrize(
    "states", [*product(State, State)], ids=lambda pair: "-".join(each.value for each in pair)
)
def test_the_screen_before_the_start_shows_it_in_one_line(states: tuple[State, State]) -> None:
    """Every pair of states, whole, above what the treadmill is."""
    plan, policy = (row(each.value) for each in states)
    line = review_line(header(plan=plan, policy=policy))
    assert line
    for name in ("ready", "ready by hand", "new here"):
        first, *rest = STILL[name]
        text = shown(({**first, "review": {"plan": plan, "policy": policy}}, *rest), Ui(ticks=4))
        assert f"\n   {line} " in text
        assert "leave" in text


@pytest.mark.parametrize(
    "states", one_in(2, [(State.NEVER, State.CHANGED), (State.FITS, State.NEVER)])
)
def test_the_screen_at_the_end_shows_it_where_there_is_room(states: tuple[State, State]) -> None:
    """Beside all that it shows anyway; it is no news to whoever has more to read."""
    review = dict(zip(("plan", "policy"), (row(each.value) for each in states), strict=True))
    for name, session in STILL.items():
        first, *rest = session
        without = shown(session, Ui())
        text = shown(({**first, "review": review}, *rest), Ui())
        if name in ("done", "sites", "second site", "sites named"):
            assert f"\n   {review_line(header(**review))} " in text
            assert all(line in text for line in without.split("\n") if line.strip())


def test_plain_mode_tells_it_first_and_again_at_the_end() -> None:
    """A session that never began came to nothing."""
    review = {"plan": row("not reviewed", NOBODY), "policy": row("not reviewed", NOBODY)}
    words = f"Plan and policy: {NOBODY}."
    for name, times in (("done", 2), ("refused", 1)):
        first, *rest = STILL[name]
        teller = Teller()
        told = [teller.lines(each) for each in ({**first, "review": review}, *rest)]
        ended = next(at for at, each in enumerate(rest, 1) if each["kind"] == "ended")
        assert told[0][-1] == words
        assert [at for at, each in enumerate(told) if words in each] == [0, ended][:times]
        assert told[ended][0] != words


odd = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["plan", "policy", "state", "told"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(odd)
def test_no_header_makes_it_raise(review: Any) -> None:
    """A journal may come from anywhere."""
    view = fold(View(), {**recorded()[0], "review": review})
    assert isinstance(view.opening.review, str)
    assert isinstance(review_words({"review": review}), str)
