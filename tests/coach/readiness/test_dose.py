"""How much of a test: in English it is told as a file has it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from controller.coach.readiness.self_tests import dose_words
from plans.readiness.self_tests import Dose, print_dose

_AMOUNTS = st.integers(1, 3600)


@given(
    st.builds(Dose, _AMOUNTS, st.just(0), st.booleans())
    | st.builds(Dose, st.just(0), _AMOUNTS, st.booleans())
)
def test_it_reads_as_it_is_written(dose: Dose) -> None:
    """Whoever looks it up in the list of checks finds it."""
    assert dose_words(dose) == print_dose(dose)
