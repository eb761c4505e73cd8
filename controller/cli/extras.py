"""What is said where a command needs a package that only an extra of Reprise installs."""

from __future__ import annotations

import sys

from controller.cli.exits import EXIT_USAGE
from controller.words.catalogue import tr


def say_missing(
    missing: ModuleNotFoundError, what: str, package: str, extra: str, otherwise: str = ""
) -> int:
    """Print the sentence with its remedy and return the exit code.

    The remedy is for the folder that README has people work in, whose .venv may be without pip.

    Args:
        missing: of the import that failed.
        what: what needs it: ``"a picture"``.
        package: what is not installed, as it is called where packages are.
        extra: of Reprise.
        otherwise: what else helps: ``", or leave --png and --svg out"``.

    Raises:
        ModuleNotFoundError: the one given, if it is about something else, and so a mistake of ours.
    """
    if missing.name is None or missing.name.partition(".")[0] != package.replace("-", "_"):
        raise missing
    sys.stderr.write(
        tr(
            "reprise: {what} needs {package}, which is not installed; call make "
            ".venv/ready-dev in the folder of Reprise (in another environment: install its "
            "extra {extra}){otherwise}.\n"
        ).format(what=what, package=package, extra=extra, otherwise=otherwise)
    )
    return EXIT_USAGE
