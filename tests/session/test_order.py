"""The order in a tick (law 8): bytes to the link, then the screen, then the journal."""

from __future__ import annotations

from controller.records.format import Record
from tests.session.bench import Bench, run


def test_bytes_go_before_words_and_the_screen_before_the_journal() -> None:
    """Nobody is told of a command that has not been handed over, and no disk is before a screen."""
    early: list[Record] = []
    late: list[Record] = []
    seen: list[Record] = []

    def prepare(bench: Bench) -> None:
        see = bench.pipe._on_record
        assert see is not None

        def look(record: Record) -> None:
            see(record)
            seen.append(record)
            if record["kind"] == "tx" and (
                (record["t"], bytes.fromhex(record["hex"])) not in bench.written
            ):
                early.append(record)
            if record in bench.records:
                late.append(record)

        bench.pipe.attach_operator(look)

    bench = run(prepare=prepare)
    assert len([each for each in seen if each["kind"] == "tx"]) > 10
    assert (early, late) == ([], [])
    assert seen == bench.records
    assert (bench.bug, bench.final_speed) == (None, 0)
