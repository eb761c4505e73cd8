"""``reprise export`` as a person types it."""

from __future__ import annotations

import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from controller.cli.exits import EXIT_CHECK_FAILED, EXIT_DONE, EXIT_USAGE
from controller.cli.main import main
from tests.coach.people import BEGAN, leave_journal, lines_of

MAY: Final = "20260513T060000.250000Z"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let everything be kept in a folder of the test's own, and be it the present one."""
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("REPRISE_PROFILE", raising=False)
    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.chdir(out)
    return tmp_path / "home" / "reprise"


@pytest.fixture
def journal(tmp_path: Path) -> str:
    """Return where a whole journal lies."""
    return str(leave_journal(tmp_path / "here", "one", "never-faster"))


def refused(capsys: pytest.CaptureFixture[str], *words: str, code: int = EXIT_USAGE) -> str:
    """Export and return the one sentence of why not; nothing was written."""
    before = {each: each.read_bytes() for each in Path().iterdir()}
    assert main(["export", *words]) == code
    assert {each: each.read_bytes() for each in Path().iterdir()} == before
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    return said.err


def test_three_files_of_one_session(journal: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each is told with how long, how far and by what; only their owner may read them."""
    words = ("--fit", "one.fit", "--tcx", "one.tcx", "--csv", "one.csv")
    assert main(["export", journal, *words]) == EXIT_DONE
    said = capsys.readouterr()
    about = "7:05, 630 m (counted by the treadmill), 8 laps."
    assert said.out == f"one.fit: {about}\none.tcx: {about}\none.csv: {about}\n"
    assert said.err == ""
    assert {stat.S_IMODE(each.stat().st_mode) for each in Path().iterdir()} == {0o600}
    assert Path("one.fit").read_bytes()[8:12] == b".FIT"
    assert Path("one.tcx").read_text("utf-8").startswith("<?xml")
    assert "noted" not in Path("one.csv").read_text("utf-8")


def test_what_was_felt_goes_in_when_asked(journal: str) -> None:
    """As one more column."""
    assert main(["export", journal, "--csv", "one.csv", "--with-symptoms"]) == EXIT_DONE
    head, *_ = Path("one.csv").read_text("utf-8").splitlines()
    assert head.endswith(",noted")


def test_a_silence_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With how long it was."""
    path = leave_journal(tmp_path, "one", "I15-link-lost")
    assert main(["export", str(path), "--csv", "one.csv"]) == EXIT_DONE
    assert capsys.readouterr().out.endswith(
        "2 laps; the treadmill was silent for 22 s, which are left empty.\n"
    )


def test_a_session_by_its_id_and_the_last_one(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the journals of whoever it is, and from her diary."""
    later = datetime.fromisoformat(BEGAN) + timedelta(days=2)
    leave_journal(home / "sessions", MAY, "never-faster")
    second = leave_journal(
        home / "sessions", "20260515T060000.250000Z", "I15-link-lost", began=later.isoformat()
    )
    assert main(["export", MAY, "--csv", "may.csv"]) == EXIT_DONE
    assert main(["export", "last", "--csv", "last.csv"]) == EXIT_DONE
    assert Path("may.csv").read_text("utf-8").splitlines()[1].startswith("2026-05-13T06:00:18Z")
    assert Path("last.csv").read_text("utf-8").splitlines()[1].startswith("2026-05-15T06:00:18Z")
    capsys.readouterr()
    sentence = refused(capsys, MAY, "--csv", "x.csv", "--profile", "anna")
    assert sentence.startswith(f'reprise: there is no session "{MAY}"; give the path')
    second.unlink()
    assert "is not there any more; give another's." in refused(capsys, "last", "--csv", "x.csv")


def test_without_a_diary_there_is_no_last_session(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And none is made by asking."""
    assert "there is no diary yet" in refused(capsys, "last", "--csv", "x.csv")
    assert not home.exists()
    (home / "sessions").mkdir(parents=True)
    assert "there is no session in the diary yet" in refused(capsys, "last", "--csv", "x.csv")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "say which file: --fit FILE, --tcx FILE or --csv FILE."),
        (("--csv", "x.txt"), '--csv "x.txt" does not end in .csv; write such a name.'),
        (("--tcx", "gone/x.tcx"), 'there is no folder "gone"; make it.'),
        (("--fit", "there.fit"), '"there.fit" exists already; write the name of a new file.'),
        (
            ("--csv", "x.csv", "--fit", "there.fit"),
            '"there.fit" exists already; write the name of a new file.',
        ),
    ],
)
def test_bad_words_are_one_sentence(
    words: tuple[str, ...], sentence: str, journal: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """And where one of the files cannot be, none is written."""
    Path("there.fit").write_bytes(b"mine")
    assert refused(capsys, journal, *words).endswith(f"{sentence}\n")


def test_with_force_a_file_is_replaced_and_a_folder_is_not(
    journal: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever was in it."""
    Path("x.csv").write_text("mine", "utf-8")
    assert main(["export", journal, "--csv", "x.csv", "--force"]) == EXIT_DONE
    assert Path("x.csv").read_text("utf-8").startswith("time_utc,")
    capsys.readouterr()
    Path("folder.csv").mkdir()
    assert main(["export", journal, "--csv", "folder.csv", "--force"]) == EXIT_USAGE
    assert capsys.readouterr().err == (
        'reprise: --csv "folder.csv" is a folder; write the name of a new file in it.\n'
    )
    Path("link.csv").symlink_to("gone.csv")
    assert main(["export", journal, "--csv", "link.csv", "--force"]) == EXIT_USAGE
    assert '"link.csv" exists already;' in capsys.readouterr().err


def test_a_simulated_session_is_said_to_be_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It can be exported by its path, and TCX says it in its notes."""
    path = leave_journal(tmp_path, "one", "never-faster", simulated="generic")
    assert main(["export", str(path), "--tcx", "x.tcx"]) == EXIT_DONE
    assert capsys.readouterr().err == "reprise: this session was on a simulated treadmill.\n"
    assert "A simulated treadmill." in Path("x.tcx").read_text("utf-8")


def test_a_journal_that_was_cut_is_exported_and_it_is_said(
    journal: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Up to its last whole line, as a kill leaves it."""
    text = Path(journal).read_text("utf-8")
    Path(journal).write_text(text[: len(text) // 2], "utf-8")
    assert main(["export", journal, "--csv", "x.csv"]) == EXIT_DONE
    assert "its last line was cut off; all before it is there." in capsys.readouterr().err
    assert len(Path("x.csv").read_text("utf-8").splitlines()) > 60


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", ": empty; a journal begins with its header."),
        ("time,speed\n1,2\n", ":1: not a record ("),
        ("{}\n", ":1: not a whole record; "),
        ("".join(lines_of("never-faster")[1:]), ":1: not the header of a 'reprise-journal 2'"),
        ("\0\udcff\n", ":1: not a record ("),
        ("".join(lines_of("never-faster")), ": it does not say when it began ("),
        ("".join(lines_of("never-faster")[:40]), ": the belt was not started in this session;"),
    ],
)
def test_what_is_no_session_is_one_sentence(
    content: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Foreign, broken, without a date, or without a belt that moved."""
    path = tmp_path / "other.jsonl"
    path.write_bytes(content.encode(errors="surrogateescape"))
    said = refused(capsys, str(path), "--csv", "x.csv", code=EXIT_CHECK_FAILED)
    assert sentence in said


def test_a_journal_that_is_not_there_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """As a path, and as a name that is neither path nor id."""
    said = refused(capsys, "gone/one.jsonl", "--csv", "x.csv", code=EXIT_CHECK_FAILED)
    assert "gone/one.jsonl: cannot be read" in said
    assert 'there is no session ""; give' in refused(capsys, "", "--csv", "x.csv")


@contextmanager
def full_disk() -> Iterator[None]:
    """No file may grow beyond 1,000 bytes: a disk that is full after that."""
    resource = pytest.importorskip("resource", reason="only POSIX limits the size of files")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    kept = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, kept)


@pytest.mark.parametrize("kind", ["fit", "tcx", "csv"])
def test_on_a_full_disk_nothing_half_written_remains(
    kind: str, journal: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither a new file nor a replaced one."""
    name = f"x.{kind}"
    with full_disk():
        assert "File too large" in refused(capsys, journal, f"--{kind}", name)
        Path(name).write_text("mine", "utf-8")
        assert "File too large" in refused(capsys, journal, f"--{kind}", name, "--force")
    assert Path(name).read_text("utf-8") == "mine"


def test_without_fit_tool_one_sentence_says_what_to_install(journal: str) -> None:
    """And the other files need nothing."""
    program = (
        "import sys; sys.modules['fit_tool'] = None\n"
        "from controller.cli.main import main\nsys.exit(main(sys.argv[1:]))"
    )
    for words, code in ((("--fit", "x.fit"), EXIT_USAGE), (("--tcx", "x.tcx"), EXIT_DONE)):
        done = subprocess.run(
            [sys.executable, "-c", program, "export", journal, *words],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code
        assert ("fit-tool, which is not installed" in done.stderr) is (code == EXIT_USAGE)
    assert [each.name for each in Path().iterdir()] == ["x.tcx"]
