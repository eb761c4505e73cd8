"""The door for machine profiles: a YAML file here becomes a frozen `MachineProfile`.

Every scalar is read as text (`yaml.BaseLoader`), so that nothing is converted by YAML's own
rules, and pydantic converts it by ours: km/h exactly to 0.01, milliseconds to nanoseconds.
"""

from __future__ import annotations

import functools
from decimal import Decimal
from difflib import get_close_matches
from importlib.resources import files
from typing import Annotated

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from protocols.units import (
    MILLISECOND,
    SECOND,
    CentiKmh,
    DeciPercent,
    HeartRateRange,
    InclinationRange,
    Nanoseconds,
    SpeedRange,
)
from simulators.belt import FINE
from simulators.machine import (
    ControlPoint,
    MachineProfile,
    Motion,
    Phase,
    Property,
    Radio,
    Raising,
    Status,
    Telemetry,
)


class MachineUnknown(LookupError):  # noqa: N818  # it is a reader's slip, and reads as a sentence
    """No profile has the name that was asked for."""


def _hundredths(kmh: Decimal) -> Decimal:
    if kmh * 100 % 1:
        raise ValueError("a speed or a rate has at most two decimals, 0.01 km/h")
    return kmh


_Kmh = Annotated[Decimal, Field(gt=0), AfterValidator(_hundredths)]


def _tenths(percent: Decimal) -> Decimal:
    if percent * 10 % 1:
        raise ValueError("an inclination or a rate has at most one decimal, 0.1 %")
    return percent


_Percent = Annotated[Decimal, AfterValidator(_tenths)]
_Milliseconds = Annotated[int, Field(ge=0)]
_Code = Annotated[int, BeforeValidator(lambda text: int(text, 0)), Field(ge=0)]
_Hex = Annotated[bytes, BeforeValidator(bytes.fromhex)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Speeds(_Row):
    minimum_kmh: _Kmh
    maximum_kmh: _Kmh
    increment_kmh: _Kmh


class _Motion(_Row):
    speeds: _Speeds
    acceleration_kmh_per_s: _Kmh
    deceleration_kmh_per_s: _Kmh
    spin_up_ms: _Milliseconds
    start_delay_to_expect_ms: _Milliseconds
    obeys_after_ms: _Milliseconds
    resumes_at_last_target: bool
    native_step_kmh: Annotated[Decimal, Field(gt=0)] | None = None


class _HeartRates(_Row):
    minimum_bpm: Annotated[int, Field(gt=0, le=255)]
    maximum_bpm: Annotated[int, Field(gt=0, le=255)]
    increment_bpm: Annotated[int, Field(gt=0, le=255)]


class _ControlPoint(_Row):
    properties: tuple[Property, ...]
    answers_after_ms: _Milliseconds
    never_answers: tuple[_Code, ...] = ()
    strict: bool
    needs_control: bool
    deaf_after_start_ms: _Milliseconds
    obeys: bool = True
    heart_rates: _HeartRates | None = None


class _Telemetry(_Row):
    flags: _Code
    period_ms: Annotated[int, Field(gt=0)]
    reports_native_target: bool
    elapsed_runs_while_slowing: bool
    distance_step_mm: Annotated[int, Field(gt=0)]
    distance_rounding_m: Annotated[int, Field(gt=0)]
    metres_per_kilocalorie: Annotated[int, Field(gt=0)]
    estimates_effort: bool = False
    programme_s: Annotated[int, Field(gt=0, le=65535)] | None = None


class _Status(_Row):
    training: dict[Phase, _Code]
    training_readable: bool
    lag_ms: _Milliseconds
    console_stop_pauses: bool
    padded_to: int
    words: dict[Phase, str] = {}


class _Radio(_Row):
    local_name: str
    service_data: _Hex
    service_data_on_scan: bool
    att_round_trip_ms: Annotated[int, Field(gt=0)]
    supervision_timeout_ms: Annotated[int, Field(gt=0)]
    features: _Code
    target_settings: _Code
    cadence_sensor: bool
    clients: Annotated[int, Field(gt=0)] = 1
    feature_indicated: bool = False


class _Raising(_Row):
    minimum_pct: _Percent
    maximum_pct: _Percent
    increment_pct: _Percent
    pct_per_s: _Percent


class _Profile(_Row):
    title: str
    motion: _Motion
    control_point: _ControlPoint
    telemetry: _Telemetry
    status: _Status
    radio: _Radio
    raising: _Raising | None = None


def _centi(kmh: Decimal) -> CentiKmh:
    return CentiKmh(int(kmh * 100))


def _span(milliseconds: int) -> Nanoseconds:
    return Nanoseconds(milliseconds * MILLISECOND)


def _motion(row: _Motion) -> Motion:
    native = row.native_step_kmh
    return Motion(
        speeds=SpeedRange(
            _centi(row.speeds.minimum_kmh),
            _centi(row.speeds.maximum_kmh),
            _centi(row.speeds.increment_kmh),
        ),
        acceleration=_centi(row.acceleration_kmh_per_s),
        deceleration=_centi(row.deceleration_kmh_per_s),
        spin_up=_span(row.spin_up_ms),
        start_delay_to_expect=_span(row.start_delay_to_expect_ms),
        obeys_after=_span(row.obeys_after_ms),
        resumes_at_last_target=row.resumes_at_last_target,
        native_step=None if native is None else int(native * 100 * FINE),
    )


def _control_point(row: _ControlPoint) -> ControlPoint:
    return ControlPoint(
        properties=row.properties,
        answers_after=_span(row.answers_after_ms),
        never_answers=row.never_answers,
        strict=row.strict,
        needs_control=row.needs_control,
        deaf_after_start=_span(row.deaf_after_start_ms),
        obeys=row.obeys,
        heart_rates=None if row.heart_rates is None else _heart_rates(row.heart_rates),
    )


def _heart_rates(row: _HeartRates) -> HeartRateRange:
    return HeartRateRange(row.minimum_bpm, row.maximum_bpm, row.increment_bpm)


def _telemetry(row: _Telemetry) -> Telemetry:
    return Telemetry(
        flags=row.flags,
        period=_span(row.period_ms),
        reports_native_target=row.reports_native_target,
        elapsed_runs_while_slowing=row.elapsed_runs_while_slowing,
        distance_step=row.distance_step_mm,
        distance_rounding=row.distance_rounding_m,
        metres_per_kilocalorie=row.metres_per_kilocalorie,
        estimates_effort=row.estimates_effort,
        programme=None if row.programme_s is None else Nanoseconds(row.programme_s * SECOND),
    )


def _status(row: _Status) -> Status:
    return Status(
        training=row.training,
        training_readable=row.training_readable,
        lag=_span(row.lag_ms),
        console_stop_pauses=row.console_stop_pauses,
        padded_to=row.padded_to,
        words=row.words,
    )


def _radio(row: _Radio) -> Radio:
    return Radio(
        local_name=row.local_name,
        service_data=row.service_data,
        service_data_on_scan=row.service_data_on_scan,
        att_round_trip=_span(row.att_round_trip_ms),
        supervision_timeout=_span(row.supervision_timeout_ms),
        features=row.features,
        target_settings=row.target_settings,
        cadence_sensor=row.cadence_sensor,
        clients=row.clients,
        feature_indicated=row.feature_indicated,
    )


def _raising(row: _Raising) -> Raising:
    low, high, step, rate = (
        DeciPercent(int(percent * 10))
        for percent in (row.minimum_pct, row.maximum_pct, row.increment_pct, row.pct_per_s)
    )
    return Raising(InclinationRange(low, high, step), rate)


@functools.cache
def machine_names() -> tuple[str, ...]:
    """Return the names of all profiles, in alphabetical order."""
    found = (entry.name for entry in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in found if name.endswith(".yaml")))


@functools.cache
def find_machine(name: str) -> MachineProfile:
    """Return the profile with this name.

    Raises:
        MachineUnknown: there is none; one sentence says what there is and what is nearest.
    """
    names = machine_names()
    if name not in names:
        nearest = get_close_matches(name, names, n=1)
        remedy = f"; did you mean {nearest[0]!r}?" if nearest else "."
        raise MachineUnknown(f"no machine is called {name!r} among {', '.join(names)}{remedy}")
    text = (files(__name__) / f"{name}.yaml").read_text(encoding="utf-8")
    row = _Profile.model_validate(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506  # text only
    return MachineProfile(
        name=name,
        title=row.title,
        motion=_motion(row.motion),
        control_point=_control_point(row.control_point),
        telemetry=_telemetry(row.telemetry),
        status=_status(row.status),
        radio=_radio(row.radio),
        raising=None if row.raising is None else _raising(row.raising),
    )
