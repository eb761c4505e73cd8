"""A review is good for the file that was signed, and for no other."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from plans.plan.reader import read_plan
from plans.policies.reader import PolicyText
from plans.policies.reader import read_policy as read_based
from plans.problems import LINE_BREAK, PlanInvalid, PolicyInvalid
from plans.provenance.review import Review, Signature, State, parse_day, today
from plans.provenance.signing import NotSignable, sign, withdraw
from plans.shelf import find_plan, open_policy, plan_names, policy_names
from tests.plans.policies import read as read_policy
from tests.plans.tables import good

PLAN: Final = good("good.plan.yaml")
POLICY: Final = good("good.policy.yaml")
BASED: Final = good("good_based.policy.yaml")
BY: Final = "(name), pelvic-health physiotherapist"
DAY: Final = date(2026, 5, 20)
BLOCK: Final = "reviewed:\n  by: (name), pelvic-health physiotherapist\n  on: 2026-05-20\n"


def review_of(text: str) -> Review:
    """Return how a plan or a policy stands to its review."""
    if "reprise-plan 1" in text:
        return read_plan(text, "f").review
    return read_policy(text, "f").review


def signed(text: str, words: str = "") -> str:
    """Return the text with a signature that fits."""
    return sign(text, Signature(BY, DAY, review_of(text).fingerprint, words))


FILES: Final = pytest.mark.parametrize(
    "text", [PLAN, POLICY, BASED], ids=["plan", "whole", "based"]
)


@FILES
def test_a_signature_is_good_until_something_changes(text: str) -> None:
    """Never, reviewed, changed: in the plan, in the policy, and in words."""
    before = review_of(text)
    assert (before.state, before.fits) == (State.NEVER, False)
    assert str(before) == "not reviewed by a physiotherapist"
    whole = signed(text, "For my own clients.")
    after = review_of(whole)
    assert after.signature == Signature(BY, DAY, before.fingerprint, "For my own clients.")
    assert (after.state, after.fits) == (State.FITS, True)
    assert str(after) == f"reviewed by {BY} on 20 May 2026"
    changed = review_of(whole + "# a comment\n")
    assert (changed.state, changed.fits) == (State.CHANGED, False)
    assert str(changed) == "changed since the review of 20 May 2026"


def test_a_plan_and_a_policy_know_whether_they_are_reviewed() -> None:
    """As the core and the reports ask them."""
    assert read_plan(signed(PLAN), "f").reviewed
    assert not read_plan(signed(PLAN) + "\n", "f").reviewed
    assert read_policy(signed(POLICY)).policy.reviewed
    assert not read_policy(signed(POLICY) + "\n").policy.reviewed


def test_nobody_has_signed_what_comes_with_reprise() -> None:
    """It is told as it is; each has a fingerprint of its own."""
    reviews = [find_plan(name).review for name in plan_names()]
    reviews += [open_policy(name).review for name in policy_names()]
    assert {each.state for each in reviews} == {State.NEVER}
    assert len({each.fingerprint for each in reviews}) == len(plan_names()) + len(policy_names())


def test_the_block_stands_as_a_person_would_write_it() -> None:
    """With the fingerprint, and her words in quotes only where YAML needs them."""
    of = review_of(PLAN).fingerprint
    assert f"{BLOCK}  of: {of}\n  words: For my clients.\n" in signed(PLAN, "For my clients.")
    assert '  words: "Mine: #1"\n' in signed(PLAN, "Mine: #1")
    assert "  words: 'A \"good\" one'\n" in signed(PLAN, 'A "good" one')
    assert "words" not in signed(PLAN)


line_ends = st.sampled_from(["\n", "\r\n", "\r"])
marks = st.sampled_from(["", "\ufeff"])
notes = st.sampled_from(["", "  # who, role, date"])


@pytest.mark.long
@given(st.sampled_from([PLAN, POLICY, BASED]), line_ends, marks, notes)
def test_a_review_that_is_withdrawn_leaves_every_byte_as_it_was(
    text: str,
    end: str,
    mark: str,
    note: str,
) -> None:
    """Comments, line ends and a byte order mark too; and signing twice is signing once."""
    before = mark + text.replace("reviewed: not yet", f"reviewed: not yet{note}").replace("\n", end)
    once = signed(before)
    assert review_of(once).fits
    assert withdraw(once) == before
    assert signed(signed(before, "A sentence.")) == once
    assert withdraw(before) == before


@pytest.mark.long
@given(st.sampled_from([PLAN, POLICY, BASED]), line_ends, marks)
def test_line_ends_and_a_mark_change_nothing(text: str, end: str, mark: str) -> None:
    """An editor of another system may save the file."""
    saved = mark + signed(text).replace("\n", end)
    assert review_of(saved) == review_of(signed(text))


@pytest.mark.long
@given(st.sampled_from([PLAN, POLICY, BASED]), st.data())
def test_any_edit_outside_the_block_lapses_it(text: str, data: st.DataObject) -> None:
    """Whatever is put in, cut out or exchanged: the file cannot be used, or is not reviewed."""
    whole = signed(text)
    first = whole.index("reviewed:")
    last = whole.index("\n", whole.index("\n  of: ") + 1)
    start = data.draw(st.integers(0, first) | st.integers(last + 1, len(whole)))
    end = data.draw(st.integers(start, min(start + 9, first if start <= first else len(whole))))
    put = data.draw(st.text("ab1 :#-\n", max_size=6) | st.sampled_from(["# note\n", "\n", " # x"]))
    edited = whole[:start] + put + whole[end:]
    assume(LINE_BREAK.split(edited) != LINE_BREAK.split(whole))
    # In front of the block the edit must not reach into its first word.
    assume(start != first or not put or put.endswith("\n"))
    try:
        assert not review_of(edited).fits
    except (PlanInvalid, PolicyInvalid):
        return


def test_a_comment_within_the_block_counts_too() -> None:
    """A linter reads comments wherever they stand."""
    for line in ("reviewed:", f"  by: {BY}", "  on: 2026-05-20"):
        allowed = signed(PLAN).replace(line, f"{line}  # lint: allow everything because", 1)
        assert review_of(allowed).state is State.CHANGED
    beneath = signed(PLAN).replace("\n  on: ", "\n  # lint: allow everything\n  on: ")
    assert review_of(beneath).state is State.CHANGED


def test_a_comment_that_moves_out_of_the_block_is_a_change() -> None:
    """Beside the key it is no part of the line below, nor of the one above."""
    beside = PLAN.replace("reviewed: not yet", "reviewed: not yet  # a")
    below = PLAN.replace("reviewed: not yet", "reviewed: not yet\n# a")
    above = PLAN.replace("reviewed: not yet", "# a\nreviewed: not yet")
    assert len({review_of(each).fingerprint for each in (PLAN, beside, below, above)}) == 4


def test_a_line_in_a_text_that_looks_like_the_block_is_none() -> None:
    """The block is found as YAML reads the file."""
    trap = PLAN.replace("title: My plan", 'title: "My\n reviewed: not yet"')
    whole = signed(trap)
    assert review_of(whole).fits
    assert withdraw(whole) == trap
    assert ' reviewed: not yet"' in whole


def test_a_policy_is_signed_with_the_one_it_is_based_on() -> None:
    """Its rows are those of the other; whether that one is signed is another question."""

    def fingerprint(base: str) -> str:
        held = read_based(BASED, "f", lambda name: PolicyText(base, name))
        return held.review.fingerprint

    assert fingerprint(POLICY) == fingerprint(signed(POLICY)) == fingerprint("\ufeff" + POLICY)
    assert fingerprint(POLICY) != fingerprint(POLICY + "# another\n")


def test_a_block_that_is_not_in_lines_of_its_own_is_not_rewritten() -> None:
    """One sentence says how it should stand; nothing is lost."""
    commented = signed(PLAN).replace("\n  on: ", "\n  # mine\n  on: ")
    beside = PLAN.replace("reviewed: not yet", "reviewed:  # a\n  not yet  # b")
    for text in (commented, beside):
        with pytest.raises(NotSignable, match="with comments above or below"):
            withdraw(text)
        with pytest.raises(NotSignable, match="with comments above or below"):
            signed(text)
    flow = "{format: c, reviewed: not yet}"
    with pytest.raises(NotSignable, match="lines of its own"):
        withdraw(flow)


@pytest.mark.parametrize("words", ["a\nb", "a\x1b[1m", "\" and '", "\\ and '", "a\u2028b"])
def test_words_that_cannot_be_written_are_refused(words: str) -> None:
    """Rather than written in another way than they were meant."""
    with pytest.raises(NotSignable, match="simpler characters"):
        signed(PLAN, words)


@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=20))
def test_whatever_is_signed_is_read_again_or_refused(words: str, name: str, role: str) -> None:
    """Any name, any role, any sentence: never a file that says something else."""
    words, by = " ".join(words.split()), " ".join(f"{name}, {role}".split())
    before = Signature(by, DAY, review_of(PLAN).fingerprint, words)
    try:
        after = review_of(sign(PLAN, before))
    except (NotSignable, PlanInvalid):
        return
    assert after.signature == before
    assert after.fits


def test_a_name_of_any_language_can_sign() -> None:
    """Not only those of the property above that are refused."""
    for by in ("(Zoë), kinésithérapeute", "(名), 理学療法士", "O'(name), physio: pelvic #1"):
        whole = sign(PLAN, Signature(by, DAY, review_of(PLAN).fingerprint))
        assert review_of(whole).fits
        assert review_of(whole).signature == Signature(by, DAY, review_of(PLAN).fingerprint)


def test_a_day_can_be_tomorrow_but_not_later() -> None:
    """It may be tomorrow already where the file was signed."""
    day = timedelta(days=1)
    assert parse_day((today() + day).isoformat()) == today() + day
    with pytest.raises(ValueError, match="yet to come"):
        parse_day((today() + 2 * day).isoformat())


def test_what_is_in_no_file_has_no_review() -> None:
    """A file without the key is told so with its other keys, once."""
    with pytest.raises(PlanInvalid, match='needs "reviewed"') as caught:
        read_plan(PLAN.replace("reviewed: not yet\n", ""), "f")
    assert len(caught.value.problems) == 1
