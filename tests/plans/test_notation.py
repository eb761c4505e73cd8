"""Durations and intervals: how they are read, printed and refused."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.notation.amounts import (
    parse_count,
    parse_percent,
    parse_speed,
    print_count,
    print_speed,
)
from plans.notation.line import (
    Bout,
    Intervals,
    Pace,
    Repeat,
    bout_count,
    bouts,
    lasts,
    length,
    paces,
    print_duration,
    print_intervals,
)
from plans.notation.parse import MAX_NESTING, NotationError, parse_duration, parse_intervals
from protocols.units import SECOND, CentiKmh, Nanoseconds

_SPEEDS = dict.fromkeys(Pace, CentiKmh(500))

durations = st.integers(1, 999_999).map(lambda seconds: Nanoseconds(seconds * SECOND))
bout = st.builds(Bout, durations, st.sampled_from(Pace))


def lines(depth: int) -> st.SearchStrategy[Intervals]:
    """Return interval lines with brackets up to ``depth`` deep."""
    item: st.SearchStrategy[Bout | Repeat] = bout
    if depth:
        item = bout | st.builds(Repeat, st.integers(1, 9), lines(depth - 1))
    return st.lists(item, min_size=1, max_size=3).map(tuple)


@pytest.mark.parametrize(
    ("text", "seconds", "printed"),
    [
        ("5min", 300, "5min"),
        ("90s", 90, "1min30s"),
        ("1min30s", 90, "1min30s"),
        ("1m30s", 90, "1min30s"),
        ("1:30", 90, "1min30s"),
        ("0:45", 45, "45s"),
        ("1h05m", 3900, "1h05m"),
        ("1h5min", 3900, "1h05m"),
        ("1:05:00", 3900, "1h05m"),
        ("1h05m09s", 3909, "1h05m09s"),
        ("1h9s", 3609, "1h00m09s"),
        ("2h", 7200, "2h"),
        ("90min", 5400, "1h30m"),
        ("90:00", 5400, "1h30m"),
        ("5 min", 300, "5min"),
        (" 1 min  30 s ", 90, "1min30s"),
    ],
)
def test_a_duration_is_read_in_every_way_of_writing_it(
    text: str, seconds: int, printed: str
) -> None:
    """All of them become whole nanoseconds, and one way of printing."""
    duration = parse_duration(text)
    assert duration == seconds * SECOND
    assert print_duration(duration) == printed


@pytest.mark.parametrize(
    ("text", "start", "end", "problem_id"),
    [
        ("5", 0, 1, "no-unit"),
        ("5.5", 0, 3, "no-unit"),
        ("5m", 0, 2, "ambiguous-unit"),
        ("1 m", 0, 3, "ambiguous-unit"),
        ("", 0, 1, "duration"),
        ("min", 0, 3, "duration"),
        ("5min30", 4, 6, "comma"),
        ("30s30s", 0, 6, "duration"),
        ("1min60s", 0, 7, "duration"),
        ("1:5", 0, 3, "clock"),
        ("1:60", 0, 4, "clock"),
        ("1:00:00:00", 0, 10, "clock"),
        ("1.5:00", 0, 6, "clock"),
        ("1:", 0, 1, "clock"),
        ("0:00", 0, 4, "duration"),
        ("1.5min", 0, 6, "decimals"),
        ("2 minutes", 0, 9, "unit"),
        ("3 miles", 0, 7, "distance"),
        ("5\N{ARABIC-INDIC DIGIT FIVE}min", 1, 2, "character"),
        ("1234567s", 0, 7, "number"),
    ],
)
def test_a_duration_that_could_mean_two_things_is_refused_at_its_place(
    text: str, start: int, end: int, problem_id: str
) -> None:
    """The columns are those of the part that is wrong."""
    with pytest.raises(NotationError) as caught:
        parse_duration(text)
    assert (caught.value.start, caught.value.end, caught.value.id) == (start, end, problem_id)


@given(durations)
def test_a_duration_that_was_printed_reads_as_the_same(duration: Nanoseconds) -> None:
    """Reading undoes printing."""
    assert parse_duration(print_duration(duration)) == duration


@given(lines(MAX_NESTING))
def test_an_interval_line_that_was_printed_reads_as_the_same(line: Intervals) -> None:
    """Reading undoes printing, brackets and all."""
    assert parse_intervals(print_intervals(line)) == line


@given(lines(MAX_NESTING))
def test_blanks_between_the_parts_of_a_line_mean_nothing(line: Intervals) -> None:
    """``8x(30s jog)`` is ``8 x ( 30 s jog )``."""
    printed = print_intervals(line)
    spread = re.sub(r"([0-9]+|[a-z]+|[(),])", r" \1  ", printed)
    assert parse_intervals(spread) == line
    assert parse_intervals(printed.replace(" x (", "x(")) == line


@given(lines(2))
def test_counting_and_adding_do_not_need_expanding(line: Intervals) -> None:
    """The bounds of a session are known before it is expanded."""
    expanded = list(bouts(line))
    assert bout_count(line) == len(expanded)
    assert length(line, _SPEEDS) == sum(lasts(each, _SPEEDS) for each in expanded)
    assert paces(line) == {each.pace for each in expanded}


def test_bouts_come_in_the_order_in_which_they_are_done() -> None:
    """Brackets are done from the inside out, as often as they say."""
    line = parse_intervals("2 x (1min jog, 2 x (10s walk)), 5s brisk")
    assert [(lasts(each, _SPEEDS) // SECOND, each.pace.value) for each in bouts(line)] == [
        (60, "jog"),
        (10, "walk"),
        (10, "walk"),
        (60, "jog"),
        (10, "walk"),
        (10, "walk"),
        (5, "brisk"),
    ]


@given(st.text(alphabet="0123456789 xhms:.,()minjogwalkrsbk/-", max_size=40) | st.text())
def test_any_text_is_either_intervals_or_one_refusal_inside_of_it(text: str) -> None:
    """No text makes the reader fall over, and each refusal has a place that exists."""
    refusal = None
    try:
        line = parse_intervals(text)
    except NotationError as error:
        refusal = error
    if refusal:
        assert 0 <= refusal.start < refusal.end <= len(text) + 1
        assert refusal.message.endswith((".", "?"))
    else:
        assert parse_intervals(print_intervals(line)) == line


@pytest.mark.parametrize(
    ("text", "speed"),
    [
        ("7.5 km/h", 750),
        ("7.50 km/h", 750),
        ("7.05 km/h", 705),
        ("5 km/h", 500),
        ("7.5km/h", 750),
        ("0.01 km/h", 1),
        ("4.7 mph", 756),
        ("1 mph", 161),
        ("8:00 /km", 750),
        ("12:00/km", 500),
        ("12:52 /mi", 750),
        ("0 km/h", 0),
    ],
)
def test_a_speed_becomes_whole_hundredths_of_a_kilometre_an_hour(text: str, speed: int) -> None:
    """Miles and paces are rounded to the nearest."""
    assert parse_speed(text) == speed


@given(st.integers(0, 99_999).map(CentiKmh))
def test_a_speed_that_was_printed_reads_as_the_same(speed: CentiKmh) -> None:
    """Every hundredth survives."""
    assert parse_speed(print_speed(speed)) == speed


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("7.5 kmh", "7.5 km/h"),
        ("7.5 kph", "7.5 km/h"),
        ("7.5 KM/H", "7.5 km/h"),
        ("7.5 km / h", "7.5 km/h"),
        ("4.7 MPH", "4.7 mph"),
        ("4.7 miles per hour", "4.7 mph"),
        ("8 min/km", "8:00 /km"),
        ("8:30 min/km", "8:30 /km"),
        ("8'30 /km", "8:30 /km"),
        ("12:52 min/mile", "12:52 /mi"),
        ("13 min per mile", "13:00 /mi"),
    ],
)
def test_a_speed_in_other_words_is_refused_with_the_words_that_are_read(
    text: str, right: str
) -> None:
    """The remedy works when it is followed to the letter."""
    with pytest.raises(NotationError) as caught:
        parse_speed(text)
    assert caught.value.message == f'write "{right}" instead of "{text}".'
    assert parse_speed(right) > 0


@pytest.mark.parametrize(
    ("text", "problem_id"),
    [
        ("7.5", "no-unit"),
        ("8:00", "no-unit"),
        ("7,5 km/h", "decimal-comma"),
        ("7.555 km/h", "too-fine"),
        ("0:00 /km", "speed"),
        ("-5 km/h", "speed"),
        ("fast", "speed"),
        ("", "speed"),
        ("5 km/h or so", "speed"),
        ("1e3 km/h", "speed"),
        ("7.5 kph", "unit"),
        ("8:60 /km", "speed"),
    ],
)
def test_a_speed_without_a_clear_meaning_is_refused(text: str, problem_id: str) -> None:
    """Nothing is guessed about how fast a belt should go."""
    with pytest.raises(NotationError) as caught:
        parse_speed(text)
    assert caught.value.id == problem_id


def test_a_comma_in_a_bare_number_is_refused_with_what_is_read() -> None:
    """A point alone would be refused next, for want of a unit."""
    with pytest.raises(NotationError) as caught:
        parse_speed("7,5")
    message = 'write a point instead of the comma, and a unit: "7.5 km/h" or "7.5 mph".'
    assert caught.value.message == message
    with pytest.raises(NotationError) as caught:
        parse_percent("1,5")
    assert caught.value.message == 'write a point instead of the comma, and a unit: "1.5 %".'


@given(st.integers(0, 9999), st.sampled_from(["weeks", "days", "clean sessions"]))
def test_a_count_that_was_printed_reads_as_the_same(number: int, what: str) -> None:
    """``1 week``, ``12 weeks``."""
    assert parse_count(print_count(number, what), what) == number


@pytest.mark.parametrize("text", ["12", "12 days", "1 weeks", "2 week", "weeks", "12weeks", ""])
def test_a_count_needs_its_word(text: str) -> None:
    """A bare number could be anything."""
    with pytest.raises(NotationError):
        parse_count(text, "weeks")
