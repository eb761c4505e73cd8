"""``reprise plan format``, ``where`` and ``check``: files that are rewritten, found and judged."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from controller.cli.exits import EXIT_CHECK_FAILED, EXIT_DONE, EXIT_INVALID_FILE, EXIT_USAGE
from controller.cli.main import main
from controller.cli.plan import format as plan_format
from plans.authoring.tidy import tidy_plan
from plans.shelf import plan_names
from tests.plans.tables import good

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = good("whole.plan.yaml")
FORMED = tidy_plan(WHOLE, "whole.plan.yaml")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of own plans of somebody who has none yet."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "reprise" / "plans"


def written(folder: Path, name: str, text: str) -> Path:
    """Write a file byte for byte and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(text.encode())
    return path


def test_files_are_rewritten_in_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Ends of lines, a byte order mark and the mode stay; a second time changes nothing."""
    path = written(tmp_path, "a.plan.yaml", "\ufeff" + WHOLE.replace("\n", "\r\n"))
    path.chmod(0o640)
    other = written(tmp_path, "b.plan.yaml", FORMED)
    assert main(["plan", "format", str(path), str(other)]) == EXIT_DONE
    assert capsys.readouterr().out == f"{path}: changed.\n{other}: as it should be.\n"
    assert path.read_bytes().decode() == "\ufeff" + FORMED.replace("\n", "\r\n")
    assert path.stat().st_mode & 0o7777 == 0o640
    before = other.stat().st_ino, path.stat().st_ino
    assert main(["plan", "format", str(path), str(other)]) == EXIT_DONE
    assert (other.stat().st_ino, path.stat().st_ino) == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.plan.yaml", "b.plan.yaml"]


def test_what_somebody_wrote_meanwhile_is_not_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor that saves between reading and writing wins."""
    path = tmp_path / "mine.plan.yaml"
    path.write_text(WHOLE)

    def slowly(text: str, filename: str) -> str:
        tidied = tidy_plan(text, filename)
        path.write_text(f"{WHOLE}# saved meanwhile\n")
        return tidied

    monkeypatch.setattr(plan_format, "tidy_plan", slowly)
    assert main(["plan", "format", str(path)]) == EXIT_USAGE
    assert "was changed in the meantime, and stays as it is" in capsys.readouterr().err
    assert path.read_text() == f"{WHOLE}# saved meanwhile\n"


def test_a_check_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And its exit code says whether formatting would."""
    path = written(tmp_path, "a.plan.yaml", WHOLE)
    other = written(tmp_path, "b.plan.yaml", FORMED)
    assert main(["plan", "format", "--check", str(path), str(other)]) == EXIT_CHECK_FAILED
    assert capsys.readouterr().out == f"{path}: would change.\n{other}: as it should be.\n"
    assert path.read_text() == WHOLE
    assert main(["plan", "format", "--check", str(other)]) == EXIT_DONE


def test_a_mistake_in_one_file_leaves_all_as_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody has to find out which were done."""
    path = written(tmp_path, "a.plan.yaml", WHOLE)
    wrong = written(tmp_path, "b.plan.yaml", WHOLE.replace("300s walk", "300 walk"))
    assert main(["plan", "format", str(path), str(wrong)]) == EXIT_INVALID_FILE
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"{wrong}:27:12: error: 300 what?")
    assert path.read_text() == WHOLE


def test_a_bundled_plan_is_not_rewritten(capsys: pytest.CaptureFixture[str]) -> None:
    """It is everybody's."""
    assert main(["plan", "format", plan_names()[0]]) == EXIT_USAGE
    said = f'reprise: "{plan_names()[0]}" comes with Reprise; copy it, and format the copy.\n'
    assert capsys.readouterr().err == said


def test_a_file_that_cannot_be_replaced_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is as it was, and nothing is left beside it."""
    path = written(tmp_path, "a.plan.yaml", WHOLE)

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device", ".a.plan.yaml.tmp")

    monkeypatch.setattr("os.fsync", refuse)
    assert main(["plan", "format", str(path)]) == EXIT_USAGE
    said = f"reprise: {path}: No space left on device; choose another file.\n"
    assert capsys.readouterr().err == said
    assert path.read_text() == WHOLE
    assert [each.name for each in tmp_path.iterdir()] == ["a.plan.yaml"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """The file that it leads to is rewritten."""
    path = written(tmp_path / "there", "a.plan.yaml", WHOLE)
    link = tmp_path / "b.plan.yaml"
    link.symlink_to(path)
    assert main(["plan", "format", str(link)]) == EXIT_DONE
    assert link.is_symlink()
    assert path.read_text() == FORMED


def test_the_folder_of_own_plans_is_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On standard output there is nothing else, for scripts."""
    assert main(["plan", "where"]) == EXIT_DONE
    out, err = capsys.readouterr()
    assert out == f"{home}\n"
    assert err == "It is not there yet; make it, and put *.plan.yaml files into it.\n"
    written(home, "whole.plan.yaml", WHOLE)
    assert main(["plan", "where"]) == EXIT_DONE
    assert capsys.readouterr() == (f"{home}\n", "")


def test_an_own_plan_is_found_by_its_id(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By every command that takes a plan, and formatted in its place."""
    path = written(home, "whole.plan.yaml", WHOLE)
    assert main(["plan", "check", "whole"]) == EXIT_DONE
    assert "\nwhole: no mistakes in 3 levels, " in capsys.readouterr().out
    assert main(["plan", "format", "whole"]) == EXIT_DONE
    assert path.read_text() == FORMED


def test_an_own_plan_does_not_hide_a_bundled_one(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the name that both have the bundled one is found; that is told with the folder."""
    name = "postpartum-ladder"
    written(home, f"{name}.plan.yaml", WHOLE.replace("id: whole", f"id: {name}"))
    assert main(["plan", "check", name]) == EXIT_DONE
    assert "no mistakes in 25 levels" in capsys.readouterr().out
    assert main(["plan", "where"]) == EXIT_DONE
    assert capsys.readouterr().err == (
        f"{name}.plan.yaml there has the name of a plan that comes with Reprise, which is the "
        "one that is found by it; give your own another id, and its file that name.\n"
    )


def test_mistakes_are_told_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the place, the id and the line."""
    path = written(tmp_path, "a.plan.yaml", WHOLE.replace("0%", "0"))
    assert main(["plan", "check", "--json", str(path)]) == EXIT_INVALID_FILE
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["file"], told["line"], told["column"], told["id"]) == (
        str(path),
        25,
        10,
        "no-unit",
    )
    assert told["source"] == "incline: 0"
