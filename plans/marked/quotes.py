"""Writes a text as YAML has it in quotes."""

from __future__ import annotations

import json


def double_quoted(text: str) -> str:
    """Return a text as a YAML scalar in double quotes, which reads as that text again."""
    return json.dumps(text, ensure_ascii=False)
