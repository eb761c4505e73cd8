"""How characteristics are laid out: tables of fields, each a little-endian integer.

A codec states its layout once, as `Field`s. The decoders read integers in wire units by it;
`protocols.explain` shows the same fields with the bytes that they came from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

Value = bool | int | float | str | list[str] | list[int] | None
"""What JSON can say of a field."""


class Quantity(NamedTuple):
    """A number of wire units, shown in the unit that people use."""

    symbol: str = ""
    """The unit that people use, empty for a mere number."""
    per: int = 1
    """Wire units in one of it."""

    def value(self, raw: int) -> Value:
        """Return the number, whole if the wire's unit is: 750 hundredths are 7.5, exactly."""
        return raw if self.per == 1 else raw / self.per

    def notes(self, _raw: int) -> tuple[str, ...]:
        """Return nothing: a number needs no explanation."""
        return ()


class Words(NamedTuple):
    """One of several numbered meanings."""

    names: Mapping[int, str]
    other: str = "rfu_0x{:02x}"
    """How a number without a name is shown."""

    @property
    def symbol(self) -> str:
        """A word has no unit."""
        return ""

    def value(self, raw: int) -> Value:
        """Return the name."""
        return self.names.get(raw) or self.other.format(raw)

    def notes(self, _raw: int) -> tuple[str, ...]:
        """Return nothing: the word is the explanation."""
        return ()


class Bits(NamedTuple):
    """A set of numbered meanings, from bit 0 up."""

    names: tuple[str, ...]

    @property
    def symbol(self) -> str:
        """A set of words has no unit."""
        return ""

    def value(self, raw: int) -> list[str]:
        """Return the names of the bits that are set, ``rfu17`` for a reserved one."""
        return [self._name(bit) for bit in range(raw.bit_length()) if raw >> bit & 1]

    def notes(self, raw: int) -> tuple[str, ...]:
        """Return the bits that are set, one by one."""
        return tuple(
            f"bit {bit}: {self._name(bit)}" for bit in range(raw.bit_length()) if raw >> bit & 1
        )

    def _name(self, bit: int) -> str:
        return self.names[bit] if bit < len(self.names) else f"rfu{bit}"


class Field(NamedTuple):
    """One field: its name in the output of ``reprise decode``, its bytes and their meaning."""

    key: str
    """With the unit in it, ``"total_distance_m"``, where it has one."""
    width: int
    """Bytes."""
    kind: Quantity | Words | Bits = Quantity()
    signed: bool = False
    not_available: frozenset[int] = frozenset()
    """What the integer on the wire is if there is no value."""

    def raw(self, data: bytes, at: int) -> int:
        """Return the integer on the wire; only for bytes that are all there (see `read`)."""
        return int.from_bytes(data[at : at + self.width], "little", signed=self.signed)

    def value(self, raw: int) -> Value:
        """Return what JSON says of the integer on the wire; None if it is not available."""
        return None if raw in self.not_available else self.kind.value(raw)


def read(fields: Iterable[Field], data: bytes, at: int = 0) -> list[int]:
    """Return the fields that are whole, as they are on the wire, up to the first that is not.

    Args:
        fields: what is laid out, in order.
        data: the whole value; what is behind the last field is left.
        at: the byte at which the first field begins.
    """
    found = []
    for _, width, _, signed, _ in fields:
        if at + width > len(data):
            break
        found.append(int.from_bytes(data[at : at + width], "little", signed=signed))
        at += width
    return found


def numbered(names: str) -> dict[int, str]:
    """Return the words of a text by their place in it, from 0."""
    return dict(enumerate(names.split()))
