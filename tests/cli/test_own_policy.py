"""Policies of one's own: put where a plan finds them by id, held to the floor, and gone by."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest

from controller.cli.coach.due import now
from controller.cli.exits import EXIT_DONE, EXIT_INVALID_FILE, EXIT_USAGE
from controller.cli.home.doer import HomeDoer
from controller.cli.home.plans import HomePlans
from controller.cli.main import main, parse
from controller.coach.history import History
from controller.tui.pages.page import Become
from controller.tui.pages.plans.wishes import ShownPlan, ShowPlan
from controller.tui.pages.today.page import TodayPage
from controller.tui.pages.wishes import Look
from plans.shelf import (
    find_policy,
    open_policy,
    own_plans_folder,
    own_policies_folder,
    policy_source,
)
from tests.cli.test_simulate import reprise
from tests.plans.tables import good

PLAN: Final = good("good.plan.yaml").replace("policy: cautious", "policy: mine")
POLICY: Final = """\
format: reprise-policy 1
id: mine
title: Mine
based-on: cautious
about: For one client.
reviewed: not yet

symptoms:
  fear:
    present: walk to the end
    source: [proposal]
"""
MILD: Final = POLICY.replace("fear:", "heaviness:").replace(
    "present: walk to the end", "a little: note"
)
WALKED_OUT: Final = 4
"""The exit code of a session that a rule of the policy shortened (docs/commands.md)."""
WHO: Final = ("--by", "(name)", "--role", "physiotherapist", "--on", "2026-05-20")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let everything that is kept be kept in a folder of the test's own, also by processes."""
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("REPRISE_PROFILE", raising=False)
    return tmp_path / "home" / "reprise"


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    """Return a policy, as somebody sent it."""
    path = tmp_path / "sent.policy.yaml"
    path.write_text(POLICY)
    return path


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Return a plan that names it, as somebody sent it."""
    path = tmp_path / "sent.plan.yaml"
    path.write_text(PLAN)
    return path


def place(policy_id: str) -> Path:
    """Return where an own policy lies."""
    return own_policies_folder() / f"{policy_id}.policy.yaml"


def told(capsys: pytest.CaptureFixture[str], *words: str, code: int = EXIT_DONE) -> str:
    """Run a command and return what it printed, to whichever stream."""
    assert main(list(words)) == code
    return "".join(capsys.readouterr())


@pytest.fixture
def chosen(policy: Path, plan: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Return the installed policy of the plan in use."""
    told(capsys, "policy", "add", str(policy))
    told(capsys, "plan", "use", str(plan))
    return place("mine")


def test_a_policy_that_was_added_is_found_by_its_id(
    policy: Path, plan: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says what it is and which plans go by it; the copy is the file, byte for byte."""
    of = open_policy(str(policy)).review.fingerprint
    begin = (
        "Mine (mine), not reviewed by a physiotherapist.\n"
        f"Fingerprint {of}.\n"
        f"A copy lies in {place('mine')}.\n"
        f"A change in {policy} counts once it is added again.\n"
    )
    end = "Sessions done before keep the policy that they were done with.\n"
    none = 'None of your own plans names it; a plan goes by it that says "policy: mine".\n'
    assert told(capsys, "policy", "add", str(policy)) == f"{begin}{none}{end}"
    assert place("mine").parent == home / "policies"
    assert place("mine").read_bytes() == policy.read_bytes()
    told(capsys, "plan", "use", str(plan))
    assert told(capsys, "policy", "add", str(policy)) == (
        f'{begin}Of your own plans, "my-plan" goes by it from now on.\n{end}'
    )
    assert told(capsys, "policy", "list").startswith(
        "mine, your own, based on cautious; not reviewed by a physiotherapist\n"
        "    For one client.\ncautious; "
    )
    assert told(capsys, "policy", "check", "mine").startswith("mine: no mistakes in ")


def test_what_shows_and_judges_goes_by_it(
    policy: Path, plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Signed by its id, it is called so by Today, the report and the page of the plan."""
    told(capsys, "policy", "add", str(policy))
    told(capsys, "plan", "use", str(plan))
    told(capsys, "policy", "review", "mine", *WHO)
    signed = "reviewed by (name), physiotherapist on 20 May 2026"
    assert signed in told(capsys, "policy", "list")
    assert json.loads(told(capsys, "today", "--json"))["review"] == signed
    page = HomePlans(parse(["home"]), History(), now())
    shown = page.do(ShowPlan("my-plan"))
    assert isinstance(shown, ShownPlan)
    assert shown.policy == f"mine: {signed}"
    html = tmp_path / "report.html"
    told(capsys, "report", "--html", str(html))
    report = html.read_text()
    assert all(each in report for each in ("an own file", "stricter: ", signed))
    words = ("--level", "1", "--at", "run2+0:10=symptom:fear:1")
    simulated = told(capsys, "simulate", "my-plan", *words, code=WALKED_OUT)
    assert "Noted: Not confident to run this, present: walk to the end." in simulated


@pytest.mark.long
def test_a_session_by_processes(policy: Path, plan: Path, home: Path) -> None:
    """The journal names it, and is a whole record without the file."""
    brief = PLAN.replace("5min walk", "1min walk")
    plan.write_text(brief.replace("8 x (30s jog, 2min walk)", "30s jog, 1min walk"))
    assert reprise("policy", "add", str(policy)).returncode == EXIT_DONE
    assert reprise("plan", "use", str(plan)).returncode == EXIT_DONE
    done = reprise("run", "--simulate", "--plain", "--speedup", "20", "--level", "1")
    assert done.returncode == EXIT_DONE, done.stdout + done.stderr
    (journal,) = home.glob("simulated/*.jsonl")
    header = json.loads(journal.read_text().splitlines()[0])
    assert header["policy"]["id"] == "mine"
    of = open_policy("mine").review.fingerprint
    assert header["review"]["policy"]["fingerprint"] == of
    place("mine").unlink()
    assert reprise("replay", str(journal), "--verify").returncode == EXIT_DONE


COMMANDS: Final = (
    ("today",),
    ("history",),
    ("report",),
    ("remind", "--ics", "new.ics"),
    ("run", "--simulate", "--plain"),
    ("run", "my-plan", "--simulate", "--plain"),
    ("simulate", "my-plan"),
    ("simulate", "my-plan", "--all-levels"),
    ("simulate", "my-plan", "--months", "1"),
    ("fleet", "my-plan", "--runners", "1"),
    ("plan", "use"),
    ("plan", "use", "my-plan"),
    ("plan", "show", "my-plan"),
    ("plan", "preview", "my-plan"),
    ("plan", "export", "my-plan", "--fit", "new.fit"),
    ("plan", "review", "my-plan", *WHO),
)


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words[:3]))
def test_a_plan_whose_policy_is_gone_is_one_error(
    words: tuple[str, ...],
    chosen: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The same for whoever asks: where it is named, what there is, and what to do."""
    monkeypatch.chdir(tmp_path)
    chosen.unlink()
    before = sorted(tmp_path.iterdir())
    assert main(list(words)) == EXIT_INVALID_FILE
    out, err = capsys.readouterr()
    installed = own_plans_folder() / "my-plan.plan.yaml"
    assert out + err == (
        f'{installed}:12:9: error: there is no policy "mine"; there is "cautious" and "standard".\n'
        "   12 | policy: mine\n"
        "      |         ^^^^\n"
        "      = write one of these, or add your own with this id: reprise policy add FILE\n"
    )
    assert installed.read_text() == PLAN
    assert sorted(tmp_path.iterdir()) == before


def test_a_plan_whose_policy_is_gone_is_listed_with_why(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the pages; another policy may still be named with a session."""
    own_plans_folder().mkdir(parents=True)
    (own_plans_folder() / "my-plan.plan.yaml").write_text(PLAN)
    (listed, *_) = HomePlans(parse(["home"]), History(), now()).page().plans
    assert listed.own
    assert 'there is no policy "mine"' in listed.trouble
    assert told(capsys, "simulate", str(plan), "--level", "1", "--policy", "standard")


def test_a_policy_that_goes_while_the_pages_are_open_is_told_in_a_line(chosen: Path) -> None:
    """Today stays as it was, and any page is told the same sentence."""
    doer = HomeDoer(parse(["home", "--silent"]))
    doer.pages()
    chosen.unlink()
    sentence = (
        f'{own_plans_folder() / "my-plan.plan.yaml"}:12:9: there is no policy "mine"; there is '
        '"cautious" and "standard". Write one of these, or add your own with this id: reprise '
        "policy add FILE."
    )
    assert doer.do(ShowPlan("my-plan")) == sentence
    became = doer.do(Look())
    assert isinstance(became, Become)
    assert isinstance(became.page, TodayPage)
    assert became.page.news == (sentence,)


@pytest.mark.parametrize("words", [("today",), ("plan", "show", "my-plan"), ("policy", "list")])
def test_no_own_policy_goes_below_the_floor(
    words: tuple[str, ...], policy: Path, plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is not added, and one that was put there by hand is gone by in nothing."""
    policy.write_text(MILD)
    floor = ":10:15: error: leaking, heaviness or pelvic pain in a run is never less than a walk, "
    refused = told(capsys, "policy", "add", str(policy), code=EXIT_INVALID_FILE)
    assert refused.startswith(f"{policy}{floor}")
    assert not own_policies_folder().exists()
    policy.write_text(POLICY)
    told(capsys, "policy", "add", str(policy))
    told(capsys, "plan", "use", str(plan))
    place("mine").write_text(MILD)
    assert main(list(words)) == EXIT_INVALID_FILE
    assert f"{place('mine')}{floor}" in "".join(capsys.readouterr())


def test_another_of_the_same_id_is_replaced_only_if_asked(
    policy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is there would be lost."""
    told(capsys, "policy", "add", str(policy))
    policy.write_text(POLICY.replace("Mine", "Another"))
    assert told(capsys, "policy", "add", str(policy), code=EXIT_USAGE) == (
        f"reprise: {place('mine')} is there already and is another; reprise policy diff shows what "
        "differs, and --replace puts yours in its place.\n"
    )
    assert place("mine").read_text() == POLICY
    assert told(capsys, "policy", "add", str(policy), "--replace").startswith("Another (mine), ")
    assert place("mine").read_bytes() == policy.read_bytes()


def test_what_a_policy_is_based_on_goes_with_it(
    policy: Path, plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file beside it, under the name of its id; a plan of the one goes by the other, too."""
    policy.write_text(POLICY.replace("based-on: cautious", "based-on: clinic.policy.yaml"))
    base = tmp_path / "clinic.policy.yaml"
    base.write_text(POLICY.replace("id: mine", "id: other"))
    assert told(capsys, "policy", "add", str(policy), code=EXIT_USAGE) == (
        f'reprise: {base}, on which "mine" is based, has the id "other"; name the file '
        "other.policy.yaml, and name that behind based-on.\n"
    )
    assert not own_policies_folder().exists()
    base.write_text(POLICY.replace("id: mine", "id: clinic"))
    added = told(capsys, "policy", "add", str(policy))
    assert f"A copy lies in {place('mine')}.\nA copy lies in {place('clinic')}.\n" in added
    base.unlink()
    told(capsys, "plan", "use", str(plan))
    assert "my-plan" in told(capsys, "plan", "show", "my-plan")
    newer = tmp_path / "newer.policy.yaml"
    newer.write_text(POLICY.replace("id: mine", "id: clinic").replace("Mine", "Newer"))
    added = told(capsys, "policy", "add", str(newer), "--replace")
    assert 'Of your own plans, "my-plan" goes by it from now on.\n' in added


def test_a_policy_that_is_needed_is_not_removed(
    policy: Path, plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By a plan or by another policy; without those it is, also with a mistake in it."""
    told(capsys, "policy", "add", str(policy))
    told(capsys, "plan", "use", str(plan))
    policy.write_text(
        POLICY.replace("id: mine", "id: hers").replace("cautious", "mine.policy.yaml")
    )
    (policy.parent / "mine.policy.yaml").write_text(POLICY)
    told(capsys, "policy", "add", str(policy))
    assert told(capsys, "policy", "remove", "mine", code=EXIT_USAGE) == (
        'reprise: "mine" stays, for it is named by the plan "my-plan" and the policy "hers"; write '
        "another there first, or take that away.\n"
    )
    told(capsys, "policy", "remove", "hers")
    (own_plans_folder() / "my-plan.plan.yaml").unlink()
    place("mine").write_text(MILD)
    assert told(capsys, "policy", "remove", "mine") == (
        f"Removed: {place('mine')}.\n"
        "A plan that names it is refused from now on. Sessions done before keep it.\n"
    )
    assert not place("mine").exists()
    there = f"in {own_policies_folder()}; none is there.\n"
    gone = told(capsys, "policy", "remove", "mine", code=EXIT_USAGE)
    assert gone == f'reprise: there is no policy "mine" {there}'
    stays = told(capsys, "policy", "remove", "cautious", code=EXIT_USAGE)
    assert stays == 'reprise: "cautious" comes with Reprise and stays.\n'


def test_nothing_takes_the_place_of_a_bundled_policy(
    policy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither added, nor put there by hand; the folder's page says so."""
    bundled = find_policy("standard")
    policy.write_text(POLICY.replace("id: mine", "id: standard"))
    refused = told(capsys, "policy", "add", str(policy), code=EXIT_USAGE)
    assert refused.endswith("which is that of a bundled policy; give yours another id.\n")
    own_policies_folder().mkdir(parents=True)
    place("standard").write_bytes(policy.read_bytes())
    assert find_policy("standard") == bundled
    assert told(capsys, "policy", "list").count("standard") == 1
    assert main(["policy", "where"]) == EXIT_DONE
    out, err = capsys.readouterr()
    assert out == f"{own_policies_folder()}\n"
    assert err.startswith("standard.policy.yaml there has the name of a policy that comes with")


def test_a_folder_that_is_not_there_yet_is_said_to_be_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """With what makes it."""
    assert main(["policy", "where"]) == EXIT_DONE
    assert capsys.readouterr() == (
        f"{own_policies_folder()}\n",
        "It is not there yet; reprise policy add FILE makes it.\n",
    )


def test_an_own_policy_of_another_id_than_its_name_is_refused(
    policy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A journal would name one that cannot be found again; the others are listed all the same."""
    own_policies_folder().mkdir(parents=True)
    place("other").write_bytes(policy.read_bytes())
    assert main(["policy", "list"]) == EXIT_INVALID_FILE
    out = capsys.readouterr().out
    assert out.startswith(
        "other, your own, cannot be used\n"
        f'    {place("other")} has the id "mine"; name the file after it.\ncautious; '
    )


def test_rows_milder_than_cautious_are_counted_where_it_is_checked_and_added(
    policy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one line that leads to them; the bundled ones and a stricter one have none."""
    assert "Milder" not in told(capsys, "policy", "check", str(policy), "standard")
    policy.write_text(POLICY.replace("present: walk to the end", "present: note"))
    line = f"Milder than cautious in 1 row: reprise policy diff cautious {policy}.\n"
    assert told(capsys, "policy", "check", str(policy)).endswith(f"\n{line}")
    assert line in told(capsys, "policy", "add", str(policy))
    assert "Milder than cautious in 1 row" in told(capsys, "policy", "check", "mine")
    assert told(capsys, "policy", "check", str(policy), "--json") == "[]\n"
    policy.write_text(POLICY.replace("based-on: cautious", "based-on: standard"))
    assert "Milder than cautious in 3 rows: " in told(capsys, "policy", "check", str(policy))


def test_a_policy_under_the_id_of_a_bundled_one_is_a_mistake(
    policy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It could not be added; the bundled file itself is clean, by its path too."""
    policy.write_text(POLICY.replace("id: mine", "id: standard"))
    out = told(capsys, "policy", "check", str(policy), code=EXIT_INVALID_FILE)
    assert out.startswith(f'{policy}:2:5: error: "standard" is the id of a bundled policy.\n')
    told(capsys, "policy", "check", str(policy_source("standard").path))
