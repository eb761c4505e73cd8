from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from pydantic import TypeAdapter

from protocols import gatt
from protocols.units import MILLISECOND, SECOND, CentiKmh
from simulators.profiles import MachineInvalid, MachineUnknown, find_machine, machine_names, rows
from simulators.treadmill.machine import Phase, gatt_table


def test_there_are_two_dozen_machines_and_more() -> None:
    """Each name leads to a profile of that name, whole to the last phase."""
    assert len(machine_names()) > 24
    for name in machine_names():
        machine = find_machine(name)
        assert machine.name == name
        assert set(machine.status.training) == set(Phase)


def test_an_unknown_machine_is_answered_in_one_sentence() -> None:
    """The sentence names what was probably meant."""
    with pytest.raises(MachineUnknown) as caught:
        find_machine("urevo-el1")
    assert str(caught.value) == 'no machine is called "urevo-el1"; did you mean "urevo-e1l"?'


def test_nothing_like_it_is_not_guessed_at() -> None:
    """Without a near match there is no guess."""
    with pytest.raises(MachineUnknown, match=r'"zzzzz"; reprise machines lists them\.$'):
        find_machine("zzzzz")


def written(tmp_path: Path, text: str, name: str = "mine.yaml") -> str:
    """Write a file and return its name, as for ``--machine``."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    return str(tmp_path / name)


def mistakes(file: str) -> list[str]:
    """Return what is wrong with a file, without its folder."""
    with pytest.raises(MachineInvalid) as caught:
        find_machine(file)
    found = [(*each.place[1:3], each.message) for each in caught.value.problems]
    return [f"{line}:{column} {message}" for line, column, message in found]


def test_somebodys_own_machine(tmp_path: Path) -> None:
    """What a file does not say is its base's, except for its title and what is odd."""
    file = written(tmp_path, "title: Mine\nbased-on: urevo-e1l\nmotion:\n  spin_up_ms: 1000\n")
    machine, base = find_machine(file), find_machine("urevo-e1l")
    assert (machine.name, machine.title, machine.odd) == (file, "Mine", ())
    assert machine.motion == replace(base.motion, spin_up=SECOND)
    assert machine.telemetry == base.telemetry


def test_a_file_may_be_based_on_the_file_beside_it(tmp_path: Path) -> None:
    """By its name, whatever folder one is in."""
    written(tmp_path, "title: Base\nbased-on: generic\nstatus:\n  padded_to: 2\n", "base.yaml")
    mine = written(tmp_path, "title: Mine\nbased-on: base.yaml\nstatus:\n  lag_ms: 7\n")
    status = find_machine(mine).status
    assert (status.padded_to, status.lag) == (2, 7 * MILLISECOND)


def test_a_circle_is_a_mistake_with_its_place(tmp_path: Path) -> None:
    """Two files that are based on each other; the rest is looked through all the same."""
    written(tmp_path, "title: Base\nbased-on: mine.yaml\n", "base.yaml")
    mine = written(tmp_path, "title: Mine\nbased-on: base.yaml\nstatus:\n  lag_ms: -7\n")
    assert mistakes(mine) == [
        '2:11 "mine.yaml" is based on this file; leave out one "based-on".',
        '4:11 "-7" is out of range; write at least 0.',
    ]


WRONG: Final = {
    "based-on: generik": '2:11 no machine is called "generik"; did you mean "generic"?',
    "based-on: beside.yaml": '2:11 no file "beside.yaml" is beside this one; write the name of',
    "motion:\n  spin_up_ms: -1": '3:15 "-1" is out of range; write at least 0.',
    "motion:\n  spin_up: 1": '3:3 there is no "spin_up" here; did you mean "spin_up_ms"?',
    "motion:\n  speeds:\n    maximum_kmh: 31": '4:18 "31" is out of range; write at most 30.',
    "motion:\n  speeds:\n    maximum_kmh: 0.5": (
        "4:5 the lowest speed, 1.0 km/h, is above the highest, 0.5 km/h; exchange them."
    ),
    "motion:\n  second_start: flies": (
        "3:17 \"flies\" is not known here; write 'fails', 'pauses' or 'slows'."
    ),
    "control_point:\n  ignores: [0x08]": (
        '3:13 "0x08" are no bytes in hexadecimal; write them as 08 01.'
    ),
    "radio:\n  features: many": '3:13 "many" is no number; write it as 12 or 0x0C.',
    "telemetry:\n  flags: 0x10000": '3:10 "0x10000" is out of range; write at most 65535.',
    "odd:\n  - what: odd": '3:5 "source" is missing here; write "source: ...".',
    'odd:\n  - {what: odd, source: ""}': "3:25 this is empty; say it in a few words.",
}


@pytest.mark.parametrize(("rows", "said"), WRONG.items(), ids=range(len(WRONG)))
def test_a_mistake_in_a_machine(tmp_path: Path, rows: str, said: str) -> None:
    """One mistake, one sentence, at its place, though the base is not found."""
    base = "" if rows.startswith("based-on") else "based-on: generic\n"
    (found,) = mistakes(written(tmp_path, f"title: Mine\n{rows}\n{base}"))
    assert found.startswith(said)


def test_a_machine_that_is_based_on_none_has_to_say_all(tmp_path: Path) -> None:
    """Each section that is missing is named."""
    assert [each.split('"')[1] for each in mistakes(written(tmp_path, "title: Mine\n"))] == [
        "control_point",
        "motion",
        "radio",
        "status",
        "telemetry",
    ]


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    """A file in another encoding is said to be one."""
    (tmp_path / "mine.yaml").write_bytes(b"title: \xff\xfe")
    assert mistakes(str(tmp_path / "mine.yaml")) == [
        "1:8 this is not UTF-8 text; save the file again with the encoding UTF-8."
    ]


def test_a_speed_that_the_wire_cannot_carry_is_refused() -> None:
    """A profile may not promise more decimals than 0.01 km/h."""
    with pytest.raises(ValueError, match="at most two decimals"):
        TypeAdapter(rows._Kmh).validate_python("0.965")


def test_generic_as_published() -> None:
    """1.0 to 16.0 km/h by 0.1, 1 km/h each second, a write request answered by indication."""
    machine = find_machine("generic")
    assert machine.motion.speeds == (100, 1600, 10)
    assert (machine.motion.acceleration, machine.motion.deceleration) == (100, 100)
    assert machine.control_point.properties == ("write", "indicate")
    assert machine.on_grid(CentiKmh(750))
    assert not machine.on_grid(CentiKmh(755))


def test_urevo_e1l_as_captured() -> None:
    """The rows that the trace gives, and the one unit conversion that has to be exact."""
    machine = find_machine("urevo-e1l")
    assert machine.motion.speeds == (96, 643, 32)
    assert machine.motion.deceleration == 49
    assert machine.motion.native_step == 16_093_440_000
    assert machine.control_point.properties == ("write-without-response", "indicate")
    assert gatt.RUNNING_SPEED_AND_CADENCE_SERVICE not in gatt_table(machine)


def test_a_controller_is_told_how_long_a_start_takes() -> None:
    """No machine is expected to be quicker than its own countdown."""
    for name in machine_names():
        motion = find_machine(name).motion
        assert motion.spin_up < motion.start_delay_to_expect <= 15 * SECOND


def test_one_that_cannot_be_controlled_has_neither_2ad9_nor_2ada() -> None:
    """Its data is all that it offers."""
    table = gatt_table(find_machine("no-control"))[gatt.FITNESS_MACHINE_SERVICE]
    assert gatt.TREADMILL_DATA in table
    assert not {gatt.CONTROL_POINT, gatt.MACHINE_STATUS} & set(table)
