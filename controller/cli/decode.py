"""``reprise decode``: what a packet says, as JSON or as a table with the bytes of each field."""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
import textwrap
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Final

from protocols.explain import KNOWN, SERVICE_DATA, Part, explain
from protocols.gatt import NAMES, short_uuid

_NUMBERS: Final = {name: number for number, name in NAMES.items()} | {SERVICE_DATA: SERVICE_DATA}
_SEPARATORS: Final = re.compile(r"[\s:-]+")
_BYTES_A_ROW: Final = 6
_ROW: Final = "{:>3}  {:<17}  {:<29}  {}"
_VALUE_WIDTH: Final = 80 - len(_ROW.format("", "", "", ""))
_NOTE_INDENT: Final = " " * 5


class PacketInvalid(ValueError):  # noqa: N818  # blame is in the name (law 7)
    """What was given is not a characteristic that we know with bytes in hexadecimal."""


def decode(args: argparse.Namespace) -> int:
    """Print one packet, or one for each line of standard input; return the exit code.

    Raises:
        PacketInvalid: the packet on the command line cannot be read.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A device's name may hold what this terminal cannot show.
        sys.stdout.reconfigure(errors="replace")
    if args.characteristic == "-":
        if args.hex:
            raise PacketInvalid("with - the packets come from standard input; give no HEX.")
        return _decode_lines(sys.stdin.buffer, as_json=args.json)
    if not args.hex:
        raise PacketInvalid('give the bytes in hexadecimal behind the characteristic ("" if none).')
    characteristic = parse_characteristic(args.characteristic)
    data = parse_hex(" ".join(args.hex))
    for line in render(characteristic, data, as_json=args.json):
        sys.stdout.write(line + "\n")
    return 0


def _decode_lines(lines: Iterable[bytes], *, as_json: bool) -> int:
    """Decode line by line, as they come; a bad one is told and does not stop the others."""
    code = 0
    for number, raw in enumerate(lines, start=1):
        line = raw.decode("utf-8", errors="replace").strip()
        if not line or line.startswith("#"):
            continue
        word, *rest = line.split(maxsplit=1)
        try:
            characteristic, data = parse_characteristic(word), parse_hex("".join(rest))
        except PacketInvalid as error:
            sys.stderr.write(f"reprise: line {number}: {error}\n")
            code = 1
            continue
        found = render(characteristic, data, as_json=as_json, of_many=True)
        sys.stdout.write("\n".join(found) + ("\n" if as_json else "\n\n"))
        sys.stdout.flush()
    return code


def parse_characteristic(text: str) -> str:
    """Return the characteristic's number as in `protocols.gatt`.

    Raises:
        PacketInvalid: it is none that can be decoded.
    """
    name = text.lower().replace("_", "-")
    number = _NUMBERS.get(name) or short_uuid(name.removeprefix("0x")).upper()
    if number in KNOWN:
        return number
    known = ", ".join(f"{each} {NAMES[each]}" if each in NAMES else each for each in KNOWN)
    raise PacketInvalid(
        f"{_short(text)!r} is no characteristic that can be decoded; known are {known}."
    )


def parse_hex(text: str) -> bytes:
    """Return the bytes; spaces, colons, hyphens and 0x may stand between them.

    Raises:
        PacketInvalid: it is not whole bytes in hexadecimal.
    """
    words = [re.sub("^0[xX]", "", word) for word in _SEPARATORS.split(text) if word]
    for word in words:
        try:
            bytes.fromhex(word)
        except ValueError:
            raise PacketInvalid(
                f"{_short(word)!r} is not whole bytes in hexadecimal; give two digits for each, "
                "as in 8c 05 64 00."
            ) from None
    return bytes.fromhex("".join(words))


def _short(word: str) -> str:
    return word if len(word) <= 40 else f"{word[:40]}..."


def render(
    characteristic: str, data: bytes, *, as_json: bool, of_many: bool = False
) -> Iterator[str]:
    """Yield the lines that show a packet; of many each object says which characteristic it is."""
    parts = explain(characteristic, data)
    if as_json:
        named = {"characteristic": NAMES.get(characteristic, characteristic)} if of_many else {}
        yield json.dumps({**named, **{part.key: part.value for part in parts}})
        return
    name = f"{characteristic} {NAMES[characteristic]}" if characteristic in NAMES else SERVICE_DATA
    yield f"{name}, {len(data)} byte{'' if len(data) == 1 else 's'}"
    yield _ROW.format("at", "bytes", "field", "value")
    for part in parts:
        yield from _rows(part)


def _rows(part: Part) -> Iterator[str]:
    """Yield a part: its first row has everything, the rows below go on with bytes and value."""
    bytes_rows = [
        part.data[at : at + _BYTES_A_ROW].hex(" ") for at in range(0, len(part.data), _BYTES_A_ROW)
    ]
    value_rows = textwrap.wrap(words(part), _VALUE_WIDTH) or [""]
    at, key = str(part.at) if part.data else "", part.key
    for left, right in zip_longest(bytes_rows, value_rows, fillvalue=""):
        yield _ROW.format(at, left, key, right).rstrip()
        at = key = ""
    for note in part.notes:
        yield from textwrap.wrap(
            note, 80, initial_indent=_NOTE_INDENT, subsequent_indent=_NOTE_INDENT + "    "
        )


def words(part: Part) -> str:
    """Return a value as people read it."""
    match part.value:
        case None:
            return "not available"
        case True:
            return "yes"
        case False:
            return "no"
        case list() if part.notes:
            return f"{len(part.value)} set"
        case list():
            return f"{', '.join(map(str, part.value)) or 'none'} {part.symbol}".rstrip()
        case _:
            return f"{part.value} {part.symbol}".rstrip()
