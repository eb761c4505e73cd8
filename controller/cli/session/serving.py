"""``--serve``: the page for a phone or tablet beside a session, and how a person comes to it."""

from __future__ import annotations

import argparse
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from platformdirs import user_log_path

from controller.cli.extras import missing_extra
from controller.cli.settings.file import settings_of
from controller.cli.terminal_input import ask
from controller.words.catalogue import tr
from simulators.script import ScriptInvalid

if TYPE_CHECKING:
    from controller.remote.page_process import PageProcess

_NEEDS: Final = ("segno", "starlette", "uvicorn")
_BLACK_ON_WHITE: Final = "\x1b[38;2;0;0;0;48;2;255;255;255m"
_PLAIN: Final = "\x1b[0m"


def serve_page(args: argparse.Namespace, *, interactive: bool) -> PageProcess:
    """Start to serve the page, and say where; in a terminal wait until a person has seen it.

    Raises:
        ScriptInvalid: a page cannot be served there.
    """
    missing = [each for each in _NEEDS if find_spec(each) is None]
    if missing:
        raise ScriptInvalid(
            missing_extra("--serve", missing[0], "remote", tr(", or leave --serve out"))
        )
    from controller.remote.address import (  # noqa: PLC0415
        Address,
        AddressInvalid,
        read_address,
    )
    from controller.remote.page_process import PageFailed, PageProcess  # noqa: PLC0415

    try:
        address = read_address(args.serve) if args.serve else Address()
        page = PageProcess(
            address, Path(user_log_path("reprise")) / "remote.log", settings_of(args)[0].units
        )
    except AddressInvalid as error:
        raise ScriptInvalid(f"--serve: {error}.") from None
    except PageFailed as error:
        raise ScriptInvalid(str(error)) from None
    _tell(page, sys.stderr if args.json else sys.stdout)
    if interactive and not args.plain and not args.json:
        try:
            ask(tr("ENTER goes on to the session. "))
        except (EOFError, KeyboardInterrupt):
            page.close()
            raise KeyboardInterrupt from None
    return page


def _tell(page: PageProcess, stream: TextIO) -> None:
    from controller.remote.address import lan_addresses  # noqa: PLC0415

    url, *code = told_page(page)
    told = [tr("Remote page: {address}").format(address=url)]
    if page.loopback:
        others = lan_addresses()
        shown = [tr("Only this computer can open it.")]
        if others:
            shown.append(tr("For a phone: --serve {address}").format(address=others[0]))
        told.append(" ".join(shown))
    else:
        told.append(
            tr("Whoever has this address can see the session and stop it, and nothing else.")
        )
    if stream.isatty():
        code = [f"{_BLACK_ON_WHITE}{line}{_PLAIN}" for line in code]
    stream.write("\n".join([*told, *code, ""]))
    stream.flush()


def told_page(page: PageProcess) -> tuple[str, ...]:
    """Return the URL of the page and, if a phone can open it, the lines of its code."""
    from controller.remote.code import code_lines  # noqa: PLC0415

    return (page.url,) if page.loopback else (page.url, *code_lines(page.url))
