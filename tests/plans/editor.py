"""What an editor's YAML server makes of a plan, and what the schema says of that."""

from __future__ import annotations

import re
from typing import Any, Final

import jsonschema
import yaml

from plans.authoring.schema import plan_schema

SCHEMA: Final = plan_schema()
VALIDATOR: Final = jsonschema.Draft7Validator(SCHEMA)


class _Core(yaml.SafeLoader):
    """YAML 1.2 with its core schema, as YAML servers read it unless they are told otherwise."""


_Core.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    _Core.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), _first
    )


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[str, Any]:
    """Return a mapping as JSON has it: its keys are texts, ``1:`` too."""
    return {str(key.value): loader.construct_object(value, deep=True) for key, value in node.value}


_Core.add_constructor("tag:yaml.org,2002:map", _mapping)


def seen(text: str) -> Any:
    """Return what a YAML server sees in a file. Raises `yaml.YAMLError` if it is none."""
    return yaml.load(text, Loader=_Core)  # noqa: S506  # a safe loader, with fewer guesses


def accepted(text: str) -> bool:
    """Whether an editor shows no mistake in a file."""
    try:
        return VALIDATOR.is_valid(seen(text))
    except (yaml.YAMLError, ValueError, OverflowError):
        return False
