"""What is said where a command needs a package that only an extra of Reprise installs."""

from __future__ import annotations

import shlex
import sys

from controller.cli.exits import EXIT_USAGE
from controller.words.catalogue import tr


def missing_extra(what: str, package: str, extra: str, otherwise: str = "") -> str:
    """Return the sentence with its remedy: that extra alone, and not all that developers have.

    Args:
        what: what needs it: ``"a picture"``.
        package: what is not installed, as it is called where packages are.
        extra: of Reprise.
        otherwise: what else helps: ``", or leave --png and --svg out"``.
    """
    return tr(
        "{what} needs {package}, which is not installed; install the extra {extra} of Reprise "
        '({python} -m pip install ".[{extra}]" in its folder){otherwise}.'
    ).format(
        what=what,
        package=package,
        extra=extra,
        otherwise=otherwise,
        # Whichever environment this is: it may be that of somebody's own project.
        python=shlex.quote(sys.executable),
    )


def say_missing(
    missing: ModuleNotFoundError, what: str, package: str, extra: str, otherwise: str = ""
) -> int:
    """Print the sentence of `missing_extra` and return the exit code.

    Args:
        missing: of the import that failed.
        what: as there; so are the others.
        package: as there.
        extra: as there.
        otherwise: as there.

    Raises:
        ModuleNotFoundError: the one given, if it is about something else, and so a mistake of ours.
    """
    if missing.name is None or missing.name.partition(".")[0] != package.replace("-", "_"):
        raise missing
    sys.stderr.write(f"reprise: {missing_extra(what, package, extra, otherwise)}\n")
    return EXIT_USAGE
