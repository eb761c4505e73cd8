"""What the page of settings wants done, the `what` of a `Do`, and what it gets back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from controller.settings.file import Read
from controller.tui.pages.page import Page


@dataclass(frozen=True, slots=True)
class ChangeSetting:
    """One is to have another value; gives a `Changed`, or a sentence why it has not."""

    key: str
    value: Any
    page: Page
    """As it is behind that."""


class Changed(NamedTuple):
    """It is kept."""

    page: Page
    held: Read
    """What the file says now."""
