"""What may be chosen of a plan on a command line: speeds within their ranges, runs, a language.

Options only, so that no command has to read plans to have them.
"""

from __future__ import annotations

import argparse
from typing import Any, Final

USUAL_LANGUAGE: Final = "en"
PACES: Final = ("walk", "brisk", "jog")
"""The values of `plans.notation.line.Pace`."""
NOTHING_CHOSEN: Final[dict[str, Any]] = {
    **dict.fromkeys(f"{pace}_speed" for pace in PACES),
    "language": USUAL_LANGUAGE,
    "fingerprint": None,
    "runs": None,
}
"""What the arguments of a command are that lets nothing be chosen."""


def add_choices(parser: argparse.ArgumentParser) -> None:
    """Let something be chosen of a plan."""
    for pace in PACES:
        parser.add_argument(
            f"--{pace}-speed",
            metavar="SPEED",
            help=f'of the plan\'s "{pace}", within its range: 5.2km/h, 3.2mph, 11:30/km',
        )
    parser.add_argument(
        "--language",
        default=USUAL_LANGUAGE,
        metavar="CODE",
        help="of the plan's cues, such as en; where it has none in it, its first is taken",
    )
    # Of the plan that was settled on; None: whatever it is when it is read.
    parser.set_defaults(fingerprint=None)
    parser.add_argument(
        "--runs",
        metavar="A-B",
        help="these of the level's runs alone, 1-3, each with its walk; warm-up and cool-down stay",
    )


def chosen_words(args: argparse.Namespace) -> list[str]:
    """Return what was chosen as words of a command line."""
    words: list[str] = []
    for pace in PACES:
        speed = getattr(args, f"{pace}_speed")
        words += [] if speed is None else [f"--{pace}-speed", speed]
    words += [] if args.runs is None else ["--runs", args.runs]
    return words if args.language == USUAL_LANGUAGE else [*words, "--language", args.language]
