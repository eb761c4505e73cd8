"""What may stand in a machine's file, row by row.

Every scalar comes as text; `simulators.profiles.making` says what becomes of it, and the rows are
explained where they arrive, in `simulators.treadmill.machine`. What a ``ValueError`` here says
reaches the writer of a file, behind its place (`simulators.written.document`).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Final, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from simulators.treadmill.machine import (
    Phase,
    Property,
    SecondStart,
)
from simulators.written.sentences import quoted


def _hundredths(kmh: Decimal) -> Decimal:
    if kmh * 100 % 1:
        raise ValueError("a speed or a rate has at most two decimals, 0.01 km/h; write fewer")
    return kmh


def _tenths(percent: Decimal) -> Decimal:
    if percent * 10 % 1:
        raise ValueError("an inclination has at most one decimal, 0.1 %; write fewer")
    return percent


def _code(text: object) -> int:
    try:
        return int(str(text), 0)
    except ValueError:
        raise ValueError(f"{quoted(text)} is no number; write it as 12 or 0x0C") from None


def _bytes(text: object) -> bytes:
    try:
        return bytes.fromhex(str(text))
    except ValueError:
        raise ValueError(
            f"{quoted(text)} are no bytes in hexadecimal; write them as 08 01"
        ) from None


_Kmh = Annotated[Decimal, Field(gt=0, le=30), AfterValidator(_hundredths)]
"""Beyond 30 km/h no belt that a person runs on goes."""
_Percent = Annotated[Decimal, Field(ge=-40, le=40), AfterValidator(_tenths)]
"""Steeper than 40 % no treadmill is."""
_Milliseconds = Annotated[int, Field(ge=0, le=3_600_000)]
_Code = Annotated[int, BeforeValidator(_code), Field(ge=0, le=0xFFFF_FFFF)]
_Byte = Annotated[int, BeforeValidator(_code), Field(ge=0, le=0xFF)]
_Flags = Annotated[int, BeforeValidator(_code), Field(ge=0, le=0xFFFF)]
_Hex = Annotated[bytes, BeforeValidator(_bytes)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SpeedsRow(_Row):
    """The speeds that a belt can be asked for."""

    minimum_kmh: _Kmh
    maximum_kmh: _Kmh
    increment_kmh: _Kmh

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.minimum_kmh > self.maximum_kmh:
            raise ValueError(
                f"the lowest speed, {self.minimum_kmh} km/h, is above the highest, "
                f"{self.maximum_kmh} km/h; exchange them"
            )
        return self


class MotionRow(_Row):
    """How the belt moves."""

    speeds: SpeedsRow
    acceleration_kmh_per_s: _Kmh
    deceleration_kmh_per_s: _Kmh
    spin_up_ms: _Milliseconds
    start_delay_to_expect_ms: _Milliseconds
    obeys_after_ms: _Milliseconds
    resumes_at_last_target: bool
    native_step_kmh: Annotated[Decimal, Field(gt=0)] | None = None
    second_start: SecondStart = SecondStart.FAILS
    forgets_target_at_rest: bool = False
    starts_on_connect: bool = False
    stop_in_pause_starts: bool = False
    halts_itself_after_ms: Annotated[int, Field(gt=0)] | None = None
    halts_itself_into: Literal["pausing", "stopping"] = "pausing"
    restarts_itself_after_ms: Annotated[int, Field(gt=0)] | None = None
    follows_feet: bool = False


class HeartRatesRow(_Row):
    """The heart rates that can be set as a target."""

    minimum_bpm: Annotated[int, Field(ge=1, le=255)]
    maximum_bpm: Annotated[int, Field(ge=1, le=255)]
    increment_bpm: Annotated[int, Field(ge=1, le=255)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.minimum_bpm > self.maximum_bpm:
            raise ValueError(
                f"the lowest heart rate, {self.minimum_bpm} bpm, is above the highest, "
                f"{self.maximum_bpm} bpm; exchange them"
            )
        return self


class ControlPointRow(_Row):
    """How the control point is written to, and what it answers."""

    properties: tuple[Property, ...]
    answers_after_ms: _Milliseconds
    never_answers: tuple[_Byte, ...] = ()
    strict: bool
    needs_control: bool
    deaf_after_start_ms: _Milliseconds
    obeys: bool = True
    heart_rates: HeartRatesRow | None = None
    ignores: tuple[_Hex, ...] = ()
    refuses: tuple[_Hex, ...] = ()
    targets_in_mph: bool = False
    early_target_drops_link: bool = False
    stop_takes_control: bool = False
    needs_reset: bool = False
    control_requests_before_start: Annotated[int, Field(ge=0)] = 0
    busy_every: Annotated[int, Field(ge=0)] = 0
    answer_times: Annotated[int, Field(ge=1, le=9)] = 1
    answers_as: _Byte | None = None
    answer_trailing: _Hex = b""
    answers_by_notification: bool = False


class TelemetryRow(_Row):
    """What the machine tells of itself while it runs, and how often."""

    flags: _Flags
    period_ms: Annotated[int, Field(gt=0)]
    reports_native_target: bool
    elapsed_runs_while_slowing: bool
    distance_step_mm: Annotated[int, Field(gt=0)]
    distance_rounding_m: Annotated[int, Field(gt=0)]
    metres_per_kilocalorie: Annotated[int, Field(gt=0)]
    estimates_effort: bool = False
    programme_s: Annotated[int, Field(ge=1, le=65535)] | None = None
    reports_target: bool = False
    frozen_in: frozenset[Phase] = frozenset()
    silent: bool = False
    falls_silent_in: frozenset[Phase] = frozenset()
    only_zeros: bool = False
    glitch_every: Annotated[int, Field(ge=0)] = 0
    glitch_frames: Annotated[int, Field(ge=1)] = 1
    first_part: _Flags = 0
    cut_to: Annotated[int, Field(ge=2)] | None = None
    trailing: _Hex = b""


class StatusRow(_Row):
    """The states that it tells of."""

    training: dict[Phase, _Byte]
    training_readable: bool
    lag_ms: _Milliseconds
    console_stop_pauses: bool
    padded_to: Annotated[int, Field(ge=1, le=20)]
    words: dict[Phase, str] = {}

    @model_validator(mode="after")
    def _whole(self) -> Self:
        missing = [phase.value for phase in Phase if phase not in self.training]
        if missing:
            raise ValueError(f'"training" says nothing of {", ".join(missing)}; add it')
        return self


_ADVERTISEMENT: Final = 31
"""Bytes of an advertisement, and of a scan response (Core 5.4, Vol 6, Part B, 2.3.1.3)."""
_HEAD: Final = 2
"""Length and type of each part (Core 5.4, Vol 3, Part C, 11)."""
LONGEST_NAME: Final = _ADVERTISEMENT - _HEAD
"""Bytes of a name in a scan response that holds nothing else."""
_FLAGS: Final = _HEAD + 1
_UUID: Final = 2


class RadioRow(_Row):
    """What is seen of it on the air, and how fast the link is."""

    local_name: str
    service_data: _Hex
    service_data_on_scan: bool
    att_round_trip_ms: Annotated[int, Field(gt=0)]
    supervision_timeout_ms: Annotated[int, Field(gt=0)]
    features: _Code
    target_settings: _Code
    cadence_sensor: bool
    advertised_speeds: SpeedsRow | None = None
    clients: Annotated[int, Field(ge=1, le=8)] = 1
    feature_indicated: bool = False

    @model_validator(mode="after")
    def _fits(self) -> Self:
        data = _HEAD + _UUID + len(self.service_data)
        services = _HEAD + _UUID * (2 if self.cadence_sensor else 1)
        where, beside = "an advertisement", _FLAGS + services
        if self.service_data_on_scan:
            where, beside = "a scan response", _HEAD
        if data > _ADVERTISEMENT - beside:
            raise ValueError(
                f"the service data has {len(self.service_data)} bytes, and {where} of "
                f"{_ADVERTISEMENT} bytes has room for {_ADVERTISEMENT - beside - _HEAD - _UUID}; "
                "write fewer"
            )
        name = len(self.local_name.encode())
        room = LONGEST_NAME - (data if self.service_data_on_scan else 0)
        if name > room:
            raise ValueError(
                f"the name on the air has {name} bytes, and a scan response of {_ADVERTISEMENT} "
                f"bytes has room for {room}; shorten it"
            )
        return self


class RaisingRow(_Row):
    """How steep the deck can be set."""

    minimum_pct: _Percent
    maximum_pct: _Percent
    increment_pct: _Percent
    pct_per_s: _Percent

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.minimum_pct > self.maximum_pct:
            raise ValueError(
                f"the lowest inclination, {self.minimum_pct} %, is above the highest, "
                f"{self.maximum_pct} %; exchange them"
            )
        for name in ("increment_pct", "pct_per_s"):
            if getattr(self, name) <= 0:
                raise ValueError(f'"{name}" is not above 0; write one that is')
        return self


def _sentence(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise ValueError("this is empty; say it in a few words")
    return words


_Sentence = Annotated[str, AfterValidator(_sentence)]


class OddRow(_Row):
    """What is odd about a machine, and who says so."""

    what: _Sentence
    source: _Sentence


class ProfileRow(_Row):
    """A profile as it is written."""

    title: _Sentence
    odd: tuple[OddRow, ...] = ()
    conforms: bool = False
    motion: MotionRow
    control_point: ControlPointRow
    telemetry: TelemetryRow
    status: StatusRow
    radio: RadioRow
    raising: RaisingRow | None = None
