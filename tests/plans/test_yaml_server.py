"""The YAML language server of editors such as VS Code, over its own protocol: does it help?

It is no part of the pinned tools: ``npm install -g yaml-language-server`` brings it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

import plans
from plans.authoring.schema import plan_schema
from plans.authoring.starter import Answers, parse_first, starter
from plans.shelf import plan_names
from tests.plans.tables import good

_COMMAND: Final = shutil.which("yaml-language-server")
_HERE: Final = "\N{BROKEN BAR}"
"""Where the cursor stands in a text."""

pytestmark = pytest.mark.skipif(
    _COMMAND is None, reason="yaml-language-server is not installed (npm install -g)"
)


class Server:
    """One server, asked one thing after the other."""

    def __init__(self, folder: Path) -> None:
        """Start it; the files lie in ``folder``, and the schema is there."""
        assert _COMMAND is not None
        self._process = subprocess.Popen(
            [_COMMAND, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._folder, self._asked, self._files = folder, 0, 0
        self._found: dict[str, list[dict[str, Any]]] = {}
        snippets = {"completionItem": {"snippetSupport": True}}
        text_document = {"completion": snippets, "hover": {"contentFormat": ["markdown"]}}
        capabilities = {"workspace": {"configuration": True}, "textDocument": text_document}
        self._ask("initialize", {"rootUri": None, "capabilities": capabilities})
        self._send({"method": "initialized", "params": {}})

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.communicate()

    def mistakes(self, text: str) -> list[str]:
        """Return what it underlines in a plan."""
        return [each["message"] for each in self._found[self._open(text)]]

    def completions(self, text: str) -> dict[str, str]:
        """Return what it offers at the cursor, and what each would insert."""
        items = self._at_the_cursor("textDocument/completion", text)["items"]
        return {each["label"]: each["insertText"] for each in items}

    def hover(self, text: str) -> str:
        """Return what it shows at the cursor."""
        shown: str = self._at_the_cursor("textDocument/hover", text)["contents"]["value"]
        return shown

    def _at_the_cursor(self, method: str, text: str) -> Any:
        before, _, after = text.partition(_HERE)
        uri = self._open(before + after)
        lines = before.split("\n")
        # The modeline stands above.
        position = {"line": len(lines), "character": len(lines[-1])}
        return self._ask(method, {"textDocument": {"uri": uri}, "position": position})

    def _open(self, text: str) -> str:
        self._files += 1
        uri = (self._folder / f"{self._files}.plan.yaml").as_uri()
        modeline = f"# yaml-language-server: $schema={(self._folder / 'schema.json').as_uri()}\n"
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": modeline + text}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        while uri not in self._found:
            self._read()
        return uri

    def _ask(self, method: str, params: dict[str, Any]) -> Any:
        self._asked += 1
        self._send({"id": self._asked, "method": method, "params": params})
        while True:
            message = self._read()
            if message.get("id") == self._asked and "method" not in message:
                return message["result"]

    def _send(self, message: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self._process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        length = 0
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        if message.get("method") == "workspace/configuration":
            settings = [
                {"validate": True, "completion": True, "hover": True}
                if each.get("section") == "yaml"
                else {}
                for each in message["params"]["items"]
            ]
            self._send({"id": message["id"], "result": settings})
        elif "method" in message and "id" in message:
            self._send({"id": message["id"], "result": None})
        if message.get("method") == "textDocument/publishDiagnostics":
            self._found[message["params"]["uri"]] = message["params"]["diagnostics"]
        return message


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a server, with the schema in a folder that has a blank in its name."""
    folder = tmp_path_factory.mktemp("my plans")
    (folder / "schema.json").write_text(json.dumps(plan_schema()), encoding="utf-8")
    made = Server(folder)
    yield made
    made.close()


def test_it_finds_nothing_in_good_plans(server: Server) -> None:
    """Bundled ones, and a new one."""
    library = Path(plans.__file__).parent / "library"
    for name in plan_names():
        assert server.mistakes((library / f"{name}.plan.yaml").read_text("utf-8")) == []
    first = parse_first("8 x (30s jog, 2min walk)")
    answers = Answers("mine", "Mine", 12, "Somebody", first, 12, "7.5 km/h")
    assert server.mistakes(starter(answers, None)) == []


def test_its_mistakes_say_what_to_write(server: Server) -> None:
    """In our words, where the value is of another form."""
    wrong = good("good.plan.yaml").replace("6 x (1min", "6 x (1m").replace("5.0 km/h", "5.0")
    assert [each.partition(":")[0] for each in server.mistakes(wrong)] == [
        "Write a speed",
        "Write intervals",
    ]


@pytest.mark.parametrize(
    ("text", "label", "inserted"),
    [
        ("format: reprise-plan 1\nspe|", "speeds", "speeds:\n  walk: "),
        ("policy: |", "standard", "standard"),
        ("sources: [|]", "army-T1", "army-T1"),
        ("speeds:\n  |", "jog", "jog: ${1:7.5 km/h (7.0 km/h to 9.0 km/h)}"),
        ("questions:\n  anything: |", "every second walk", "every second walk"),
        ("levels:\n  |", "a first row", "${1:1}: ${2:8} x (${3:30s} jog, ${4:2min} walk)"),
        ("levels:\n  1: |", "8 x (30s jog, 2min walk)", "8 x (30s jog, 2min walk)"),
        ("levels:\n  1:\n    |", "work", "work: ${1:7 x (1min jog, 1min30s walk)}"),
        ("levels:\n  1:\n    work:\n      - |", "do", "do: ${1:3 x (1min jog, 2min walk)}"),
        ("progression:\n  rest:\n    levels 1-3: |", "2 days", "2 days"),
        ("reviewed: |", "not yet", "not yet"),
    ],
)
def test_it_completes(server: Server, text: str, label: str, inserted: str) -> None:
    """Keys with a value that is right in its form, and values."""
    assert server.completions(text.replace("|", _HERE))[label].startswith(inserted)


def test_it_tells_what_a_key_and_a_source_are(server: Server) -> None:
    """When the mouse rests on them."""
    assert "The symptom policy that goes with the plan." in server.hover(f"pol{_HERE}icy: cautious")
    shown = server.hover(f"sources: [army{_HERE}-T1]")
    assert "US Army return-to-run programme" in shown
    assert "Donnelly" not in shown
