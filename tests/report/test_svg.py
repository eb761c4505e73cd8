"""Elements of a picture: escaped, short, and one for each shape."""

from __future__ import annotations

import pytest

from controller.report.svg import mark, picture, tag, text
from tests.report.made import read

HOSTILE = """"><script>x</script>&'"""


def test_what_is_put_in_stays_text() -> None:
    """In an element, in an attribute, in title and description."""
    made = picture(1, 1, HOSTILE, HOSTILE, [tag("g", HOSTILE, id=HOSTILE), text(0, 0, HOSTILE)])
    found = read(made)
    assert "script" not in found.tags
    assert ("id", HOSTILE) in found.attributes
    assert found.words == [HOSTILE] * 4


def test_numbers_are_short() -> None:
    """A tenth is enough, and a whole number has no point."""
    assert tag("line", x1=1.26, y1=2.0, x2=3) == '<line x1="1.3" y1="2" x2="3"></line>'


@pytest.mark.parametrize(
    ("shape", "element"),
    [("circle", "circle"), ("square", "rect"), ("triangle", "polygon"), ("diamond", "polygon")],
)
def test_a_shape_is_what_it_is_called(shape: str, element: str) -> None:
    """Two shapes differ in more than their filling."""
    assert read(mark(shape, 5, 5, 2)).tags == [element]
    others = [each for each in ("circle", "square", "triangle", "diamond") if each != shape]
    assert mark(shape, 5, 5, 2) not in [mark(each, 5, 5, 2) for each in others]
