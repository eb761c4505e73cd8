"""Plans and policies are found by id or by path, or it is said what there is."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from plans.problems import FileInvalid, PlanInvalid, PolicyInvalid, SourcesInvalid, UnknownName
from plans.provenance.sources import read_sources
from plans.shelf import find_plan, find_policy, own_plan_names, plan_names, policy_names
from tests.plans.tables import HERE, good

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FINDERS: list[tuple[Callable[[str], object], type[FileInvalid], str]] = [
    (find_plan, PlanInvalid, "plan"),
    (find_policy, PolicyInvalid, "policy"),
]
POLICIES = 'there is "cautious" and "standard"'
PLANS = (
    "army-6",
    "eight-week-30",
    "mile-ladder-8",
    "nine-week-30",
    "postpartum-ladder",
    "postpartum-walk",
    "run-walk-ratios",
    "ten-week-n-to-1",
    "thirty-minute-7",
    "twenty-by-five",
    "walk-first-5wk",
)
THERE_IS = "there is " + ", ".join(f'"{each}"' for each in PLANS[:-1]) + f' and "{PLANS[-1]}"'
both = pytest.mark.parametrize(("find", "blame", "what"), FINDERS, ids=["plan", "policy"])


def test_what_there_is_can_be_listed() -> None:
    """And each is found under its own name."""
    assert plan_names() == PLANS
    assert policy_names() == ("cautious", "standard")
    assert [find_plan(name).id for name in plan_names()] == list(plan_names())
    assert [find_policy(name).id for name in policy_names()] == list(policy_names())


def test_an_own_file_is_found_by_its_path() -> None:
    """Wherever it lies."""
    assert find_plan(str(HERE / "good.plan.yaml")).id == "my-plan"
    assert find_policy(str(HERE / "good.policy.yaml")).id == "mine"


@pytest.mark.parametrize(
    ("find", "name", "said"),
    [
        (
            find_plan,
            "postpartum-lader",
            f'there is no plan "postpartum-lader"; {THERE_IS}; did you mean "postpartum-ladder"?',
        ),
        (
            find_plan,
            "zzz",
            f'there is no plan "zzz"; {THERE_IS}, or the path of a file *.plan.yaml.',
        ),
        (
            find_policy,
            "",
            f'there is no policy ""; {POLICIES}, or the path of a file *.policy.yaml.',
        ),
        (find_plan, "../sources.yaml", 'there is no file "../sources.yaml".'),
        (find_plan, "a\0b.yaml", 'there is no file "a\N{REPLACEMENT CHARACTER}b.yaml".'),
        (
            find_plan,
            "n" * 300 + ".yaml",
            'the file "' + "n" * 37 + '..." cannot be reached: File name too long.',
        ),
    ],
)
def test_an_unknown_name_is_refused_with_what_there_is(
    find: Callable[[str], object],
    name: str,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One sentence, and the nearest name if one is near."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with pytest.raises(UnknownName) as caught:
        find(name)
    assert str(caught.value) == said


@pytest.fixture
def own_plans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder of own plans."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    folder = tmp_path / "reprise" / "plans"
    folder.mkdir(parents=True)
    return folder


def test_an_own_plan_is_found_by_its_id(own_plans: Path) -> None:
    """Among those that come with Reprise; what is no file of a plan is not one of them."""
    for name in ("my-plan.plan.yaml", "My Plan.plan.yaml", "\x1b.plan.yaml", "notes.yaml"):
        (own_plans / name).write_text(good("good.plan.yaml"))
    (own_plans / "folder.plan.yaml").mkdir()
    os.mkfifo(own_plans / "pipe.plan.yaml")
    assert own_plan_names() == ("my-plan",)
    assert find_plan("my-plan").title == "My plan"
    with pytest.raises(UnknownName) as caught:
        find_plan("zzz")
    assert str(caught.value).startswith('there is no plan "zzz"; there is "my-plan", "')


def test_an_own_plan_of_another_id_than_its_name_is_refused(own_plans: Path) -> None:
    """A journal would name a plan that cannot be found again."""
    path = own_plans / "other.plan.yaml"
    path.write_text(good("good.plan.yaml"))
    with pytest.raises(UnknownName) as caught:
        find_plan("other")
    assert str(caught.value) == f'{path} has the id "my-plan"; name the file after it.'
    assert find_plan(str(path)).id == "my-plan"


def test_mistakes_in_an_own_plan_name_its_file(own_plans: Path) -> None:
    """An editor can be told to go there."""
    path = own_plans / "my-plan.plan.yaml"
    path.write_text(good("good.plan.yaml").replace("title:", "titel:"))
    with pytest.raises(PlanInvalid) as caught:
        find_plan("my-plan")
    assert str(caught.value).startswith(f"{path}:4:1: error:")


@both
def test_a_folder_or_a_pipe_is_not_read(
    find: Callable[[str], object], blame: type[FileInvalid], what: str, tmp_path: Path
) -> None:
    """A pipe would be waited on for ever."""
    del blame, what
    (tmp_path / "folder.yaml").mkdir()
    os.mkfifo(tmp_path / "pipe.yaml")
    for name in ("folder.yaml", "pipe.yaml"):
        with pytest.raises(UnknownName):
            find(str(tmp_path / name))


@both
def test_a_file_that_is_not_utf_8_is_refused_at_its_first_wrong_byte(
    find: Callable[[str], object], blame: type[FileInvalid], what: str, tmp_path: Path
) -> None:
    """An editor of long ago saved it."""
    del what
    path = tmp_path / "old.yaml"
    path.write_bytes("a: 1\nb: \xe9t\xe9\n".encode("latin-1"))
    with pytest.raises(blame) as caught:
        find(str(path))
    assert str(caught.value) == (
        f"{path}:2:4: error: this is not UTF-8 text; save the file again with the encoding UTF-8.\n"
        "    2 | b: \N{REPLACEMENT CHARACTER}t\N{REPLACEMENT CHARACTER}\n"
        "      |    ^"
    )


@both
@pytest.mark.parametrize("begin", [b"PK\x03\x04\x14\xff", b"\xd0\xcf\x11\xe0", b"%PDF-1.7\n\xe2"])
def test_a_document_of_a_word_processor_is_called_one(
    find: Callable[[str], object],
    blame: type[FileInvalid],
    what: str,
    begin: bytes,
    tmp_path: Path,
) -> None:
    """Renaming it made no text file of it, and another encoding would not either."""
    del what
    path = tmp_path / "handout.yaml"
    path.write_bytes(begin)
    with pytest.raises(blame) as caught:
        find(str(path))
    said = "this is a document of another program; save it from there as plain text."
    assert str(caught.value) == f"{path}:1:1: error: {said}"


def test_what_is_no_file_of_a_plan_is_called_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder, a link that leads nowhere or in a circle, a file of another name."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.plan.yaml").mkdir()
    for link in ("loop.plan.yaml", "gone.plan.yaml"):
        (tmp_path / link).symlink_to(link.replace("gone", "nowhere"))
    (tmp_path / "plan.txt").write_text(good("good.plan.yaml"))
    for name, said in {
        "folder.plan.yaml": '"folder.plan.yaml" is a folder; name a file in it.',
        "loop.plan.yaml": '"loop.plan.yaml" is a link that leads to no file.',
        "gone.plan.yaml": '"gone.plan.yaml" is a link that leads to no file.',
        "plan.txt": 'the name of "plan.txt" does not end in .plan.yaml; rename the file.',
    }.items():
        with pytest.raises(UnknownName) as caught:
            find_plan(name)
        assert str(caught.value) == said


@pytest.mark.long
@both
def test_a_file_over_one_mebibyte_is_refused(
    find: Callable[[str], object], blame: type[FileInvalid], what: str, tmp_path: Path
) -> None:
    """Nothing that a person writes is as long; exactly as much is still looked at."""
    path = tmp_path / "long.yaml"
    path.write_bytes(b"#" * (1 << 20) + b"#")
    with pytest.raises(blame) as caught:
        find(str(path))
    assert [each.id for each in caught.value.problems] == ["too-large"]
    path.write_text("# " + "\N{LATIN SMALL LETTER E WITH ACUTE}" * (1 << 19), encoding="utf-8")
    with pytest.raises(blame) as caught:
        find(str(path))
    assert [each.id for each in caught.value.problems] == ["too-large"]
    path.write_bytes(b"#" * (1 << 20))
    with pytest.raises(blame, match=f"the file is empty; a {what} begins"):
        find(str(path))


@both
def test_a_file_that_cannot_be_opened_is_refused(
    find: Callable[[str], object],
    blame: type[FileInvalid],
    what: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With the system's own words for why."""
    del what
    path = tmp_path / "mine.yaml"
    path.write_text("a: 1")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    with pytest.raises(blame) as caught:
        find(str(path))
    said = f"{path}:1:1: error: the file cannot be read: Permission denied."
    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("text", "problem_id"),
    [
        ("", "empty"),
        ("format: reprise-plan 1\n", "format"),
        ("format: reprise-sources 1\nsources: none\n", "not-a-table"),
        ("format: reprise-sources 1\nsources:\n  a: b\n", "not-a-table"),
        ("format: reprise-sources 1\nsources:\n  a:\n    kind: trial\n", "missing-key"),
        (
            "format: reprise-sources 1\nsources:\n  a:\n    kind: rumour\n    citation: x\n",
            "closed-list",
        ),
    ],
)
def test_a_list_of_sources_is_checked_like_any_other_file(text: str, problem_id: str) -> None:
    """It has its own blame, for it is ours."""
    with pytest.raises(SourcesInvalid) as caught:
        read_sources(text, "sources.yaml")
    assert [each.id for each in caught.value.problems] == [problem_id]


def own(folder: Path, name: str, base: str, *more: str) -> str:
    """Write a policy that is based on another, and return its path."""
    head = ("format: reprise-policy 1", f"id: {name}", "title: Own", "about: A test.")
    path = folder / f"{name}.policy.yaml"
    path.write_text("\n".join((*head, "reviewed: not yet", f"based-on: {base}", *more, "")))
    return str(path)


def test_a_policy_may_be_based_on_one_beside_it_and_that_on_a_bundled_one(tmp_path: Path) -> None:
    """What is not written is as in the one below, however deep."""
    stop = ("symptoms:", "  fear:", "    present: stop", "    source: [proposal]")
    own(tmp_path, "below", "standard", *stop)
    policy = find_policy(own(tmp_path, "above", "below.policy.yaml"))
    assert policy.id == "above"
    assert [each for each in policy.entries if each.symptom.id != "fear"] == [
        each for each in find_policy("standard").entries if each.symptom.id != "fear"
    ]
    fear = policy.entry("fear")
    assert fear
    assert [each.action.strength.name for each in fear.rows] == ["STOP"]


def test_what_is_wrong_below_names_the_file_that_it_stands_in(tmp_path: Path) -> None:
    """And what is wrong above is told as well, in the same pass."""
    note = ("symptoms:", "  bulge:", "    present: note", "    source: [proposal]")
    below = own(tmp_path, "below", "cautious", *note)
    above = own(tmp_path, "above", "below.policy.yaml", "#", "bands:", "  pain:", "    3: sotp")
    with pytest.raises(PolicyInvalid) as caught:
        find_policy(above)
    assert [(each.file, each.line, each.id) for each in caught.value.problems] == [
        (above, 10, "missing-key"),
        (above, 10, "unknown-action"),
        (below, 9, "floor"),
    ]


@pytest.mark.parametrize("length", [1, 2, 3])
def test_policies_based_on_each_other_in_a_circle_are_refused(length: int, tmp_path: Path) -> None:
    """One problem, at the place where the circle closes."""
    names = [f"p{number}" for number in range(length)]
    paths = [
        own(tmp_path, name, f"{names[(number + 1) % length]}.policy.yaml")
        for number, name in enumerate(names)
    ]
    with pytest.raises(PolicyInvalid) as caught:
        find_policy(paths[0])
    (problem,) = caught.value.problems
    assert (problem.id, problem.line, problem.file) == ("cycle", 6, paths[0])


@pytest.mark.parametrize(
    ("base", "said"),
    [
        ("other.policy.yaml", "there is no file {}."),
        ("mine", 'there is no policy "mine"; there is "cautious" and "standard", or the path of a'),
        ("../other.yaml", '"../other.yaml" is not beside this file; copy it there'),
    ],
)
def test_a_base_that_is_not_there_is_a_mistake_of_the_file(
    base: str, said: str, tmp_path: Path
) -> None:
    """At its place, and with what there is."""
    path = own(tmp_path, "above", base)
    with pytest.raises(PolicyInvalid) as caught:
        find_policy(path)
    (problem,) = caught.value.problems
    assert (problem.id, problem.line, problem.column) == ("unknown-policy", 6, 11)
    assert problem.message.startswith(said.split("{}", maxsplit=1)[0])


def test_a_base_that_cannot_be_read_is_told_under_its_own_name(tmp_path: Path) -> None:
    """It is the other file that has to be mended."""
    (tmp_path / "old.yaml").write_bytes(b"\xe9")
    with pytest.raises(PolicyInvalid) as caught:
        find_policy(own(tmp_path, "above", "old.yaml"))
    (problem,) = caught.value.problems
    assert (problem.id, problem.file) == ("not-utf-8", str(tmp_path / "old.yaml"))


def test_what_came_with_reprise_is_read_once_and_another_each_time(tmp_path: Path) -> None:
    """Nobody changes the one while a program runs; the other may change at any time."""
    name, policy = plan_names()[0], policy_names()[0]
    assert find_plan(name) is find_plan(name)
    assert find_policy(policy) is find_policy(policy)
    own = tmp_path / "own.plan.yaml"
    own.write_text(good("good.plan.yaml"), encoding="utf-8")
    assert find_plan(str(own)) == find_plan(str(own))
    assert find_plan(str(own)) is not find_plan(str(own))
