from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from protocols import gatt
from protocols.units import SECOND, CentiKmh
from simulators.machine import Phase, gatt_table
from simulators.profiles import MachineUnknown, find_machine, machine_names, rows


def test_there_are_six_machines() -> None:
    """Each name leads to a profile of that name, whole to the last phase."""
    assert machine_names() == (
        "deaf-control",
        "generic",
        "horizon-omega-z",
        "no-control",
        "urevo-e1l",
        "urevo-urtm024",
    )
    for name in machine_names():
        machine = find_machine(name)
        assert machine.name == name
        assert set(machine.status.training) == set(Phase)


def test_an_unknown_machine_is_answered_in_one_sentence() -> None:
    """The sentence names what there is, and what was probably meant."""
    with pytest.raises(MachineUnknown) as caught:
        find_machine("urevo-el1")
    assert str(caught.value) == (
        "no machine is called 'urevo-el1' among deaf-control, generic, horizon-omega-z, "
        "no-control, urevo-e1l, urevo-urtm024; did you mean 'urevo-e1l'?"
    )


def test_nothing_like_it_is_not_guessed_at() -> None:
    """Without a near match there is no guess."""
    with pytest.raises(MachineUnknown, match=r"urevo-urtm024\.$"):
        find_machine("zzz")


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
