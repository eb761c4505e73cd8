"""The Horizon Omega Z, which does not answer Request Control (quirk 15)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.simulators.conftest import Bench


def test_control_is_granted_without_a_word(omega_z: Bench) -> None:
    """What needs control succeeds behind a request that was never answered; the belt starts."""
    omega_z.write(0, "07").write(100, "00").write(110, "07").at(10_000)
    assert omega_z.answers() == ["80 07 05", "80 07 01"]
    assert omega_z.speed(10_000) == 100
    omega_z.write(10_000, "08 01").at(15_000)
    assert omega_z.answers()[-1] == "80 08 01"
    assert omega_z.speed(15_000) == 0
