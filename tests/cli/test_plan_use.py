"""``reprise plan use``, and what a session does when the plan in use has changed since the last."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.cli.defaults import DEFAULT_PLAN
from controller.cli.exits import EXIT_DONE, EXIT_INVALID_FILE, EXIT_USAGE
from controller.cli.main import main, parse
from controller.cli.plan.choice_file import (
    Choice,
    ChoiceInvalid,
    ChosenPlan,
    LastSession,
    load_choice,
    save_choice,
)
from controller.cli.plan.use import ChoiceRefused
from controller.cli.session import child
from controller.cli.session.plan_changed import Settled, settle
from controller.cli.session.planned import PlanChanged, planned, words_of
from controller.cli.session.run import check
from plans.plan.meaning import meaning
from plans.plan.reader import read_plan
from plans.shelf import find_plan, own_plans_folder, plan_names
from tests.cli.test_simulate import reprise
from tests.plans.tables import good

PLAN: Final = good("good.plan.yaml")


def own_plan_file(plan_id: str) -> Path:
    """Return where an own plan lies."""
    return own_plans_folder() / f"{plan_id}.plan.yaml"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let everything that is kept be kept in a folder of the test's own, also by processes."""
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home"))
    return tmp_path / "home" / "reprise"


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """Return an own plan, as somebody sent it."""
    path = tmp_path / "sent.plan.yaml"
    path.write_text(PLAN)
    return path


def told(capsys: pytest.CaptureFixture[str], *words: str, code: int = EXIT_DONE) -> str:
    """Run the command and return what it printed, to whichever stream."""
    assert main(["plan", "use", *words]) == code
    out, err = capsys.readouterr()
    return str(err if code else out)


def run_words(**given: Any) -> argparse.Namespace:
    """Return the words of ``reprise run`` without a plan and a level, unless they are given."""
    usual = {
        "plan": None,
        "level": None,
        "walk": None,
        "probe": False,
        "simulate": "generic",
        "profile": None,
    }
    return argparse.Namespace(**{**usual, **given})


def never(_: str) -> str:
    """Stand for a person who must not be asked."""
    pytest.fail("nothing was to be asked")


def test_an_own_plan_leads_the_list(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As an own policy does; one that cannot be used is there with why, and the rest as well."""
    assert main(["plan", "list"]) == EXIT_DONE
    bundled = capsys.readouterr().out
    told(capsys, str(mine))
    assert main(["plan", "list"]) == EXIT_DONE
    first, *rest = capsys.readouterr().out.splitlines(keepends=True)
    assert first.startswith("my-plan, your own: 3 levels, ")
    assert "".join(rest).endswith(bundled)
    own_plan_file("my-plan").write_text("id: my-plan", "utf-8")
    assert main(["plan", "list"]) == EXIT_INVALID_FILE
    first, why, *rest = capsys.readouterr().out.splitlines(keepends=True)
    assert first == "my-plan, your own, cannot be used\n"
    assert ": error: " in why
    assert "".join(rest) == bundled


def test_an_own_plan_is_installed_and_used(
    mine: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says what the plan is, and what changes; the copy is the file, byte for byte."""
    assert "No plan was chosen: reprise run takes this one.\n" in told(capsys)
    of = find_plan(str(mine)).review.fingerprint
    assert told(capsys, str(mine)) == (
        "My plan (my-plan), not reviewed by a physiotherapist.\n"
        "3 levels; policy cautious; walk 5.0 km/h, jog 7.5 km/h.\n"
        f"Fingerprint {of}.\n"
        f"A copy lies in {own_plan_file('my-plan')}.\n"
        f"A change in {mine} counts once it is put in use again.\n"
        f"reprise run takes it from now on; until now it was {DEFAULT_PLAN}.\n"
        "Sessions done before keep the plan that they were done with.\n"
    )
    installed = own_plan_file("my-plan")
    assert installed.parent == own_plans_folder() == home / "plans"
    assert installed.read_bytes() == mine.read_bytes()
    assert told(capsys).endswith("\nreprise run takes it.\n")
    args = run_words()
    settle(args, never, never)
    assert (args.plan, args.level) == ("my-plan", 1)


def test_one_can_go_back(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """To a bundled plan, to an own one by its id, and to none."""
    told(capsys, str(mine))
    assert "until now it was my-plan." in told(capsys, "postpartum-walk")
    assert load_choice().plan == "postpartum-walk"
    mine.unlink()
    assert "My plan (my-plan)" in told(capsys, "my-plan")
    assert load_choice().plan == "my-plan"
    assert told(capsys, "--none") == (
        f"No plan of your own is in use any more; reprise run takes {DEFAULT_PLAN}.\n"
    )
    args = run_words()
    assert settle(args, never, never) is None
    assert (args.plan, args.level) == (DEFAULT_PLAN, 1)


def test_a_plan_that_cannot_be_used_is_not_chosen(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With its mistakes, without its policy, under a bundled id, or not there at all."""
    mine.write_text(PLAN.replace("5min walk", "5 walk"))
    assert "error: 5 what?" in told(capsys, str(mine), code=EXIT_INVALID_FILE)
    mine.write_text(PLAN.replace("policy: cautious", "policy: lax"))
    unknown = f'{mine}:12:9: error: there is no policy "lax"; there is "cautious" and "standard".\n'
    assert told(capsys, str(mine), code=EXIT_INVALID_FILE).startswith(unknown)
    mine.write_text(PLAN.replace("id: my-plan", f"id: {plan_names()[0]}"))
    assert "is the id of a bundled plan; give yours another id." in told(
        capsys, str(mine), code=EXIT_USAGE
    )
    assert 'there is no plan "../my-plan"' in told(capsys, "../my-plan", code=EXIT_USAGE)
    assert not own_plans_folder().exists()
    assert load_choice().plan is None


def test_a_new_version_takes_the_place_of_the_old_one(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """But not of one that was edited where it lies: that would be lost."""
    told(capsys, str(mine))
    mine.write_text(PLAN + "# second\n")
    told(capsys, str(mine))
    installed = own_plan_file("my-plan")
    assert installed.read_text() == PLAN + "# second\n"
    installed.write_text(PLAN + "# my own edit\n")
    assert "It was changed since it was chosen as " in told(capsys)
    assert "was changed since it was chosen and would be lost; move it away first." in told(
        capsys, str(mine), code=EXIT_USAGE
    )
    assert installed.read_text() == PLAN + "# my own edit\n"
    told(capsys, str(installed))
    mine.write_text(PLAN + "# third\n")
    told(capsys, str(mine))
    assert installed.read_text() == PLAN + "# third\n"


def test_a_plan_that_lies_there_and_was_never_chosen_is_not_replaced(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody knows what it is; the same file may come again."""
    own_plans_folder().mkdir(parents=True)
    own_plan_file("my-plan").write_text(PLAN + "# by hand\n")
    assert "would be lost; move it away first." in told(capsys, str(mine), code=EXIT_USAGE)
    assert own_plan_file("my-plan").read_text() == PLAN + "# by hand\n"
    own_plan_file("my-plan").write_text(PLAN)
    assert "takes it from now on" in told(capsys, str(mine))


def test_a_session_chooses_nothing(tmp_path: Path) -> None:
    """Whatever was chosen while it went on stays chosen."""
    noted = Choice(tmp_path).note("my-plan", LastSession("", 2), simulated=False)
    assert noted.plan is None
    assert noted.plans["my-plan"].real == LastSession("", 2)


@pytest.fixture
def done(mine: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Return the installed plan after a session at level 2 of it."""
    told(capsys, str(mine))
    args = run_words(level=2)
    settled = settle(args, never, never)
    assert settled is not None
    settled.note()
    return own_plan_file("my-plan")


def edit(path: Path, was: str = "8 x (30s jog", becomes: str = "9 x (30s jog") -> None:
    """Change what a level has somebody do."""
    text = path.read_text()
    assert was in text
    path.write_text(text.replace(was, becomes))


def test_a_change_is_announced_and_the_level_asked(done: Path) -> None:
    """Enter is the same level; what is no level of the plan is asked again."""
    edit(done)
    for answers, level in ((["", "3"], 2), (["9", "two", "0", "3"], 3), (["٣", "1"], 1)):
        heard: list[str] = []
        asked = iter(answers)

        def ask(question: str, heard: list[str] = heard, asked: Any = asked) -> str:
            heard.append(question)
            return str(next(asked))

        args = run_words()
        settle(args, ask, heard.append)
        assert args.level == level
        assert heard[0] == ("My plan (my-plan) has changed since your last session, at level 2.")
        assert heard[1].startswith("Level 2 is now ")
        assert heard[2] == "Level, 1 to 3 (Enter: 2): "


def test_a_level_that_is_gone_is_not_offered(done: Path) -> None:
    """Enter is no answer then."""
    text = done.read_text()
    done.write_text(text[: text.index("  2:")])
    answers = iter(["", "1"])
    heard: list[str] = []

    def ask(question: str) -> str:
        heard.append(question)
        return next(answers)

    args = run_words()
    settle(args, ask, heard.append)
    assert args.level == 1
    assert heard[1:] == ["Level, 1 to 1: "] * 2


def test_without_a_terminal_the_level_has_to_be_given(done: Path) -> None:
    """Then the change is still told; a session at it is the new measure."""
    edit(done)
    with pytest.raises(ChoiceRefused, match="say which level it is now with --level N"):
        settle(run_words(), None, never)
    heard: list[str] = []
    settled = settle(run_words(level=3), None, heard.append)
    assert heard == ["My plan (my-plan) has changed since your last session, at level 2."]
    assert settled is not None
    settled.note()
    args = run_words()
    settle(args, None, never)
    assert args.level == 1


def test_without_an_answer_no_session_begins(done: Path) -> None:
    """Whoever ends the input wants none."""
    edit(done)

    def ask(_: str) -> str:
        raise EOFError

    with pytest.raises(ChoiceRefused, match="no session begins"):
        settle(run_words(), ask, str)


def test_what_was_announced_is_what_is_done(done: Path, home: Path) -> None:
    """A plan that is edited while the level is asked is done by nobody, in neither process."""
    edit(done)

    def ask(_: str) -> str:
        edit(done, "9 x (30s jog", "12 x (30s jog")
        return "1"

    args = parse(["run", "--simulate"])
    settle(args, ask, str)
    with pytest.raises(PlanChanged, match="my-plan was changed in the meantime; start again"):
        planned(args)
    words = [*words_of(args), "--world", "unix:nowhere", "--journals", str(home)]
    with pytest.raises(PlanChanged):
        planned(child.make_parser().parse_args(words))
    edit(done, "12 x (30s jog", "9 x (30s jog")
    assert planned(child.make_parser().parse_args(words)).plan.id == "my-plan"


@pytest.mark.long
def test_a_controller_that_finds_another_plan_says_so(mine: Path, home: Path) -> None:
    """Or one with mistakes: in a sentence, and before it looks for the treadmill."""
    args = parse(["run", str(mine), "--level", "1", "--simulate"])
    check(args)
    words = [*words_of(args), "--world", "unix:nowhere", "--journals", str(home)]
    for was, becomes, told_of in (
        ("8 x (30s", "9 x (30s", "my-plan was changed in the meantime; start again."),
        ("5min walk", "5 walk", "5 what?"),
    ):
        mine.write_text(PLAN.replace(was, becomes))
        # Its input stays open meanwhile: otherwise nobody would be there to be told.
        with subprocess.Popen(
            [sys.executable, "-m", "controller.cli.session.child", *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            records, complaints = process.stdout.read(), process.stderr.read()
        said = [json.loads(line) for line in records.splitlines()]
        (not_begun,) = [each for each in said if each["kind"] == "not_begun"]
        assert told_of in not_begun["because"]
        assert (process.returncode, complaints) == (1, b"")


def test_a_controller_that_nobody_hears_goes_without_a_traceback(mine: Path, home: Path) -> None:
    """Whoever asked for it has left before it could say why there is no session."""
    args = parse(["run", str(mine), "--level", "1", "--simulate"])
    check(args)
    words = [*words_of(args), "--world", "unix:nowhere", "--journals", str(home)]
    mine.write_text(PLAN.replace("8 x (30s", "9 x (30s"))
    reads, writes = os.pipe()
    os.close(reads)
    with subprocess.Popen(
        [sys.executable, "-m", "controller.cli.session.child", *words],
        stdin=subprocess.PIPE,
        stdout=writes,
        stderr=subprocess.PIPE,
    ) as process:
        os.close(writes)
        assert process.stderr is not None
        complaints = process.stderr.read()
    assert (process.returncode, complaints) == (1, b"")


def test_words_and_comments_need_no_question(done: Path) -> None:
    """The fingerprint is another then, and what is done is the same."""
    before = find_plan(str(done))
    done.write_text(done.read_text().replace("title: My plan", "title: Ours") + "# a comment\n")
    after = find_plan(str(done))
    assert after.review.fingerprint != before.review.fingerprint
    assert meaning(after) == meaning(before)
    settle(run_words(), never, never)


def test_a_simulated_session_says_nothing_of_a_real_one(done: Path) -> None:
    """Each kind has its own last session."""
    edit(done)
    settle(run_words(simulate=None), never, never)
    with pytest.raises(ChoiceRefused):
        settle(run_words(), None, never)


def test_a_plan_that_is_named_is_nobodys_last_session(done: Path) -> None:
    """Nor is a walk, or a probe: the file of the choice is not even read."""
    edit(done)
    load_choice().path.write_text("{")
    for words in ({"plan": "postpartum-walk"}, {"walk": "20min"}, {"probe": True}):
        assert settle(run_words(**words), never, never) is None


def test_a_plan_in_use_that_is_gone_is_one_sentence(
    done: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With what to do; nothing else is taken in its place."""
    done.unlink()
    assert main(["run", "--simulate", "--plain"]) == EXIT_USAGE
    err = capsys.readouterr().err
    assert f"the plan in use, my-plan, is not in {own_plans_folder()} any more; choose" in err
    assert err.count("\n") == 1


MEANS: Final[dict[str, Callable[[str], str]]] = {
    "speed": lambda text: text.replace("jog:   7.5 km/h", "jog:   7.6 km/h"),
    "policy": lambda text: text.replace("policy: cautious", "policy: standard"),
    "warm-up": lambda text: text.replace("warm-up:   5min walk", "warm-up:   6min walk"),
    "incline": lambda text: text.replace("policy: c", "incline: 1 %\npolicy: c"),
    "effort": lambda text: text.replace("    note: Longer.", "    effort: 3 of 10"),
    "asks": lambda text: text.replace(
        "policy: c", "questions:\n  anything: every second walk\npolicy: c"
    ),
    "talk test": lambda text: text.replace(
        "policy: c", "questions:\n  anything: every walk\n  talk-test: never\npolicy: c"
    ),
    "work": lambda text: text.replace("8 x (30s jog", "9 x (30s jog"),
    "one walk cut in two": lambda text: text.replace(
        "cool-down: 5min walk", "cool-down: 3min walk, 2min walk"
    ),
}


@pytest.mark.parametrize("name", MEANS)
def test_what_changes_a_session_changes_the_meaning(name: str) -> None:
    """Each of these; a walk in two parts asks once more."""
    changed = MEANS[name](PLAN)
    assert changed != PLAN
    assert meaning(read_plan(changed, "f")) != meaning(read_plan(PLAN, "f"))


@pytest.mark.long
def test_a_session_by_processes(mine: Path, home: Path) -> None:
    """Chosen, signed, changed, refused, done at a level that is given; the journal tells it."""
    brief = PLAN.replace("5min walk", "1min walk")
    mine.write_text(brief.replace("8 x (30s jog, 2min walk)", "30s jog, 1min walk"))
    who = ("--by", "(name)", "--role", "physiotherapist", "--on", "2026-05-20")
    assert reprise("plan", "review", str(mine), *who).returncode == EXIT_DONE
    assert reprise("plan", "use", str(mine)).returncode == EXIT_DONE
    settled = settle(run_words(), never, never)
    assert settled is not None
    settled.note()
    installed = own_plan_file("my-plan")
    installed.write_text(installed.read_text().replace("30s jog, 1min", "40s jog, 1min"))
    words = ("run", "--simulate", "--plain", "--speedup", "20")
    refused = reprise(*words)
    assert (refused.returncode, refused.stdout) == (EXIT_USAGE, "")
    assert refused.stderr == (
        "reprise: My plan (my-plan) has changed since your last session, at level 1; "
        "say which level it is now with --level N.\n"
    )
    done = reprise(*words, "--level", "1")
    assert done.returncode == EXIT_DONE, done.stdout + done.stderr
    assert "has changed since your last session" in done.stderr
    review = "Plan: changed since the review of 20 May 2026. Policy: not reviewed by a physio"
    assert review in done.stdout
    plan = find_plan(str(installed))
    last = load_choice().plans["my-plan"].simulated
    assert last == LastSession(meaning(plan), 1)
    (journal,) = home.glob("simulated/*.jsonl")
    header = json.loads(journal.read_text().splitlines()[0])
    assert header["review"]["plan"]["state"] == "changed"
    assert header["review"]["plan"]["fingerprint"] == plan.review.fingerprint
    again = reprise("replay", str(journal)).stdout.splitlines()
    for lines in (done.stdout.splitlines(), again):
        ended = next(at for at, line in enumerate(lines) if " Because: " in line)
        told = [at for at, line in enumerate(lines) if line.startswith(review)]
        assert told == [told[0], ended + 1]
    assert again[0].startswith(review)
    assert reprise("replay", str(journal), "--verify").returncode == EXIT_DONE


names = st.from_regex(r"[a-z0-9]{1,5}(-[a-z0-9]{1,5})?", fullmatch=True)
lasts = st.none() | st.builds(LastSession, st.text(max_size=16), st.integers(1, 999))
known = st.dictionaries(names, st.builds(ChosenPlan, st.text(max_size=9), lasts, lasts), max_size=4)


@given(known, st.data())
def test_what_is_kept_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, plans: dict[str, ChosenPlan], data: st.DataObject
) -> None:
    """Whatever was chosen and done."""
    path = tmp_path_factory.getbasetemp() / "kept" / "plan.json"
    plan = data.draw(st.sampled_from([None, *plans]))
    save_choice(Choice(path, plan, plans))
    assert load_choice(path) == Choice(path, plan, plans)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"{", ":1:2: this is not JSON"),
        (b"\xff", ": it is not UTF-8; mend it, or move it away"),
        (b"[]", ": the file does not have version, plan, plans, and no more; mend it"),
        (b'{"version":2,"plan":null,"plans":{}}', ": its version is 2 and not 1"),
        (b'{"version":1,"plan":3,"plans":{}}', ": plan of the file is 3, which it cannot be"),
        (b'{"version":1,"plan":"a","plans":{}}', ': its "plan" is none of its "plans"'),
        (b'{"version":1,"plan":null,"plans":{"../a":{}}}', ": the name of one of its plans is"),
        (b'{"version":1,"plan":null,"plans":{"a":{}}}', ": a does not have fingerprint, real"),
        (
            b'{"version":1,"plan":null,"plans":{"a":%b}}'
            % b'{"fingerprint":"","real":{"meaning":"","level":"2"},"simulated":null}',
            ": level of the last session of a is '2', which it cannot be",
        ),
        (b"[" * 100_000, ": "),
        (b'{"version":%b}' % (b"1" * 5_000), ": Exceeds the limit"),
    ],
)
def test_a_broken_file_is_one_sentence_and_is_left_alone(
    content: bytes, complaint: str, home: Path, mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is chosen over it, and no session begins without it."""
    path = home / "plan.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    with pytest.raises(ChoiceInvalid) as caught:
        load_choice()
    assert str(caught.value).startswith(f"{path}{complaint}")
    for words in (("plan", "use", str(mine)), ("plan", "use"), ("run", "--simulate", "--plain")):
        assert main(list(words)) == EXIT_INVALID_FILE
        out, err = capsys.readouterr()
        assert (out, err.count("\n")) == ("", 1)
    # A session that has taken place is not spoilt by it either.
    Settled("a", LastSession("", 1), simulated=True).note()
    assert "the session's level is not remembered: " in capsys.readouterr().err
    assert path.read_bytes() == content
    assert not own_plans_folder().exists()
