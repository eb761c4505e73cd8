"""Ten thousand packets for each characteristic; ``python -m tests.bench fuzz`` tries a million."""

from __future__ import annotations

from itertools import islice

import pytest

from protocols.explain import KNOWN
from tests.protocols.packets import check, packets


@pytest.mark.long
@pytest.mark.parametrize("characteristic", KNOWN)
def test_no_packet_raises_and_every_way_to_decode_agrees(characteristic: str) -> None:
    """Random and mutated packets: the fields are those of the bytes, in every decoder."""
    for data in islice(packets(characteristic, 0), 10_000):
        check(characteristic, data)
