"""A plan's own words on the screens and in plain mode: in few lines, and in nobody's way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from controller.cli.session.plain import sentence, told_before
from controller.records.format import OUTPUT
from controller.records.seen import Before
from controller.tui.drawing.ink import balanced, shortened, width_of, wrapped
from controller.tui.screen.frame import draw
from controller.tui.screen.plan_words import incline_words, level_words
from controller.tui.screen.talk import Ui
from protocols.units import SECOND
from tests.tui.sessions import first, fold_all, more, recorded, still, until
from tests.tui.test_frame import text_of

if TYPE_CHECKING:
    from controller.records.format import Record
    from controller.records.view import View

SIZES = [(80, 24), (100, 30), (160, 45)]
CUE, NOTE = "Ribs over pelvis.  Let the ribs turn.", "Half of it is done."
LONG = "The next ones are the same, and if the last one was harder than 4 of 10 you take a little "
LONG += "off it with the arrow key, which nobody counts and nobody minds at all."
HOSTILE = "\x1b[2J\x1b]0;owned\x07\u202e\x9b31m"
PLAIN: Record = {
    "n": 1, "t": 65 * SECOND, "io": OUTPUT, "kind": "segment", "gait": "run", "role": "work",
    "number": 2, "of": 5, "duration": 60 * SECOND, "speed": 750, "counting": False,
}  # fmt: skip
KEYS = ("S  something is wrong", "U  unwell: belt stops", "SPACE  =  STOP THE BELT")


def in_interval(gait: str = "run", after: float = 5, **said: str) -> tuple[Record, ...]:
    """Return a session in its second run or walk, whose plan says that of it."""
    whole = recorded()
    begins = first(whole, "segment", gait=gait, number=2, counting=False)
    moment = first(whole, "segment", after, gait=gait, number=2, counting=True)
    return tuple(
        {**each, **said} if each["kind"] == "segment" and each["t"] == begins else each
        for each in until(whole, moment)
    )


def screen(view: View, size: tuple[int, int] = (80, 24)) -> str:
    """Return the screen as text."""
    return text_of(draw(view, Ui(), *size))


@pytest.mark.parametrize("size", SIZES)
def test_a_run_shows_its_cue_and_all_that_it_showed_before(size: tuple[int, int]) -> None:
    """One line; the panel and the keys stay where they are."""
    with_cue = screen(fold_all(in_interval(cue=CUE)), size)
    without = screen(fold_all(in_interval(cue="")), size)
    assert "Ribs over pelvis. Let the ribs turn." in with_cue
    changed = [
        (a, b) for a, b in zip(without.split("\n"), with_cue.split("\n"), strict=True) if a != b
    ]
    assert len(changed) == 1
    assert not changed[0][0].strip()
    assert all(key in with_cue for key in KEYS)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("note", "after", "told", "not_told"),
    [
        (NOTE, 5, (NOTE, "Let the ribs turn"), ()),
        (NOTE, 25, (NOTE, "Let the ribs turn"), ()),
        (LONG, 5, ("The next ones are the same", "arrow key"), ("Let the ribs turn",)),
        (LONG, 25, ("Let the ribs turn",), ("The next ones", "arrow key")),
    ],
)
def test_a_note_stands_above_the_cue_while_there_is_room(
    note: str, after: float, told: tuple[str, ...], not_told: tuple[str, ...], size: tuple[int, int]
) -> None:
    """For 20 s it comes first; then it stays only where all of it stands beside the cue."""
    text = screen(fold_all(in_interval(after=after, cue=CUE, note=note)), size)
    assert all(words in text for words in told)
    assert not any(words in text for words in not_told)
    assert all(key in text for key in KEYS)


def test_words_never_touch_the_keys() -> None:
    """A line parts them, however many lines there are."""
    for note in ("", NOTE, LONG):
        lines = screen(fold_all(in_interval(cue=CUE, note=note))).split("\n")
        keys = next(at for at, line in enumerate(lines) if KEYS[0] in line)
        assert not lines[keys - 1].strip()
        assert lines[keys - 2].strip() or not note


def test_a_note_is_above_the_cue() -> None:
    """It is said before the interval; the cue is for all of it."""
    text = screen(fold_all(in_interval(cue=CUE, note=NOTE)))
    assert text.index(NOTE) < text.index("Let the ribs turn")


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        ("reminder", {"why": "run"}, "S, if there is anything."),
        ("ceiling", {"speed": 720, "because": "hip to heel, clear"}, "HELD at 7.2 km/h"),
        ("no_steps", {}, "No step sensor"),
    ],
)
def test_what_is_more_pressing_comes_first(kind: str, fields: dict[str, Any], said: str) -> None:
    """The note is cut for it, and the cue waits."""
    told = more(in_interval(cue=CUE, note=LONG), OUTPUT, kind, **fields)
    text = screen(fold_all(told))
    assert text.index(said) < text.index("The next ones are the same")
    assert "…" in text
    assert "Let the ribs turn" not in text


def test_an_answer_that_can_be_taken_back_leaves_no_room_for_words() -> None:
    """Its three lines are read within three seconds."""
    told = in_interval("walk", cue=CUE, note=NOTE)
    until_ = told[-1]["t"] + 3 * SECOND
    noted = more(
        told, OUTPUT, "noted", label="Hip to heel", words="strong", action="walk", rule="I8",
        until=until_,
    )  # fmt: skip
    text = screen(fold_all(noted))
    assert "NOTED  HIP TO HEEL, STRONG" in text
    assert CUE.split(maxsplit=1)[0] not in text


def test_no_cue_is_read_over_a_question() -> None:
    """A question has the whole screen."""
    told = more(
        in_interval("walk", cue=CUE, note=NOTE), OUTPUT, "question", state="open", step="strength",
        strength=None, until=None,
    )  # fmt: skip
    text = screen(fold_all(told))
    assert "ANYTHING TO NOTE?" in text
    assert "Ribs" not in text
    assert NOTE not in text


@pytest.mark.long
@pytest.mark.parametrize("size", SIZES)
def test_a_stranger_s_words_cannot_write_to_the_terminal(size: tuple[int, int]) -> None:
    """Escape sequences are shown as what they are, and a word without end ends."""
    for words in (HOSTILE, "x" * 500, "漢" * 200, f"{HOSTILE} {'y' * 300}"):
        view = fold_all(in_interval(cue=words, note=words))
        frame = draw(view, Ui(), *size)
        assert all(width_of(line) == size[0] for line in frame.lines)
        assert all(character.isprintable() for character in text_of(frame).replace("\n", ""))
        assert all(key in text_of(frame) for key in KEYS)
        told = sentence({**PLAIN, "cue": words, "note": words})
        assert told is not None
        assert told.isprintable()


@settings(deadline=None)
@given(st.text(max_size=300), st.integers(2, 80), st.integers(-2, 4))
def test_a_shortened_text_keeps_to_its_lines(text: str, width: int, most: int) -> None:
    """Never wider and never more of them; a mark stands where something is missing."""
    lines = shortened(text, width, most)
    whole = wrapped(" ".join(text.split()), width)
    assert len(lines) == min(len(whole), max(0, most))
    assert all(cell_len(line) <= width for line in lines)
    if lines and lines != whole:
        assert any(line.endswith("…") for line in lines)


@settings(deadline=None)
@given(st.lists(st.text("abc跑é", min_size=1, max_size=9), max_size=30), st.integers(9, 80))
def test_even_lines_are_as_few_and_say_the_same(said: list[str], width: int) -> None:
    """None is wider than there is room for, and the widest is no wider than it was."""
    text = " ".join(said)
    lines, plain = balanced(text, width), wrapped(text, width)
    assert " ".join(lines) == " ".join(plain)
    assert len(lines) == len(plain)
    assert max(map(cell_len, lines), default=0) <= max(map(cell_len, plain), default=0)


BEFORE = Before(15, 3, "Shorter walks, the same running.")


@pytest.mark.parametrize(
    ("before", "incline", "level"),
    [
        (Before(), "", ""),
        (Before(incline=0), "Set the incline to 0 % by the treadmill's own keys.", ""),
        (Before(incline=10), "Set the incline to 1 % by the treadmill's own keys.", ""),
        (BEFORE, "Set the incline to 1.5 % by the treadmill's own keys.",
         "Effort 3 of 10. Shorter walks, the same running."),
        (Before(effort=0), "", "Effort 0 of 10."),
    ],
)  # fmt: skip
def test_incline_and_effort_are_told_in_sentences(before: Before, incline: str, level: str) -> None:
    """The runner sets the incline; nothing promises that anybody else does."""
    assert (incline_words(before), level_words(before)) == (incline, level)
    assert told_before(before) == [each for each in (incline, level) if each]


def before_the_start(name: str, before: Before) -> View:
    """Return what a screen knows before the start, of a level that says that."""
    view = fold_all(still()[name])
    return view._replace(opening=view.opening._replace(before=before))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["ready", "ready by hand", "ready, stoppable", "new here"])
def test_the_opening_screen_tells_them(name: str, size: tuple[int, int]) -> None:
    """Below what is to be ticked, with all that stands there else."""
    text = screen(before_the_start(name, BEFORE), size)
    assert "Set the incline to 1.5 % by the treadmill's own keys." in text
    assert "Effort 3 of 10. Shorter walks, the same running." in text
    assert "ESC  leave" in text
    assert "Keys reach Reprise" in text


@pytest.mark.parametrize(
    ("ui", "room"), [(Ui(), True), (Ui(ticks=4, hint="SPACE stops the belt."), False)]
)
def test_a_long_note_takes_nothing_away_before_the_start(ui: Ui, *, room: bool) -> None:
    """It is cut or left out, and the keys and the state of the computer stay."""
    view = before_the_start("ready by hand", BEFORE._replace(note=LONG * 5))
    without = text_of(draw(fold_all(still()["ready by hand"]), ui, 80, 24))
    text = text_of(draw(view, ui, 80, 24))
    told = [line for line in without.split("\n") if line.strip()]
    assert all(line in text for line in told)
    assert ("…" in text) is room
    assert ("Effort 3 of 10." in text) is room


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "RUN 2 of 5 at 7.5 km/h."),
        ({"cue": "Stand tall."}, "RUN 2 of 5 at 7.5 km/h.  Stand tall."),
        ({"cue": "Stand tall.", "note": NOTE},
         "RUN 2 of 5 at 7.5 km/h.  Half of it is done.  Stand tall."),
        ({"cue": "Stand tall.", "speed": 650}, "WALK at 6.5 km/h."),
        ({"counting": True, "cue": "Stand tall."}, "RUN 2 of 5 for 1:00."),
    ],
)  # fmt: skip
def test_plain_mode_says_them_in_one_line(fields: dict[str, Any], told: str) -> None:
    """As the interval begins; a run that is walked has no cue."""
    assert sentence({**PLAIN, **fields}) == f"  1:05  {told}"


def test_what_was_told_makes_every_walk_ask_and_the_screen_says_so() -> None:
    """The next walk has a question, though the plan left it out."""
    view = fold_all(in_interval())
    assert view.about is not None
    quiet = tuple(each._replace(asks=False) for each in view.about.parts)
    view = view._replace(about=view.about._replace(parts=quiet))
    assert "with questions" not in screen(view)
    told = fold_all(
        more(in_interval(), OUTPUT, "symptom", symptom="hip", label="Hip", words="a little",
             value=1, place="leg", action="note", rule="")
    )  # fmt: skip
    told = told._replace(about=view.about)
    assert "THEN   WALK 2:00, with questions" in screen(told)
