"""Device Information Service 0x180A v1.1: strings by which a machine names itself.

The text goes to screens and reports, and whoever builds a peripheral chooses it.
"""

from __future__ import annotations


def decode_text(data: bytes) -> str:
    """Return the text; total.

    The padding of NULs that some firmware sends is no part of it. What is not UTF-8 and what is
    not printable (a terminal would obey an escape sequence) becomes U+FFFD.
    """
    text = data.rstrip(b"\0").decode("utf-8", errors="replace")
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)
