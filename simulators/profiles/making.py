"""A machine's file becomes a `MachineProfile`: km/h become hundredths, milliseconds nanoseconds."""

from __future__ import annotations

from decimal import Decimal

from protocols.units import (
    MILLISECOND,
    CentiKmh,
    DeciPercent,
    HeartRateRange,
    InclinationRange,
    Nanoseconds,
    SpeedRange,
)
from simulators.profiles.rows import (
    ControlPointRow,
    HeartRatesRow,
    MotionRow,
    ProfileRow,
    RadioRow,
    RaisingRow,
    SpeedsRow,
    StatusRow,
    TelemetryRow,
)
from simulators.treadmill.belt import FINE
from simulators.treadmill.machine import (
    ControlPoint,
    MachineProfile,
    Motion,
    Oddity,
    Phase,
    Radio,
    Raising,
    Status,
    Telemetry,
)


def _centi(kmh: Decimal) -> CentiKmh:
    return CentiKmh(int(kmh * 100))


def _span(milliseconds: int) -> Nanoseconds:
    return Nanoseconds(milliseconds * MILLISECOND)


def _span_or_none(milliseconds: int | None) -> Nanoseconds | None:
    return None if milliseconds is None else _span(milliseconds)


def _speeds(row: SpeedsRow) -> SpeedRange:
    return SpeedRange(_centi(row.minimum_kmh), _centi(row.maximum_kmh), _centi(row.increment_kmh))


def _motion(row: MotionRow) -> Motion:
    native = row.native_step_kmh
    return Motion(
        speeds=_speeds(row.speeds),
        acceleration=_centi(row.acceleration_kmh_per_s),
        deceleration=_centi(row.deceleration_kmh_per_s),
        spin_up=_span(row.spin_up_ms),
        start_delay_to_expect=_span(row.start_delay_to_expect_ms),
        obeys_after=_span(row.obeys_after_ms),
        resumes_at_last_target=row.resumes_at_last_target,
        native_step=None if native is None else int(native * 100 * FINE),
        second_start=row.second_start,
        forgets_target_at_rest=row.forgets_target_at_rest,
        starts_on_connect=row.starts_on_connect,
        stop_in_pause_starts=row.stop_in_pause_starts,
        halts_itself_after=_span_or_none(row.halts_itself_after_ms),
        halts_itself_into=Phase(row.halts_itself_into),
        restarts_itself_after=_span_or_none(row.restarts_itself_after_ms),
        follows_feet=row.follows_feet,
    )


def _control_point(row: ControlPointRow) -> ControlPoint:
    return ControlPoint(
        properties=row.properties,
        answers_after=_span(row.answers_after_ms),
        never_answers=row.never_answers,
        strict=row.strict,
        needs_control=row.needs_control,
        deaf_after_start=_span(row.deaf_after_start_ms),
        obeys=row.obeys,
        heart_rates=None if row.heart_rates is None else _heart_rates(row.heart_rates),
        ignores=row.ignores,
        refuses=row.refuses,
        targets_in_mph=row.targets_in_mph,
        early_target_drops_link=row.early_target_drops_link,
        stop_takes_control=row.stop_takes_control,
        needs_reset=row.needs_reset,
        control_requests_before_start=row.control_requests_before_start,
        busy_every=row.busy_every,
        answer_times=row.answer_times,
        answers_as=row.answers_as,
        answer_trailing=row.answer_trailing,
        answers_by_notification=row.answers_by_notification,
    )


def _heart_rates(row: HeartRatesRow) -> HeartRateRange:
    return HeartRateRange(row.minimum_bpm, row.maximum_bpm, row.increment_bpm)


def _telemetry(row: TelemetryRow) -> Telemetry:
    return Telemetry(
        flags=row.flags,
        period=_span(row.period_ms),
        reports_native_target=row.reports_native_target,
        elapsed_runs_while_slowing=row.elapsed_runs_while_slowing,
        distance_step=row.distance_step_mm,
        distance_rounding=row.distance_rounding_m,
        metres_per_kilocalorie=row.metres_per_kilocalorie,
        estimates_effort=row.estimates_effort,
        programme=None if row.programme_s is None else _span(row.programme_s * 1000),
        reports_target=row.reports_target,
        frozen_in=row.frozen_in,
        silent=row.silent,
        falls_silent_in=row.falls_silent_in,
        only_zeros=row.only_zeros,
        glitch_every=row.glitch_every,
        glitch_frames=row.glitch_frames,
        first_part=row.first_part,
        cut_to=row.cut_to,
        trailing=row.trailing,
    )


def _status(row: StatusRow) -> Status:
    return Status(
        training=row.training,
        training_readable=row.training_readable,
        lag=_span(row.lag_ms),
        console_stop_pauses=row.console_stop_pauses,
        padded_to=row.padded_to,
        words=row.words,
    )


def _radio(row: RadioRow) -> Radio:
    return Radio(
        local_name=row.local_name,
        service_data=row.service_data,
        service_data_on_scan=row.service_data_on_scan,
        att_round_trip=_span(row.att_round_trip_ms),
        supervision_timeout=_span(row.supervision_timeout_ms),
        features=row.features,
        target_settings=row.target_settings,
        cadence_sensor=row.cadence_sensor,
        advertised_speeds=None if row.advertised_speeds is None else _speeds(row.advertised_speeds),
        clients=row.clients,
        feature_indicated=row.feature_indicated,
    )


def _raising(row: RaisingRow) -> Raising:
    low, high, step, rate = (
        DeciPercent(int(percent * 10))
        for percent in (row.minimum_pct, row.maximum_pct, row.increment_pct, row.pct_per_s)
    )
    return Raising(InclinationRange(low, high, step), rate)


def made(name: str, row: ProfileRow) -> MachineProfile:
    """Return what the simulator works with: whole numbers, in wire units and nanoseconds."""
    return MachineProfile(
        name=name,
        title=row.title,
        motion=_motion(row.motion),
        control_point=_control_point(row.control_point),
        telemetry=_telemetry(row.telemetry),
        status=_status(row.status),
        radio=_radio(row.radio),
        raising=None if row.raising is None else _raising(row.raising),
        odd=tuple(Oddity(each.what, each.source) for each in row.odd),
        conforms=row.conforms,
    )
