"""What the pages of plans are told, and what it means to use one: as the commands do."""

from __future__ import annotations

from pathlib import Path

import pytest

from controller.cli.coach.due import now
from controller.cli.exits import EXIT_DONE
from controller.cli.home.plans import HomePlans
from controller.cli.main import main, parse
from controller.cli.plan.choice_file import load_choice
from controller.coach.history import Fact, History, Screen
from controller.tui.pages.plans.wishes import PlanUsed, ShownPlan, ShowPlan, UsePlan
from plans.shelf import own_plans_folder, plan_names
from tests.coach.ready import ready


@pytest.fixture(autouse=True, name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let everything that is kept be kept in a folder of the test's own."""
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path))
    monkeypatch.delenv("REPRISE_PROFILE", raising=False)
    return tmp_path / "reprise"


def plans(*words: str) -> HomePlans:
    """Return what is done for one person."""
    return HomePlans(parse(["home", *words]), History(), now())


def shown(name: str) -> ShownPlan:
    """Return a plan as it is looked at."""
    found = plans().do(ShowPlan(name))
    assert isinstance(found, ShownPlan)
    return found


def test_all_plans_are_listed_with_the_one_in_use_marked() -> None:
    """Own ones first, those that cannot be read with why."""
    own_plans_folder().mkdir(parents=True)
    (own_plans_folder() / "bad.plan.yaml").write_text("format: reprise-plan 1\n")
    page = plans().page()
    assert [each.id for each in page.plans] == ["bad", *plan_names()]
    assert page.plans[page.marked].id == "postpartum-ladder"
    assert [each.id for each in page.plans if each.in_use] == ["postpartum-ladder"]
    bad = page.plans[0]
    assert (bad.own, "bad" in bad.trouble, "\n" in bad.trouble) == (True, True, False)


def test_while_running_waits_the_list_says_by_which_plan_the_walks_are() -> None:
    """Beside the plan in use, and only while Today walks by the other."""

    def noted(*facts: Fact) -> dict[str, str]:
        page = HomePlans(parse(["home"]), History(facts), now()).page()
        return {each.id: each.meanwhile for each in page.plans if each.meanwhile}

    on = now().date()
    waits = "Until running opens, the walks are those of postpartum-walk."
    assert noted(Screen(now(), ())) == {"postpartum-ladder": waits}
    assert noted(*ready(on)) == {}
    assert noted() == {}, "no walk is open either"
    plans().do(UsePlan("postpartum-walk"))
    assert noted(Screen(now(), ())) == {}


@pytest.mark.parametrize("name", plan_names())
def test_every_plan_can_be_looked_at(name: str) -> None:
    """With a staircase, its level and what is to be known before."""
    plan = shown(name)
    assert (plan.id, plan.in_use) == (name, name == "postpartum-ladder")
    assert "level 1 of" in plan.level
    assert any(span.style in {"run text", "walk text"} for line in plan.preview for span in line)
    assert all(sum(len(span.text) for span in line) <= 74 for line in plan.preview)
    assert "not reviewed" in plan.review
    assert "not reviewed" in plan.policy


def test_the_staircase_is_that_of_the_preview(capsys: pytest.CaptureFixture[str]) -> None:
    """The same lines."""
    main(["plan", "preview", "postpartum-ladder", "--width", "74"])
    drawn = ["".join(span.text for span in line) for line in shown("postpartum-ladder").preview]
    assert "\n".join(drawn) in capsys.readouterr().out


def test_a_plan_that_is_used_is_what_the_commands_take(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With its fingerprint, for this profile alone."""
    used = plans().do(UsePlan("postpartum-walk"))
    assert isinstance(used, PlanUsed)
    assert used.told.startswith("In use from now on: From ten minutes of walking to thirty.")
    choice = load_choice(folder / "plan.json")
    assert (choice.plan, bool(choice.plans["postpartum-walk"].fingerprint)) == (
        "postpartum-walk", True,
    )  # fmt: skip
    assert main(["plan", "use"]) == EXIT_DONE
    assert "(postpartum-walk)" in capsys.readouterr().out
    assert shown("postpartum-walk").in_use
    assert not plans("--profile", "anna").page().plans[0].in_use
