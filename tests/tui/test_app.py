"""The screen as a person has it: keys, the bar, focus, sizes, and what it asks of the session."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from textual import events
from textual.widgets import Input, TextArea

from controller.records.format import OUTPUT, SHELL, WATCH
from controller.records.intents import Intent
from controller.tui import app as app_module
from controller.tui.app import EXIT_BUG, SessionApp, run_session
from controller.tui.drawing.canvas import Canvas
from controller.tui.screen.signs import parts
from controller.tui.screen.talk import Given
from controller.tui.screen.whom import NOT_KEPT
from tests.lanes import one_in
from tests.tui.pressed import key_at
from tests.tui.sessions import Noting, asked, in_run, more, moving, recorded, still
from tests.tui.told import told_moving, told_still

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from controller.records.format import Record

MOVING = moving() | told_moving()
STILL = still() | told_still()
SCREENS = MOVING | STILL


def screen_text(app: SessionApp) -> str:
    """Return what the terminal shows: not what should be drawn, what was."""
    canvas = app.screen.query_one(Canvas)
    width, height = app.size
    lines = [canvas.render_line(y) for y in range(height)]
    assert all(line.cell_length == width for line in lines)
    return "\n".join(line.text for line in lines)


async def settle(pilot: Pilot[Any], app: SessionApp) -> None:
    """Let everything be handled and drawn."""
    await pilot.pause()
    app.redraw()
    await pilot.pause()


@pytest.mark.asyncio
@pytest.mark.parametrize("name", one_in(4, MOVING))
async def test_no_screen_of_a_moving_belt_has_a_text_input(name: str) -> None:
    """Nothing can be focused, nothing can be typed into, no palette opens, TAB moves nothing."""
    app = SessionApp(Noting(MOVING[name]))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot, app)
        for key_name in ("tab", "ctrl+p", "ctrl+q", "shift+tab", "f1"):
            await pilot.press(key_name)
        assert len(app.screen_stack) == 1
        assert not list(app.screen.query(Input))
        assert not list(app.screen.query(TextArea))
        assert app.focused is None
        assert app.return_code is None
        assert app.screen.active_bindings == {}


@pytest.mark.asyncio
async def test_a_press_beside_the_bar_stops_nothing() -> None:
    """Only the bar is the bar."""
    operator = Noting(in_run())
    app = SessionApp(operator)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot, app)
        await pilot.click(Canvas, offset=(40, 20))
        assert operator.stops == []
        await pilot.click(Canvas, offset=(0, 21))
        assert operator.stops == ["the bar"]


@pytest.mark.asyncio
async def test_the_belt_starts_by_g_after_four_ticks_and_never_by_enter() -> None:
    """A thousand ENTERs start nothing; G before the ticks leads to a line that says so."""
    operator = Noting(STILL["ready"])
    app = SessionApp(operator)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot, app)
        await pilot.press("g")
        await settle(pilot, app)
        assert "First the four lines" in screen_text(app)
        for _ in range(1000):
            app.post_message(key_at("enter", 1.0))
        await settle(pilot, app)
        assert operator.pressed == []
        assert screen_text(app).count("[x]") == 4
        await pilot.press("g")
        assert operator.pressed == [Intent("start")]


@pytest.mark.asyncio
@pytest.mark.parametrize("size", [(60, 20), (79, 40), (200, 23)], ids=str)
@pytest.mark.parametrize("name", ["ready", "paused"])
async def test_nothing_starts_on_a_screen_too_small_to_name_the_key(
    name: str, size: tuple[int, int]
) -> None:
    """Four lines that nobody can read are not ticked, and G means nothing, nor under the help."""
    operator = Noting(SCREENS[name])
    app = SessionApp(operator)
    async with app.run_test(size=size) as pilot:
        await pilot.press("enter", "enter", "enter", "enter", "g")
        assert [each for each in operator.pressed if each.key in ("start", "resume")] == []
        assert app.ui.ticks == 0
        assert "you must be able to read this screen" in app.ui.hint
        await pilot.press("question_mark")
        assert (app.ui.help, app.ui.hint) == (False, "The keys have no room here.")
        await pilot.resize_terminal(80, 24)
        await pilot.press("question_mark", "g")
        assert app.ui.help
        assert [each for each in operator.pressed if each.key in ("start", "resume")] == []
        await pilot.press("question_mark", "enter", "enter", "enter", "enter", "g")
        started = [each.key for each in operator.pressed if each.key in ("start", "resume")]
        assert started == ["start" if name == "ready" else "resume"]


@pytest.mark.asyncio
async def test_the_page_of_keys_goes_as_it_came() -> None:
    """ENTER closes it and ticks nothing; a terminal that becomes too small closes it as well."""
    app = SessionApp(Noting(SCREENS["ready"]))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark", "enter")
        assert (app.ui.help, app.ui.ticks) == (False, 0)
        await pilot.press("question_mark")
        await pilot.resize_terminal(60, 20)
        await pilot.resize_terminal(80, 24)
        await pilot.press("enter")
        assert (app.ui.help, app.ui.ticks) == (False, 1)


@pytest.mark.asyncio
async def test_a_question_is_answered_with_two_keys() -> None:
    """A strength and then a place; whether an answer counts is for the session to say."""
    operator = Noting(asked())
    app = SessionApp(operator)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2")
        assert operator.pressed == [Intent("strength", value=2)]
        assert operator.give is not None
        place: dict[str, Any] = {"state": "open", "step": "place", "strength": 2, "until": None}
        operator.give(more(asked(), OUTPUT, "question", **place)[-1])
        await settle(pilot, app)
        assert "CLEAR - WHERE?" in screen_text(app)
        app.post_message(key_at("h", 10.0))
        app.post_message(key_at("backspace", 20.0))
        await pilot.pause()
        assert operator.pressed[1:] == [Intent("place", symptom="heavy"), Intent("back")]
        assert operator.stops == []


@pytest.mark.asyncio
async def test_escape_and_q_only_say_what_stops() -> None:
    """They leave nothing while the belt moves."""
    operator = Noting(in_run())
    app = SessionApp(operator)
    async with app.run_test(size=(80, 24)) as pilot:
        for at, name in enumerate(("escape", "q")):
            app.post_message(key_at(name, float(at)))
            await settle(pilot, app)
            assert "SPACE stops the belt." in screen_text(app)
            app.post_message(key_at("x", at + 0.5))
            await settle(pilot, app)
            assert "SPACE stops the belt." not in screen_text(app)
        assert app.return_code is None
    assert operator.pressed == [Intent("other")] * 2


@pytest.mark.asyncio
@pytest.mark.parametrize("name", ["run", "strength", "paused"])
async def test_escape_puts_the_keys_away_and_does_nothing_else(name: str) -> None:
    """As it closes whatever lies over a page."""
    operator = Noting(SCREENS[name])
    app = SessionApp(operator)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot, app)
        before = screen_text(app)
        await pilot.press("?")
        await settle(pilot, app)
        assert screen_text(app) != before
        await pilot.press("escape")
        await settle(pilot, app)
        assert screen_text(app) == before
    assert (operator.pressed, operator.stops) == ([], [])


@pytest.mark.asyncio
async def test_focus_that_goes_and_comes_is_told() -> None:
    """Once each; a key that arrives is the best proof that keys arrive."""
    operator = Noting(in_run())
    app = SessionApp(operator)
    async with app.run_test(size=(80, 24)) as pilot:
        for event in (events.AppBlur(), events.AppBlur(), events.AppFocus()):
            app.post_message(event)
            await pilot.pause()
        assert operator.pressed == [Intent("keys-lost"), Intent("keys-back")]
        app.post_message(events.AppBlur())
        await pilot.press("x")
        assert operator.pressed[2:] == [Intent("keys-lost"), Intent("keys-back"), Intent("other")]


@pytest.mark.asyncio
async def test_the_lease_is_renewed_with_what_is_believed() -> None:
    """The last number that was folded, and whether the belt may move."""
    operator = Noting(in_run())
    app = SessionApp(operator)
    async with app.run_test(size=(80, 24)) as pilot:
        assert operator.renewals[-1] == (in_run()[-1]["n"], True)
        assert app.trigger.armed
        assert operator.give is not None
        count = len(operator.renewals)
        while len(operator.renewals) < count + 2:
            await pilot.pause(0.02)
        operator.give(more(in_run(), OUTPUT, "phase", phase="paused", was="stopping")[-1])
        assert not app.trigger.armed
        count = len(operator.renewals)
        while len(operator.renewals) < count + 1:
            await pilot.pause(0.02)
        assert operator.renewals[-1] == (in_run()[-1]["n"] + 1, False)


@pytest.mark.long
@pytest.mark.asyncio
@pytest.mark.parametrize("name", ["run", "place", "unsupervised", "ready", "done"])
async def test_a_storm_of_sizes_breaks_nothing(name: str) -> None:
    """Any size at any moment, down to one cell; the last size is what is drawn, and keys work."""
    operator = Noting(SCREENS[name])
    app = SessionApp(operator)
    sizes = random.Random(7)  # noqa: S311  # any numbers will do
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(30):
            width, height = sizes.randint(1, 300), sizes.randint(1, 90)
            await pilot.resize_terminal(width, height)
            app.redraw()
        await pilot.resize_terminal(40, 10)
        await settle(pilot, app)
        assert "80 x 24" in screen_text(app)
        await pilot.press("pageup")
        assert operator.stops == ["the stop key"]
        await pilot.resize_terminal(80, 24)
        await settle(pilot, app)
        assert "80 x 24" not in screen_text(app)


@pytest.mark.asyncio
async def test_ten_thousand_keys_are_taken_and_the_stop_behind_them_too() -> None:
    """Whatever they are, no start is among their meanings, and the app lives."""
    operator = Noting(in_run())
    app = SessionApp(operator)
    names = [*"abcdefghijklmnopqrstuvwxyz0123456789", "enter", "tab", "f5", "escape", "ctrl+q"]
    keys = random.Random(11)  # noqa: S311  # any keys will do
    async with app.run_test(size=(80, 24)) as pilot:
        for number in range(10_000):
            app.post_message(key_at(keys.choice(names), 1.0 + number / 2))
        app.post_message(key_at("space", 9999.0, " "))
        await pilot.pause()
        assert operator.stops == ["the stop key"]
        assert len(operator.pressed) > 7_000
        assert not {"start", "resume", "stop"} & {intent.key for intent in operator.pressed}
        assert app.return_code is None
        await settle(pilot, app)
        assert "STOP THE BELT" in screen_text(app)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("name", "leaves", "code"),
    [
        ("done", "enter", 0), ("refer", "enter", 4), ("refused", "q", 1), ("not begun", "q", 5),
        ("left", "enter", 70), ("connecting", "q", 0),
        ("connecting", "space", 0), ("ready", "escape", 0),
    ],
)  # fmt: skip
async def test_leaving_gives_the_exit_code(name: str, leaves: str, code: int) -> None:
    """The session's own, or that it was interrupted before it began."""
    app = SessionApp(Noting(STILL[name]))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(leaves)
    assert app.return_value == code


@pytest.mark.asyncio
@pytest.mark.parametrize("leaves", ["escape", "q"])
async def test_what_leaves_puts_the_keys_away_first(leaves: str) -> None:
    """As on the pages between sessions: who only read them has not left."""
    app = SessionApp(Noting(STILL["ready"]))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark")
        await settle(pilot, app)
        assert "these keys away" in screen_text(app)
        await pilot.press(leaves)
        await settle(pilot, app)
        assert "these keys away" not in screen_text(app)
        assert app.return_value is None
        await pilot.press(leaves)
    assert app.return_value == 0


@pytest.mark.asyncio
async def test_s_is_passed_on_and_told_of_where_it_opens_nothing() -> None:
    """The session decides; while it waits for the belt, a line says when it hears."""
    operator = Noting(SCREENS["starting"])
    app = SessionApp(operator)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s")
        await settle(pilot, app)
        assert [each.key for each in operator.pressed] == ["wrong"]
        assert "S asks once the belt moves" in screen_text(app)


@pytest.mark.asyncio
async def test_a_stop_key_after_the_end_still_asks() -> None:
    """Reprise stays on watch for a while; the key is passed on."""
    operator = Noting(recorded())
    app = SessionApp(operator)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space")
        assert operator.stops == ["the stop key"]
        assert app.return_code is None


@pytest.mark.asyncio
@pytest.mark.parametrize("name", ["done", "refer", "sites"])
async def test_who_stays_at_the_end_is_heard_and_shown_whom_to_call(name: str) -> None:
    """Seen: U was dead and silent once the belt stood, for whoever stopped first."""
    operator = Noting(STILL[name])
    app = SessionApp(operator)
    async with app.run_test(size=(80, 24)) as pilot:
        assert operator.pressed == [Intent("end-shown")]
        await settle(pilot, app)
        assert " U  unwell" in screen_text(app)
        await pilot.press("u")
        assert operator.pressed[1:] == [Intent("unwell")]
        assert operator.give is not None
        operator.give(more(STILL[name], OUTPUT, "unwell")[-1])
        await settle(pilot, app)
        text = screen_text(app)
        for part in parts(""):
            assert f" {part.number}  {part.title}" in text
        assert " U  unwell" not in text


@pytest.mark.asyncio
@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_when_nobody_else_is_there_the_screen_shows_the_list_itself(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Minutes behind the end the session's process has gone; faint is faint."""
    gone = more(STILL["done"], WATCH, "left", exit_code=0)
    operator = Noting(gone)
    app = SessionApp(operator)
    async with app.run_test(size=size) as pilot:
        pressed = [*operator.pressed]
        await pilot.press("u")
        await settle(pilot, app)
        text = " ".join(screen_text(app).split())
        for part in parts(""):
            assert f" {part.number} {part.title}" in text
        await pilot.press("2")
        await pilot.press("1")
        assert app.view.answers.signs == "now"
        await pilot.press("backspace")
        assert app.view.answers.signs == ""
        await pilot.press("m")
        assert app.view.exit_code == 0, "pressed by mistake"
        await pilot.press("backspace", "enter")
        assert operator.pressed == pressed, "there is nobody to tell"
    assert app.return_value == 4
    await leave_with("u", gone, monkeypatch, "999", then="enter")
    told = " ".join(capsys.readouterr().out.split())
    assert parts("999")[0].title in told
    assert NOT_KEPT in told


@pytest.mark.asyncio
async def test_a_controller_that_goes_before_it_has_heard_leaves_the_list_to_the_screen() -> None:
    """It hung behind the end, or its ten minutes were over just then: nobody presses U twice."""
    operator = Noting(STILL["done"])
    app = SessionApp(operator)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("u")
        assert operator.pressed[-1] == Intent("unwell")
        assert operator.give is not None
        operator.give(more(STILL["done"], WATCH, "left", exit_code=0)[-1])
        await settle(pilot, app)
        assert f" 1  {parts('')[0].title}" in screen_text(app)
        assert NOT_KEPT in screen_text(app)
        await pilot.press("backspace", "1")
        assert app.view.answers.signs == "now"


@pytest.mark.asyncio
async def test_the_bell_rings_until_a_key_is_pressed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a second while the treadmill is unsupervised; a key silences it, not the screen."""
    rings: list[float] = []
    now = [100.0]
    app = SessionApp(operator := Noting(in_run()))
    async with app.run_test(size=(80, 24)) as pilot:
        monkeypatch.setattr(app, "clock", lambda: now[0])
        monkeypatch.setattr(app._announcer, "_ring", lambda: rings.append(now[0]))
        assert operator.give is not None
        app.redraw()
        assert rings == []
        operator.give(more(in_run(), WATCH, "unsupervised", because="it has died")[-1])
        for tenth in range(35):
            now[0] = 100.0 + tenth / 10
            app.redraw()
        assert rings == [100.0, 101.0, 102.0, 103.0]
        await pilot.press("m")
        now[0] = 110.0
        await settle(pilot, app)
        assert len(rings) == 4
        assert "UNSUPERVISED" in screen_text(app)


@pytest.mark.asyncio
async def test_a_mistake_in_drawing_ends_in_a_sentence_and_leaves_the_session_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The screen closes the pipe, so that the session stops the belt, and says what to do."""

    def draws_nothing(*_: object) -> None:
        raise KeyError("a bug of the test")

    operator = Noting(in_run())
    monkeypatch.setattr(app_module, "draw", draws_nothing)
    plain = SessionApp.run_async

    async def without_a_terminal(self: SessionApp) -> int | None:
        return await plain(self, headless=True)

    monkeypatch.setattr(SessionApp, "run_async", without_a_terminal)
    assert await run_session(operator) == EXIT_BUG
    assert operator.closed
    told = capsys.readouterr().err
    assert "use its own stop or pull the safety key" in " ".join(told.split())
    assert "Traceback" not in told


@pytest.mark.asyncio
@pytest.mark.parametrize("emergency", ["999", ""])
async def test_the_last_words_of_a_session_that_refers_are_the_whole_list(
    emergency: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Seen: left without a choice, every sign of the three lists was a call at once."""
    await leave_with("enter", STILL["signs"], monkeypatch, emergency)
    out = capsys.readouterr().out
    assert "\nPlease see a clinician before another session.\n" in out
    assert max(map(len, out.split("\n"))) < 80, "it is broken between words"
    told = " ".join(out.split())
    for part in parts(emergency):
        assert f"{part.title}: {' '.join(part.signs)}." in told


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("choice", "told"),
    [
        ("now", "CALL 999 NOW."),
        ("today", "CALL YOUR MIDWIFE, DOCTOR OR THAT NUMBER TODAY. With a pad soaked in an hour, "),
        ("bulge", "SEE A PELVIC-HEALTH PHYSIOTHERAPIST BEFORE YOU RUN AGAIN."),
        ("mistake", "You told that it was pressed by mistake."),
    ],
)
async def test_the_last_words_are_those_of_the_part_that_was_chosen(
    choice: str, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Seen after a bulge: the screen named a physiotherapist, and the terminal an ambulance."""
    chosen = more(STILL["signs"], OUTPUT, "signs", choice=choice)
    await leave_with("enter", chosen, monkeypatch, "999")
    out = " ".join(capsys.readouterr().out.split())
    assert told in out
    assert "chest pain" not in out


LAST = {
    "done": "Done, the whole plan. The belt is still.",
    "refer": "Stopped. The belt is still. Because: unwell.",
    "not begun": "Not begun: None found.",
    "refused": "Not begun: ",
    "ready": "Left before the start; the belt was not started.",
}


@pytest.mark.asyncio
@pytest.mark.parametrize("name", LAST)
async def test_the_last_line_says_how_the_session_ended_and_why(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An exit code alone, and a file's name, say it to nobody."""
    await leave_with("escape", STILL[name], monkeypatch)
    assert LAST[name] in capsys.readouterr().out


BULGE = ("run1+0:10=symptom:bulge:1",)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("named", "The belt is still. Noted: Hip to heel, a little. Named afterwards: knee."),
        ("bulge", "Because: Something bulging at the vagina, present."),
        ("done", "Done, the whole plan. The belt is still. Journal"),
    ],
)
async def test_what_was_noted_and_named_stays_on_the_terminal(
    name: str, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A simulated session is in no diary; once, where it has ended the session."""
    records = {
        "named": STILL["sites named"],
        "bulge": recorded(*BULGE),
        "done": more(STILL["done"], SHELL, "journal", path="x", because=""),
    }
    await leave_with("enter", records[name], monkeypatch)
    out = " ".join(capsys.readouterr().out.split())
    assert told in out
    assert ("Noted:" in out) is (name == "named")


@pytest.mark.asyncio
async def test_the_keys_before_a_start_begin_with_those_that_work_there() -> None:
    """Seen: `?` showed the keys of a moving belt alone, and neither G nor ESC."""
    app = SessionApp(Noting(STILL["ready"]))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark")
        await settle(pilot, app)
        text = screen_text(app)
        for key in (
            " ENTER  ticks",
            " G  starts",
            " ESC  leaves",
            "Once it moves:",
            "SPACE  PAGE UP",
        ):
            assert key in text
        assert "these keys away" in text


async def leave_with(
    pressed: str,
    records: tuple[Record, ...],
    monkeypatch: pytest.MonkeyPatch,
    emergency: str = "",
    *,
    then: str = "",
) -> None:
    """Show records without a terminal, and leave them with a key, or with a second one."""
    plain = SessionApp.run_async

    async def leaves(pilot: Pilot[Any]) -> None:
        assert isinstance(pilot.app, SessionApp)
        await settle(pilot, pilot.app)
        await pilot.press(*filter(None, (pressed, then)))

    async def shown(self: SessionApp) -> int | None:
        return await plain(self, headless=True, auto_pilot=leaves)

    monkeypatch.setattr(SessionApp, "run_async", shown)
    await run_session(Noting(records), given=Given(emergency=emergency))


@pytest.mark.asyncio
async def test_a_controller_that_cannot_start_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason is on the screen, and ENTER leaves with the code of a mistake of ours."""

    async def fails(_on_record: object) -> None:
        raise FileNotFoundError(2, "No such file or directory", "python")

    operator = Noting()
    monkeypatch.setattr(operator, "start", fails)
    app = SessionApp(operator)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot, app)
        assert "The controller cannot be started" in screen_text(app)
        await pilot.press("enter")
    assert app.return_value == EXIT_BUG


@pytest.mark.asyncio
async def test_only_lines_that_changed_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A beat that changes one second redraws the lines that show it, not the screen."""
    operator = Noting(in_run())
    app = SessionApp(operator)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot, app)
        drawn: list[int] = []
        canvas = app.screen.query_one(Canvas)
        plain = Canvas.render_line

        def noting(self: Canvas, y: int) -> Any:
            drawn.append(y)
            return plain(self, y)

        monkeypatch.setattr(Canvas, "render_line", noting)
        assert operator.give is not None
        records: tuple[Record, ...] = more(in_run(), "shell", "beat", after=1.2)
        operator.give(records[-1])
        await settle(pilot, app)
        assert 0 < len(set(drawn)) < 14
        assert not {13, 14, 17, 18, 19, 21, 22} & set(drawn)
        assert canvas.size.height == 24


@pytest.mark.asyncio
async def test_no_hint_of_before_stands_beside_a_question() -> None:
    """That nothing is asked is untrue as soon as something is."""
    app = SessionApp(Noting(in_run()))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot, app)
        await pilot.press("enter")
        await settle(pilot, app)
        assert "Nothing is asked now." in screen_text(app)
        record = {"n": app.view.number + 1, "t": app.view.now, "io": "out", "kind": "question"}
        app.take({**record, "state": "open", "step": "strength"})
        await settle(pilot, app)
        assert "ANYTHING TO NOTE?" in screen_text(app)
        assert "Nothing is asked now." not in screen_text(app)
