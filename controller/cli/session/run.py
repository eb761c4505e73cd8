"""``reprise run``: a guided session, with the controller in a process of its own."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from platformdirs import user_log_path

from controller.cli.profile import profile_folder, profile_name
from controller.cli.session.plan_changed import settle
from controller.cli.session.planned import planned, words_of
from controller.cli.session.world import Assisted, SessionWorld
from controller.cli.settings.file import settings_of
from controller.cli.sounding import says_cues, speaker
from controller.cli.terminal_input import ask, at_terminal
from controller.operator.supervisor import Supervisor
from controller.records.format import Record
from controller.sound.announcer import Sounds
from controller.words.catalogue import tr
from protocols.worn import SensorKind
from simulators.profiles import look_for_machine
from simulators.script import ScriptInvalid

if TYPE_CHECKING:
    from controller.cli.machines.file import Said
    from controller.records.learnt import Learnt
    from controller.remote.page_process import PageProcess


def run(args: argparse.Namespace, hear: Callable[[Record], None] = lambda _record: None) -> int:
    """Run one session and return its exit code; ``hear`` is given every record of it, too."""
    interactive, began = at_terminal(), datetime.now(UTC)
    simulated = args.simulate is not None
    settled = settle(args, ask if interactive else None, _narrate, _next_level(args))
    check(args)
    treadmill = None if simulated else _treadmill(args.treadmill)
    sensors = _sensors(args)
    page = _page(args, interactive=interactive)
    if _is_drawn(args, interactive=interactive):
        # Before a simulated world takes its share of the processors: the first frame is sooner.
        import controller.tui.app  # noqa: F401, PLC0415
    world = SessionWorld(args)
    errors = Path(user_log_path("reprise")) / "controller.log"

    def hears(record: Record) -> None:
        hear(record)
        if page is not None:
            page.hear(record)

    operator = Assisted(_Commands(args, world.listen, treadmill, sensors), errors, world, hears)
    try:
        if page is not None:
            page.asks(operator.stop)
        code = _front_end(args, operator, page, interactive=interactive)
    finally:
        world.leave(over=operator.over)
        if page is not None:
            page.close()
    if settled is not None and operator.header is not None:
        settled.note()
    if not simulated and operator.header is not None:
        _remember(operator.header, stop_seen=operator.stop_seen)
        _remember_sensors(_named_sensors(args), operator.sensors)
        write_down(args)
        if args.asks_after and not args.json and operator.over:
            from controller.cli.session.around import after_session  # noqa: PLC0415

            after_session(args, began)
    return code


def _page(args: argparse.Namespace, *, interactive: bool) -> PageProcess | None:
    """Start the remote page, if there is to be one.

    Raises:
        ScriptInvalid: it cannot be served.
    """
    if args.serve is None:
        return None
    from controller.cli.session.serving import serve_page  # noqa: PLC0415

    return serve_page(args, interactive=interactive)


def write_down(args: argparse.Namespace) -> None:
    """Put the session into the diary; its journal is there, so that nothing is lost if not."""
    from controller.cli.coach.diary_file import open_diary  # noqa: PLC0415
    from controller.coach.diary.schema import DiaryTrouble  # noqa: PLC0415

    try:
        with open_diary(args):
            pass
    except (DiaryTrouble, OSError) as error:
        sys.stderr.write(
            tr("reprise: the session is not in the diary yet: {error}\n").format(error=error)
        )


def _next_level(args: argparse.Namespace) -> Callable[[str], int]:
    """Return what says which level of a plan is taken where none is given.

    That is the one that is next for whoever is at the keys; a simulated session is nobody's.
    """

    def next_level(plan: str) -> int:
        if args.simulate is not None or not at_terminal():
            return 1
        from controller.cli.session.next_level import next_level_of  # noqa: PLC0415

        return next_level_of(args, plan, _narrate)

    return next_level


def _narrate(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def check(args: argparse.Namespace) -> None:
    """Say what is wrong with what is asked for, before anything is started.

    Raises:
        Refused, ScriptInvalid, MachineUnknown, MachineInvalid, ProfileInvalid: that.
        NotAdmitted, DiaryTrouble: the session is not open to whoever it is for.
    """
    asked = planned(args)
    # The controller reads the plan again, and is to find the same.
    args.fingerprint = asked.plan.review.fingerprint or None
    args.says_cues = says_cues(asked.plan, args)
    args.emergency = ""
    profile_name(args)
    simulated, interactive = args.simulate is not None, at_terminal()
    if args.speedup is not None and not simulated:
        raise ScriptInvalid(tr("--speedup is for a simulated treadmill; add --simulate."))
    if args.treadmill is not None and simulated:
        raise ScriptInvalid(tr("--treadmill is for a real one; leave --simulate away."))
    if not simulated and not interactive:
        raise ScriptInvalid(
            tr("a real belt needs somebody at the keys: run this in a terminal, or add --simulate.")
        )
    if interactive and sys.platform == "win32" and args.plain:
        raise ScriptInvalid(tr("--plain reads no keys on Windows; leave it away."))
    if args.world is not None and not simulated:
        raise ScriptInvalid(tr("--world is a simulated treadmill; add --simulate."))
    if simulated:
        look_for_machine(args.simulate)
        if interactive:
            from controller.cli.session.emergency import number_told  # noqa: PLC0415

            args.emergency = number_told(args)
    else:
        # Not before it is needed: it reads the diary and the list of checks.
        from controller.cli.machines.remembered import today  # noqa: PLC0415
        from controller.cli.session.accepted import words_of_accepted  # noqa: PLC0415
        from controller.cli.session.admit import accepted_by, admit  # noqa: PLC0415
        from controller.cli.session.around import before_session  # noqa: PLC0415
        from controller.cli.session.emergency import number_of  # noqa: PLC0415
        from plans.readiness.checks import known_checks  # noqa: PLC0415

        checks = known_checks()
        history = before_session(args, asked, checks)
        admit(history, checks, asked, args.level, today())
        args.emergency = number_of(history)
        args.accepted = words_of_accepted(accepted_by(history, checks, today()))


def _is_drawn(args: argparse.Namespace, *, interactive: bool) -> bool:
    """Return whether the session is on a screen, and not told line by line."""
    return interactive and not args.plain and not args.json


class _Treadmill(NamedTuple):
    """The real treadmill of a session."""

    address: str
    stop_seen: bool
    """Its stop was seen to work in an earlier session."""
    learnt: Learnt | None
    """What was learnt of it."""


def _treadmill(address: str | None) -> _Treadmill:
    """Return the real treadmill of this session: the one that was named, or is chosen now.

    Raises:
        LinkFailed, MachinesInvalid, TreadmillBusy: there is none to go on with.
    """
    from controller.cli.machines.file import load  # noqa: PLC0415

    machines = load()
    if address is None:
        from controller.cli.machines.choosing import Chooser, look  # noqa: PLC0415
        from controller.cli.session.lock import look_for_others  # noqa: PLC0415

        look_for_others(None)  # a treadmill that is connected is not heard
        sys.stdout.write(tr("Looking for a treadmill.\n"))
        sightings = asyncio.run(look(machines))
        address = Chooser(ask, print).choose(sightings, machines)
        machines = load()
    remembered = machines.find(address)
    if remembered is None:
        return _Treadmill(address, stop_seen=False, learnt=None)
    return _Treadmill(address, remembered.stop_seen is not None, remembered.learnt)


def _named_sensors(args: argparse.Namespace) -> dict[SensorKind, str]:
    """Return the addresses of the sensors that were chosen for this session."""
    return {kind: getattr(args, kind) for kind in SensorKind if getattr(args, kind) is not None}


def _sensors(args: argparse.Namespace) -> dict[SensorKind, str]:
    """Return the addresses of all that this session looks for; what is remembered is said.

    Raises:
        MachinesInvalid: the file cannot be read.
    """
    sensors = _named_sensors(args)
    if args.simulate is not None or args.no_sensors:
        return sensors
    from controller.cli.machines.file import load  # noqa: PLC0415

    machines = load()
    for kind in SensorKind:
        known = machines.chosen(kind)
        if kind not in sensors and known is not None:
            sensors[kind] = known.address
            name = known.name or tr("A sensor without a name")
            title = f"{name} ({known.address})"
            told = tr("{sensor} is remembered as the {kind}; --no-sensors leaves it away.").format(
                sensor=title, kind=tr(kind.called)
            )
            sys.stdout.write(told + "\n")
    return sensors


def _remember(header: Record, *, stop_seen: bool) -> None:
    """Remember a treadmill that was connected; a session that went well is not spoilt by a file."""
    from controller.cli.machines.file import MachinesInvalid  # noqa: PLC0415
    from controller.cli.machines.remembered import note_said, note_stop_seen, remember, today  # noqa: PLC0415

    machine = header["machine"]
    try:
        remember(machine["address"], machine["name"])
        note_said(machine["address"], _said(header))
        if stop_seen:
            note_stop_seen(machine["address"], today())
    except (MachinesInvalid, OSError) as error:
        sys.stderr.write(
            tr("reprise: the treadmill is not remembered: {error}\n").format(error=error)
        )


def _said(header: Record) -> Said:
    """Return what the treadmill of a session said of itself."""
    from controller.cli.machines.file import SAYS, Said  # noqa: PLC0415
    from controller.core.state import Control  # noqa: PLC0415

    reads = header["machine"]["reads"]
    return Said(
        {short: bytes.fromhex(reads[short]) for short in SAYS if short in reads},
        control_point=header["setup"]["control"] != Control.NONE.value,
    )


def _remember_sensors(named: Mapping[SensorKind, str], connected: Mapping[str, str]) -> None:
    """Remember the sensors that were named and were connected (address to name)."""
    from controller.cli.machines.file import MachinesInvalid  # noqa: PLC0415
    from controller.cli.machines.remembered import remember_sensor  # noqa: PLC0415

    names = {address.lower(): name for address, name in connected.items()}
    try:
        for kind, address in named.items():
            if address.lower() in names:
                remember_sensor(kind, address, names[address.lower()])
    except (MachinesInvalid, OSError) as error:
        sys.stderr.write(
            tr("reprise: the sensors are not remembered: {error}\n").format(error=error)
        )


def _front_end(
    args: argparse.Namespace,
    operator: Supervisor,
    page: PageProcess | None,
    *,
    interactive: bool,
) -> int:
    settings, trouble = settings_of(args)
    if trouble:
        _narrate(trouble)
    outlet = None if args.silent else speaker(settings)
    sounds = Sounds(outlet, says_cues=args.says_cues, on=not args.silent)
    if _is_drawn(args, interactive=interactive):
        from controller.tui.app import run_session  # noqa: PLC0415
        from controller.tui.screen.talk import Given  # noqa: PLC0415

        told: tuple[str, ...] = ()
        if page is not None:
            from controller.cli.session.serving import told_page  # noqa: PLC0415

            told = told_page(page)
        given = Given(trouble, told, args.emergency)
        return asyncio.run(run_session(operator, settings, given, sounds))
    from controller.cli.session.plain_run import PlainRun  # noqa: PLC0415

    plain = PlainRun(operator, args, settings, sounds, interactive=interactive)
    code = asyncio.run(plain.session())
    args.asks_after = args.asks_after and not plain.unheard
    return code


class _Commands:
    """How the controller of this session, and its successor, are started."""

    def __init__(
        self,
        args: argparse.Namespace,
        world: Callable[[], str | None],
        treadmill: _Treadmill | None,
        sensors: Mapping[SensorKind, str],
    ) -> None:
        folder = "simulated" if args.simulate is not None else "sessions"
        self._world, self._machine = world, args.simulate
        self._words = [
            sys.executable,
            "-m",
            "controller.cli.session.child",
            *words_of(args),
            "--speedup",
            str(args.speedup or 1),
            "--journals",
            str(profile_folder(args) / folder),
        ]
        for kind, address in sensors.items():
            self._words += [f"--{kind}", address]
        if treadmill is not None:
            self._words += ["--treadmill", treadmill.address]
        if treadmill is not None and treadmill.learnt is not None:
            from controller.records.learnt import to_json  # noqa: PLC0415

            self._words += ["--learnt", json.dumps(to_json(treadmill.learnt))]
        if args.drill or (treadmill is not None and not treadmill.stop_seen):
            self._words.append("--drill")
        if args.manual:
            self._words.append("--manual")

    def begin(self) -> Sequence[str]:
        """Return the command of the session's controller; to be called once.

        Raises:
            OSError: the simulated treadmill does not start.
        """
        world = self._world()
        if world is not None:
            self._words += ["--world", world, "--machine", self._machine]
        return self._words

    def take_over(self, because: str) -> Sequence[str]:
        """Return the command of a successor."""
        return [*self._words, "--take-over", because]
