"""Reads a JSON file of ours in the user's configuration: all of it, or a sentence on what is wrong.

`controller.cli.rewriting` writes one.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from controller.words.catalogue import tr

T = TypeVar("T")


class ContentWrong(Exception):  # noqa: N818  # becomes what the reader of a file raises
    """What is wrong with the content, in a few words."""


def read_own_json(
    path: Path, parse: Callable[[Any], T], blame: type[Exception], remedy: str
) -> T | None:
    """Return what ``parse`` makes of a file; None without one.

    Args:
        path: of the file.
        parse: raises `ContentWrong`.
        blame: what is raised, with a sentence.
        remedy: what to do about a file whose content cannot be used; ends the sentence.

    Raises:
        Exception: a ``blame``: the file cannot be read, or its content cannot be used.
    """
    try:
        return parse(json.loads(path.read_text("utf-8")))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise blame(
            tr("{path}: it cannot be read ({reason}); make it readable.").format(
                path=path, reason=error.strerror
            )
        ) from error
    except UnicodeDecodeError as error:
        raise blame(
            tr("{path}: it is not UTF-8; {remedy}.").format(path=path, remedy=remedy)
        ) from error
    except json.JSONDecodeError as error:
        where = f"{path}:{error.lineno}:{error.colno}"
        raise blame(
            tr("{where}: this is not JSON ({error}); {remedy}.").format(
                where=where, error=error.msg, remedy=remedy
            )
        ) from error
    except (ContentWrong, RecursionError, ValueError) as error:
        # ValueError: a number with more digits than Python reads.
        raise blame(f"{path}: {error}; {remedy}.") from error
