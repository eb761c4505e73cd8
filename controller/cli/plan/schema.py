"""``reprise plan schema``: the JSON Schema of plan files, and a copy of it for editors."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Final

from platformdirs import user_data_path

from controller.cli.exits import EXIT_DONE
from plans.authoring.schema import plan_schema

_NAME: Final = "reprise-plan.schema.json"


def print_schema(args: argparse.Namespace) -> int:
    """Print the schema, or write it for editors and print its path, and return the exit code."""
    if not args.path:
        sys.stdout.write(_text())
        return EXIT_DONE
    path = keep_schema()
    sys.stdout.write(f"{path}\n")
    sys.stderr.write(
        f"The first line of a plan, for editors: # yaml-language-server: $schema={path.as_uri()}\n"
    )
    return EXIT_DONE


def keep_schema() -> Path:
    """Write the schema of this version into the user's data, and return its absolute path.

    Raises:
        OSError: it cannot be written there.

    """
    path = user_data_path("reprise").absolute() / _NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    # An editor may read it at any time: the new one is whole before it takes the old one's place.
    made = path.with_name(f"{_NAME}.new")
    made.write_text(_text(), encoding="utf-8")
    made.replace(path)
    return path


def _text() -> str:
    return json.dumps(plan_schema(), indent=1, ensure_ascii=False) + "\n"
