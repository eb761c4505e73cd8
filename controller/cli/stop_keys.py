"""Which keys a person has added to those that always stop the belt."""

from __future__ import annotations

import argparse

from controller.cli.settings_file import settings_of
from controller.tui.keys import usable


def added_stop_keys(args: argparse.Namespace) -> frozenset[str]:
    """Return them by `controller.tui.keys.own_name`; what cannot be one is left out.

    Raises:
        ProfileInvalid: there is no such profile.
    """
    settings, _ = settings_of(args)
    return usable(settings.stop_keys)
