"""Between bytes and the core: values become events, commands become bytes."""

from __future__ import annotations

from typing import Final

from controller.core import events
from controller.records.intents import Intent
from controller.words.later import tr_later
from protocols.ftms import (
    StatusOp,
    TreadmillData,
    decode_machine_status,
)
from protocols.rsc import decode_rsc_measurement
from protocols.units import CentiKmh

FASTEST_BELT: Final = CentiKmh(3000)
"""No treadmill for people is faster; a machine that says so says nothing of its belt."""


def belt_event(data: TreadmillData) -> events.BeltReported | None:
    """Return what a record of treadmill data says of the belt.

    A record without a speed says nothing, nor does one with a speed that no belt has: it counts
    as silence, which is never taken for a belt that stands.
    """
    if data.speed is None or data.speed > FASTEST_BELT:
        return None
    return events.BeltReported(data.speed, data.elapsed_time)


def cadence_event(data: bytes, *, worn: bool) -> events.CadenceReported | None:
    """Return the count in an RSC measurement, of the treadmill or of a sensor on a foot."""
    measurement = decode_rsc_measurement(data)
    return None if measurement is None else events.CadenceReported(measurement.cadence, worn)


def status_event(data: bytes) -> events.MachineStopped | events.ControlLost | None:
    """Return the stop, or the loss of control, that a machine status tells of."""
    status = decode_machine_status(data)
    if status is None:
        return None
    if status.op == StatusOp.STOPPED_BY_SAFETY_KEY:
        return events.MachineStopped(events.Console.SAFETY_KEY)
    if status.op == StatusOp.STOPPED_OR_PAUSED_BY_USER:
        return events.MachineStopped(events.Console.STOP)
    if status.op == StatusOp.CONTROL_PERMISSION_LOST:
        return events.ControlLost()
    return None


_PLAIN_KEYS: Final[dict[str, events.Event]] = {
    "start": events.StartPressed(),
    "pause": events.PausePressed(),
    "resume": events.ResumePressed(),
    "nothing": events.NothingToNote(),
    "back": events.TakenBack(),
    "wrong": events.SomethingWrong(),
    "unwell": events.Unwell(),
    "walk": events.WalkPressed(),
    "slower": events.SlowerPressed(),
    "faster": events.FasterPressed(),
    "go-on": events.PlanGoesOn(),
    "cool-down": events.CoolDownPressed(),
    "keys-lost": events.KeysLost(),
    "keys-back": events.KeysBack(),
    "end-shown": events.EndShown(),
}


def intent_event(intent: Intent) -> events.Event:  # one arm for each key
    """Return what a key means; a key that means nothing here is still a key."""
    match intent.key:
        case "stop":
            return events.StopPressed(intent.because or tr_later("the stop key"))
        case "strength":
            return events.StrengthGiven(intent.value)
        case "place":
            return events.PlaceGiven(intent.symptom)
        case "which":
            return events.WhichGiven(intent.symptom)
        case "degree":
            return events.DegreeGiven(intent.value)
        case "talk":
            return events.TalkGiven(intent.value)
        case "site":
            return events.SiteGiven(intent.value, intent.symptom)
        case "signs":
            return events.SignsGiven(intent.value)
        case "symptom":
            return events.SymptomReported(intent.symptom, intent.value)
        case key:
            return _PLAIN_KEYS.get(key, events.KeyPressed())
