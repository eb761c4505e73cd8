"""Pictures as inline SVG: each has a title and a description, and is read without its colours."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from markupsafe import Markup, escape

_DIGITS: Final = 1


def tag(name: str, content: Iterable[str | Markup] | str = "", /, **attributes: object) -> Markup:
    """Return an element; ``_`` in a name is ``-``, and texts are escaped."""
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_short(value))}"'
        for key, value in attributes.items()
    )
    inner = escape(content) if isinstance(content, str) else Markup("").join(content)
    return Markup(f"<{name}{told}>{inner}</{name}>")  # noqa: S704  # all of it was escaped


def picture(
    width: int, height: int, title: str, description: str, parts: Iterable[Markup]
) -> Markup:
    """Return a whole picture; its size is a proportion, and the page says how large it is."""
    told = (tag("title", title), tag("desc", description))
    return tag(
        "svg", (*told, *parts), viewBox=f"0 0 {width} {height}", role="img",
        xmlns="http://www.w3.org/2000/svg",
    )  # fmt: skip


def text(x: float, y: float, words: str, *, at: str = "start", kind: str = "") -> Markup:
    """Return words; ``at`` is which end of them stands at x, ``kind`` a class of the style."""
    more = {"class_": kind} if kind else {}
    return tag("text", words, x=x, y=y, text_anchor=at, **more)


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
    """Return a straight line."""
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=kind)


def mark(shape: str, x: float, y: float, size: float, kind: str = "full") -> Markup:
    """Return a ``circle``, ``square``, ``triangle`` or ``diamond``; ``open`` or ``full``."""
    if shape == "circle":
        return tag("circle", cx=x, cy=y, r=size, class_=kind)
    if shape == "square":
        return tag("rect", x=x - size, y=y - size, width=2 * size, height=2 * size, class_=kind)
    corners = [(x, y - size), (x + size, y + size), (x - size, y + size)]
    if shape == "diamond":
        corners = [(x, y - size), (x + size, y), (x, y + size), (x - size, y)]
    points = " ".join(f"{_short(a)},{_short(b)}" for a, b in corners)
    return tag("polygon", points=points, class_=kind)


def _short(value: object) -> object:
    if not isinstance(value, float):
        return value
    rounded = round(value, _DIGITS)
    return int(rounded) if rounded == int(rounded) else rounded
