"""Make the reference in docs/plans.md: every key and every source, from the code that reads them.

Run it from the top folder: ``.venv/bin/python docs/make_plans_page.py``.
"""

# ruff: noqa: INP001  # a script beside the page that it makes, not a package
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from plans.authoring.schema import kind_of, kinds
from plans.plan.keys import TABLES, Key
from plans.provenance.sources import known_sources

PAGE: Final = Path(__file__).parent / "plans.md"
_BEGIN: Final = "from the keys, the schema and the sources of plans/ -->\n"
_END: Final = "<!-- the end of what is made -->\n"
_ABOUT: Final = {
    "plan": "The file itself.",
    "entry": "Below `entry`.",
    "speeds": "Below `speeds`.",
    "questions": "Below `questions`.",
    "progression": "Below `progression`.",
    "cues": "Below each language of `cues`.",
    "level": "A level that is a table.",
    "step": "A step of `work` that is a table.",
}


def made_anew(page: str) -> str:
    """Return the page with its reference made anew; all else stays."""
    head, begin, rest = page.partition(_BEGIN)
    _, end, tail = rest.partition(_END)
    return head + begin + "\n" + "\n".join(_lines()) + "\n" + end + tail


def _lines() -> Iterator[str]:
    yield "## Every key"
    yield ""
    yield "A key in bold has to be there. Other keys are mistakes, so that no slip is passed over."
    for name, keys in TABLES.items():
        yield from ("", f"### {name}", "", _ABOUT[name], "")
        yield "| key | what it is for | written as | for example |"
        yield "|---|---|---|---|"
        yield from map(_row, keys)
    yield from ("", "## Every source", "")
    yield "What may stand under `sources`. What you made yourself is a `proposal`."
    yield from ("", "| id | kind | what it is |", "|---|---|---|")
    for name, source in known_sources().items():
        told = f"[{source.citation}]({source.link})" if source.link else source.citation
        yield f"| `{name}` | {source.kind} | {told} |"


def _row(key: Key) -> str:
    name = f"**`{key.name}`**" if key.required else f"`{key.name}`"
    return f"| {name} | {key.about} | {kind_of(key, kinds()).how} | `{key.example}` |"


if __name__ == "__main__":
    PAGE.write_text(made_anew(PAGE.read_text("utf-8")), encoding="utf-8")
