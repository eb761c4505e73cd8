"""Gathers every marked text: ``make words`` writes the template anew, then each catalogue."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from controller.words.catalogue import CATALOGUES, DOMAIN

HOUSE: Final = Path(__file__).parents[2]
TEMPLATE: Final = CATALOGUES / f"{DOMAIN}.pot"
_KEYWORDS: Final = {"tr": None, "tr_later": None, "trc": ((1, "c"), 2), "trn": (1, 2)}
_METHODS: Final = (("**.py", "python"), ("**.html", "jinja2.ext:babel_extract"))
_FOR_TRANSLATORS: Final = ["For translators:"]


@cache
def gathered() -> Catalog:
    """Return every message of the controller, with the files in which it is said; only to read."""
    catalogue = Catalog(project="Reprise", charset="utf-8")
    room = HOUSE / "controller"
    found = extract_from_dir(
        room, method_map=_METHODS, keywords=_KEYWORDS, comment_tags=_FOR_TRANSLATORS
    )
    for name, _line, message, comments, context in found:
        flags = ["python-brace-format"] if "{" in str(message) else []
        place = [(f"controller/{Path(name).as_posix()}", 0)]
        catalogue.add(
            message, locations=place, flags=flags, auto_comments=comments, context=context
        )
    return catalogue


def template() -> str:
    """Return what the template says: no dates, no line numbers; every edit would change those."""
    return _text(gathered())


def _text(catalogue: Catalog) -> str:
    out = io.BytesIO()
    write_po(out, catalogue, omit_header=True, sort_by_file=True, width=96, include_lineno=False)
    return out.getvalue().decode()


def main() -> None:
    """Write the template, and bring each language up to it."""
    found = gathered()
    TEMPLATE.write_text(_text(found), "utf-8")
    for source in sorted(CATALOGUES.glob("*/LC_MESSAGES/*.po")):
        language = source.parts[-3]
        with source.open("rb") as file:
            known = read_po(file, locale=language)
        known.update(found, no_fuzzy_matching=True)
        with source.open("wb") as file:
            write_po(file, known, sort_by_file=True, width=96, include_lineno=False)
        with source.with_suffix(".mo").open("wb") as file:
            write_mo(file, known)
    print(f"{TEMPLATE.name}: {len(found)} texts")  # noqa: T201


if __name__ == "__main__":
    main()
