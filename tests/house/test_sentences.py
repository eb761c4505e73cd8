"""What is decided by a sentence is decided by one constant: worded anew, nothing else changes.

Reasons and alarms are known again by their words, which are English in a journal and translated on
a screen. Whoever compares one takes it from where it is said.
"""

from __future__ import annotations

import ast
from collections import Counter
from typing import TYPE_CHECKING, Final

from tests.house.tree import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SAID: Final = {"because", "alarm"}
"""Fields that hold a sentence for people."""
LOOKS: Final = {"startswith", "endswith", "partition", "removeprefix", "removesuffix", "split"}
MODULES: Final = sorted(ROOT.glob("controller/**/*.py"))
PARSED: Final = {path: ast.parse(path.read_text("utf-8")) for path in MODULES}


def is_said(node: ast.AST) -> bool:
    """Return whether it is a field that holds a sentence, of a value or of a record."""
    match node:
        case ast.Attribute(attr=name):
            return name in SAID
        case (
            ast.Subscript(slice=ast.Constant(value=str(name)))
            | ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value=str(name)), *_])
        ):
            return name in SAID
        case _:
            return False


def has_words(node: ast.AST) -> bool:
    """Return whether a text with a letter stands in it; a full stop may be looked for."""
    return any(
        isinstance(each, ast.Constant)
        and isinstance(each.value, str)
        and any(map(str.isalpha, each.value))
        for each in ast.walk(node)
    )


def judged_by_words(tree: ast.Module) -> Iterator[str]:
    """Yield each place where a sentence is held against words that stand there."""
    for node in ast.walk(tree):
        match node:
            case ast.Compare(left=left, comparators=others):
                sides = [left, *others]
                words = any(has_words(each) for each in sides if not is_said(each))
                if words and any(is_said(each) for each in sides):
                    yield f"{node.lineno}: {ast.unparse(node)}"
            case ast.Call(func=ast.Attribute(value=value, attr=name)) if name in LOOKS:
                if is_said(value) and any(has_words(each) for each in node.args):
                    yield f"{node.lineno}: {ast.unparse(node)}"
            case ast.Match(subject=subject, cases=cases) if is_said(subject):
                yield from (
                    f"{case.pattern.lineno}: {ast.unparse(case.pattern)}"
                    for case in cases
                    if has_words(case.pattern)
                )
            case ast.MatchMapping(keys=keys, patterns=patterns):
                for key, pattern in zip(keys, patterns, strict=True):
                    said = isinstance(key, ast.Constant) and key.value in SAID
                    if said and has_words(pattern):
                        yield f"{pattern.lineno}: {ast.unparse(node)}"
            case _:
                pass


def sentences(tree: ast.Module) -> dict[str, str]:
    """Return the constants of a module that are texts, marked for the catalogues or not."""
    found = {}
    for node in tree.body:
        match node:
            case (
                ast.AnnAssign(target=ast.Name(id=name), value=ast.Call(args=[ast.Constant(text)]))
                | ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(args=[ast.Constant(text)]))
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant(text))
                | ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(text))
            ) if isinstance(text, str):
                found[name] = text
            case _:
                pass
    return found


def compared(path: Path) -> Iterator[str]:
    """Yield each sentence, by a constant of its own or an imported one, that is compared."""
    known = sentences(PARSED[path])
    for statement in PARSED[path].body:
        if isinstance(statement, ast.ImportFrom) and statement.module is not None:
            source = ROOT / (statement.module.replace(".", "/") + ".py")
            if source in PARSED:
                told = sentences(PARSED[source])
                known |= {
                    each.asname or each.name: told[each.name]
                    for each in statement.names
                    if each.name in told
                }
    for node in ast.walk(PARSED[path]):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            if any(is_said(each) for each in sides):
                yield from (
                    known[each.id]
                    for each in sides
                    if isinstance(each, ast.Name) and each.id in known
                )


def test_no_words_are_looked_for_in_a_sentence() -> None:
    """A constant is, or a value beside the sentence that says what it is."""
    found = {str(path.relative_to(ROOT)): list(judged_by_words(PARSED[path])) for path in MODULES}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_a_sentence_that_is_compared_stands_in_one_place() -> None:
    """A second copy would go its own way when the first is worded anew."""
    all_texts = Counter(
        node.value
        for tree in PARSED.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    told = {each for path in MODULES for each in compared(path)}
    assert "you pressed unwell" in told
    assert "the remote page" in told
    assert {each: all_texts[each] for each in told if all_texts[each] != 1} == {}


def test_the_rule_sees_what_it_forbids() -> None:
    """Each way to ask for words; constants, empty texts and fields of other kinds are no words."""
    wrong = (
        'a.because == "x y"\n"x" in r["because"]\nr.get("because", U) != "x"\n'
        'a.alarm.startswith("x")\n'
        'match a.because:\n    case "x": pass\n    case U.V: pass\n'
        'match r:\n    case {"because": "x"}: pass\n    case {"kind": "x", "because": why}: pass\n'
        'a.because == U\nr.get("because", U) == U\na.because == ""\na.kind == "x"\n'
        'a.because in (U, "x")\n'
    )
    lines = [int(each.partition(":")[0]) for each in judged_by_words(ast.parse(wrong))]
    assert sorted(lines) == [1, 2, 3, 4, 6, 9, 15]
