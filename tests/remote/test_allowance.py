"""How often somebody may ask, in virtual time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from controller.remote.allowance import Allowance, Rate
from controller.remote.nonces import Nonces
from protocols.units import SECOND

EACH, ALL = Rate(10, 20), Rate(50, 100)


def test_an_address_has_so_many_at_once_and_then_so_many_a_second() -> None:
    """What was used up comes back with time."""
    allowance = Allowance(EACH, ALL)
    assert [allowance.take("a", 0) for _ in range(21)] == [True] * 20 + [False]
    assert not allowance.take("a", SECOND // 10 - 1)
    assert allowance.take("a", SECOND // 10)
    assert not allowance.take("a", SECOND // 10)


def test_an_address_that_is_refused_takes_nothing_from_another() -> None:
    """However often it asks."""
    allowance = Allowance(EACH, ALL)
    asked = [allowance.take("a", 0) for _ in range(10_000)]
    assert asked.count(True) == 20
    assert allowance.take("b", 0)


def test_many_addresses_have_no_more_than_all_together() -> None:
    """And those that were forgotten have not made room."""
    allowance = Allowance(EACH, ALL)
    asked = [allowance.take(f"10.0.{n // 256}.{n % 256}", 0) for n in range(1000)]
    assert asked == [True] * 100 + [False] * 900


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.integers(0, SECOND // 2)), min_size=1, max_size=200
    )
)
def test_nobody_ever_has_more_than_the_rate(asked: list[tuple[str, int]]) -> None:
    """In any span: what may be had at once, and what comes in that time."""
    allowance, now = Allowance(EACH, ALL), 0
    taken: list[tuple[str, int]] = []
    for address, later in asked:
        now += later
        if allowance.take(address, now):
            taken.append((address, now))
    for rate, of in ((EACH, "a"), (EACH, "b"), (EACH, "c"), (ALL, "abc")):
        times = [at for address, at in taken if address in of]
        for first, begin in enumerate(times):
            for last in range(first, len(times)):
                span = times[last] - begin
                most = rate.at_once * SECOND + span * rate.each_second
                assert (last - first + 1) * SECOND <= most


def test_a_nonce_is_good_once_and_only_if_it_was_given_out() -> None:
    """The oldest are forgotten."""
    nonces = Nonces()
    first = nonces.new()
    assert nonces.use(first)
    assert not nonces.use(first)
    assert not nonces.use("")
    old = nonces.new()
    given = [nonces.new() for _ in range(256)]
    assert not nonces.use(old)
    assert len(set(given)) == 256
    assert all(nonces.use(each) for each in given)
