"""The screen of a simulated treadmill: what it shows, and what each key does."""

from __future__ import annotations

from random import Random

import pytest

from controller.cli.simulated.treadmill_bench import StationBench
from controller.tui.drawing.canvas import Canvas
from controller.tui.treadmill.app import TreadmillApp
from controller.tui.treadmill.lines import Asides, Page, draw
from controller.tui.treadmill.view import CommandSeen, FaultSeen, TreadmillView
from protocols.units import CentiKmh
from simulators.driven.tampering import Tampering
from simulators.driven.watched import WatchedStation
from simulators.faults import FORMS, OF_A_TREADMILL, Kind, Unit
from simulators.profiles import find_machine
from simulators.virtual_time import VirtualClock

_AMOUNTS: dict[Unit | None, str] = {Unit.PERCENT: "100%", Unit.MILLISECONDS: "1000ms"}
VIEW = TreadmillView(
    title="UREVO E1L (urevo-e1l)",
    calls_itself="URTM041",
    address="C0:DE:33:C2:3D:32",
    how="tcp-client:127.0.0.1:42763",
    belt=CentiKmh(475),
    reported=CentiKmh(482),
    target=CentiKmh(482),
    phase="moving",
    client=True,
    controlled=True,
    on_belt=True,
    steps=115,
    faults=tuple(
        FaultSeen(
            str(kind),
            _AMOUNTS.get(FORMS[kind].unit, ""),
            FORMS[kind].means,
            on=kind in (Kind.LOST_NOTIFICATIONS, Kind.DISOBEY),
        )
        for kind in OF_A_TREADMILL
    ),
    commands=tuple(
        CommandSeen(number / 4, "02e001", f"target {number}.00 km/h", "800201", "success")
        for number in range(20)
    ),
    happened="11.281  fault disobey",
)


class Noting:
    """Notes what is asked for, and shows what it was given."""

    def __init__(self, view: TreadmillView = VIEW) -> None:
        self.shown = view
        self.asked: list[object] = []

    def view(self) -> TreadmillView:
        """Return what it was given."""
        return self.shown

    def press(self, key: str) -> None:
        """Note a console key."""
        self.asked.append(key)

    def toggle(self, fault: str) -> None:
        """Note a fault."""
        self.asked.append(("fault", fault))

    def foot(self, *, on: bool) -> None:
        """Note a foot."""
        self.asked.append(("foot", on))


def text(view: TreadmillView = VIEW, asides: Asides = Asides(), height: int = 24) -> list[str]:  # noqa: B008
    """Return the screen as text; every line is as wide as the terminal."""
    lines = ["".join(span.text for span in line) for line in draw(view, asides, 80, height)]
    assert len(lines) == height
    assert all(len(line) <= 80 for line in lines)
    return [line.rstrip() for line in lines]


def shown(app: TreadmillApp) -> str:
    """Return what the terminal shows."""
    canvas = app.screen.query_one(Canvas)
    return "\n".join(canvas.render_line(y).text for y in range(app.size.height))


def test_everything_stands_on_a_small_terminal() -> None:
    """What it truly does and what it says, the newest commands, the faults, all the keys."""
    lines = text()
    whole = "\n".join(lines)
    for told in (
        "BELT km/h: moving",
        "reported  4.82 km/h not the belt",
        "client    connected",
        "on belt   115 steps/min",
        "radio     tcp-client:127.0.0.1:42763",
        "address   C0:DE:33:C2:3D:32",
        "02e001         target 19.00 km/h        800201  success",
        "  6  lost-writes                          D  disobey                       ON",
        "  7  lost-notifications 100%       ON     E  control-lost",
        "G  start  SPACE  stop  UP  faster  DOWN  slower  K  safety key  F  step off",
        "11.281  fault disobey",
    ):
        assert told in whole, told
    assert "target 0.00 km/h" not in whole
    assert sum(line.count("ON") for line in lines if "  disobey" in line) == 1
    assert [line for line in lines if "  link-loss" in line if "ON" in line] == []
    assert whole.count("target") >= 3, "so many commands are left for the smallest terminal"


def test_a_tall_terminal_shows_more_commands() -> None:
    """All of them, if there is room."""
    assert "target 0.00 km/h" in "\n".join(text(height=60))


@pytest.mark.parametrize(
    ("answer", "says", "shown"),
    [
        ("80ff02", "op code not supported", "80ff02  op code not supported"),
        ("fe", "procedure already in progress", "fe  procedure already in pro…"),
    ],
)
def test_an_answer_that_is_cut_has_a_mark(answer: str, says: str, shown: str) -> None:
    """The longest of FTMS fits on the smallest terminal; a wider one has it whole."""
    seen = CommandSeen(1234.5, "ff" * 20, "unknown request 255, trailing", answer, says)
    view = VIEW._replace(commands=(seen,))
    assert [line[51:] for line in text(view) if "1234.500" in line] == [shown]
    (wide,) = (line for line in draw(view, Asides(), 100, 24) if "1234.500" in line[0].text)
    assert "".join(span.text for span in wide).rstrip().endswith(f"{answer}  {says}")


def test_a_machine_cannot_write_to_the_terminal() -> None:
    """What its file calls it, and what it calls itself, is text."""
    evil = "\x1b]0;mine\x07\x1b[31mA"
    view = VIEW._replace(title=evil, calls_itself=evil, happened=evil)
    assert all(line.isprintable() for line in text(view))


def test_what_is_so_of_an_idle_treadmill_is_said() -> None:
    """Nobody there, no command, nothing that differs."""
    idle = VIEW._replace(
        belt=CentiKmh(0), reported=CentiKmh(0), phase="still", client=False, controlled=False,
        on_belt=False, commands=(),
    )  # fmt: skip
    whole = "\n".join(text(idle))
    for told in ("none yet", "client    none", "control   nobody's", "on belt   nobody"):
        assert told in whole
    assert "not the belt" not in whole


@pytest.mark.parametrize("page", Page)
def test_no_page_cuts_a_word_or_a_line_off(page: Page) -> None:
    """At 80 x 24, with every fault on, each is there whole, with its mark."""
    faults = tuple(each._replace(on=True) for each in VIEW.faults)
    lines = text(VIEW._replace(faults=faults), Asides(page))
    whole = " ".join(lines)
    if page is not Page.KEYS:
        for each in faults:
            assert f"  {each.name}" in whole
        assert whole.count(" ON") == len(faults)
    if page is Page.FAULTS:
        assert [each.says for each in faults if f" {each.says} " not in whole] == []
        assert lines[-2] == "", "what stands below the faults ends before the last line"
    if page is Page.KEYS:
        assert "tells what each is" in whole
        assert "CTRL-C: at once" in whole


def test_a_terminal_that_is_too_small_says_so() -> None:
    """And the treadmill goes on."""
    (first, *_) = draw(VIEW, Asides(), 60, 20)
    assert "".join(span.text for span in first).startswith("80 x 24 are needed here;")


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("key", "asked"),
    [
        ("g", "start"),
        ("space", "stop"),
        ("up", "faster"),
        ("down", "slower"),
        ("k", "safety-key"),
        ("f", ("foot", False)),
        *[
            (key, ("fault", str(kind)))
            for key, kind in zip("123456789abcde", OF_A_TREADMILL, strict=True)
        ],
        ("E", ("fault", "control-lost")),
    ],
)
async def test_a_key_does_what_is_written_beside_it(key: str, asked: object) -> None:
    """Once, and nothing else."""
    bench = Noting()
    app = TreadmillApp(bench)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        assert bench.asked == [asked]


@pytest.mark.asyncio
async def test_other_keys_do_nothing() -> None:
    """A fault that is not in the list, and letters without a meaning."""
    bench = Noting()
    app = TreadmillApp(bench)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("0", "h", "x", "enter", "tab", "ctrl+p", "f2")
        assert bench.asked == []
        assert app.is_running


@pytest.mark.asyncio
async def test_the_keys_and_the_faults_can_be_read_and_put_away() -> None:
    """By the same key; two pages."""
    app = TreadmillApp(Noting())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("?")
        await pilot.pause()
        assert "pull the safety key" in shown(app)
        await pilot.press("?")
        await pilot.pause()
        assert "2  disconnect " in shown(app)
        await pilot.press("?")
        await pilot.pause()
        assert "COMMANDS" in shown(app)


@pytest.mark.asyncio
async def test_quitting_asks_while_a_client_is_connected() -> None:
    """Any other key takes the question back; the second Q leaves."""
    app = TreadmillApp(Noting())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("q")
        await pilot.pause()
        assert "It would lose its link and this belt. Q again: quit" in shown(app)
        await pilot.press("x", "q")
        assert app.is_running
        await pilot.press("q")
        await pilot.pause()
        assert not app.is_running


@pytest.mark.asyncio
@pytest.mark.parametrize(("key", "client"), [("q", False), ("escape", False), ("ctrl+c", True)])
async def test_quitting_without_a_question(key: str, client: bool) -> None:  # noqa: FBT001
    """Nobody is connected, or it is Ctrl-C."""
    app = TreadmillApp(Noting(VIEW._replace(client=client)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        await pilot.pause()
        assert not app.is_running


@pytest.mark.asyncio
async def test_the_question_goes_with_the_client() -> None:
    """It left by itself: there is nothing to ask about."""
    bench = Noting()
    app = TreadmillApp(bench)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("q")
        bench.shown = VIEW._replace(client=False)
        app.redraw()
        await pilot.pause()
        assert "Q again" not in shown(app)


@pytest.mark.asyncio
async def test_a_mistake_of_the_screen_closes_it_without_a_traceback(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It is kept for a sentence, which the command line makes of it."""

    class Wrong(Noting):
        def press(self, key: str) -> None:
            raise LookupError(key)

    app = TreadmillApp(Wrong())
    with pytest.raises(LookupError):
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("g")
    assert isinstance(app.mistake, LookupError)
    assert "Traceback" not in "".join(capsys.readouterr())


@pytest.mark.parametrize("kind", OF_A_TREADMILL)
def test_a_key_begins_a_fault_as_it_is_shown_and_mends_it(kind: Kind) -> None:
    """With the amount that stands beside it."""
    told: list[dict[str, object]] = []
    clock = VirtualClock()
    station = WatchedStation("C0:DE:00:00:00:01", find_machine("generic"), clock, told.append)
    tampering = Tampering(station, clock, Random(1))  # noqa: S311
    bench = StationBench(station, tampering, clock, "tcp-client:127.0.0.1:9000")

    def seen() -> FaultSeen:
        return next(each for each in bench.view().faults if each.name == kind)

    bench.toggle(kind)
    assert told[0]["fault"] == kind
    assert told[0].get("amount", "") == seen().amount == _AMOUNTS.get(FORMS[kind].unit, "")
    assert seen().on is (kind not in (Kind.DISCONNECT, Kind.CONTROL_LOST))
    bench.toggle(kind)
    assert not seen().on
