"""What may stand in a scenario's file; what its words mean is read in `simulators.scenarios`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class EventRow(_Row):
    """Something that happens; all of it is text here."""

    at: str
    press: str | None = None
    console: str | None = None
    steps: str | None = None
    fault: str | None = None
    span: Annotated[str | None, Field(alias="for")] = None
    amount: str | None = None


class ScenarioRow(_Row):
    """A whole file."""

    format: Literal["reprise-scenario 1"]
    title: Annotated[str, Field(min_length=1)]
    shows: str | None = None
    """For readers: which promise, or which quirk."""
    plan: Annotated[str, Field(min_length=1)]
    """``NAME``, or ``NAME, level N``."""
    policy: str | None = None
    machine: str | None = None
    runner: str | None = None
    seed: Annotated[int, Field(ge=0, lt=1 << 32)] = 0
    drill: bool = False
    """The stop is tried before anything else."""
    manual: bool = False
    """The runner presses the treadmill's own keys."""
    events: tuple[EventRow, ...] = ()
    expect: Annotated[tuple[str, ...], Field(min_length=1)]
