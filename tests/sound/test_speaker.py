"""The process that sounds, with real programs: what they are called with, and when they end."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from controller.sound.found import Found
from controller.sound.sounds import Sound, Tone
from controller.sound.speaker import SURE_FOR, Speaker
from tests.host.programs import Programs
from tests.host.waiting import lives, until
from tests.sound import programs as stand_in

pytestmark = [
    pytest.mark.long,
    pytest.mark.asyncio,
    pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts"),
]

Make: TypeAlias = Callable[..., Speaker]
NOW = 100.0
QUIET = Sound(None, "Walk, 2 minutes.", "Breathe wide.")


async def found(speaker: Speaker) -> Found:
    """Wait until the process has told what it has found."""

    def told() -> bool:
        speaker.listen(NOW)
        return speaker.found is not None

    await until(told)
    assert speaker.found is not None
    return speaker.found


async def outcome(speaker: Speaker, number: int) -> str:
    """Wait until it is known what became of a tone."""

    def told() -> bool:
        speaker.listen(NOW)
        return number in speaker.outcomes

    await until(told)
    return speaker.outcomes[number]


def said(programs: Programs, name: str) -> list[str]:
    """Return what a program was called with, or was given to read; nothing before it was."""
    try:
        return programs.said(name)
    except FileNotFoundError:
        return []


def with_player(programs: Programs, script: str) -> None:
    """Let tones be played by a script, as by ALSA's own program."""
    programs.put("aplay", script)
    programs.put("mpg123", stand_in.IS_THERE)


async def test_a_tone_is_played_from_its_file(
    programs: Programs, speaker: Make, tmp_path: Path
) -> None:
    """And what plays, and what speaks, is told; from the first one played on it works."""
    with_player(programs, stand_in.PLAYS)
    programs.put("espeak-ng", stand_in.SPEAKS)
    one = speaker()
    assert await found(one) == Found("alsa", "", "espeak-ng", speaks=False)
    assert not one.works(NOW)
    one.play(Sound(Tone.WALK), NOW)
    assert await outcome(one, 1) == ""
    assert one.works(NOW)
    (call,) = said(programs, "aplay")
    quiet, path = call.split(" ", 1)
    assert quiet == "--quiet"
    (file,) = (tmp_path / "tones").glob("walk-*.wav")
    assert path == str(file)


async def test_what_is_said_is_read_by_the_voice_and_stands_in_no_command(
    programs: Programs, speaker: Make
) -> None:
    """A plan's line is a stranger's; the volume is the person's."""
    programs.put("espeak-ng", stand_in.SPEAKS)
    one = speaker(volume=35)
    evil = "$(touch /tmp/x) -f é `ls`"
    one.play(Sound(None, "Walk, 2 minutes.", evil), NOW)
    await until(lambda: bool(said(programs, "espeak-ng")))
    (line,) = said(programs, "espeak-ng")
    assert line == f"-v en -a 35 --stdin: Walk, 2 minutes. {evil}"


async def test_the_next_voice_says_what_the_first_could_not(
    programs: Programs, speaker: Make
) -> None:
    """It is told, and the first is not tried again."""
    programs.put("espeak-ng", stand_in.VOICE_BREAKS)
    programs.put("spd-say", stand_in.SPEAKS_BY_ARGUMENT)
    one = speaker(volume=60)
    assert (await found(one)).voice == "espeak-ng"
    one.play(QUIET, NOW)
    await until(lambda: bool(said(programs, "spd-say")))
    one.play(Sound(None, "Anything?"), NOW)
    await until(lambda: len(said(programs, "spd-say")) == 2)
    assert said(programs, "spd-say") == [
        "--wait --language en --volume -40 -- Walk, 2 minutes. Breathe wide.",
        "--wait --language en --volume -40 -- Anything?",
    ]
    assert len(said(programs, "espeak-ng")) == 1
    assert (await found(one)).voice == "spd-say"


async def test_a_tone_ends_the_one_before_though_that_hangs(
    programs: Programs, speaker: Make
) -> None:
    """It is killed, not asked; the new one is played at once."""
    with_player(programs, stand_in.PLAYER_HANGS)
    one = speaker()
    one.play(Sound(Tone.WALK), NOW)
    await until(lambda: programs.pid("aplay") > 0)
    first = programs.pid("aplay")
    one.play(Sound(Tone.RUN), NOW)
    await until(lambda: programs.pid("aplay") not in (0, first))
    assert not lives(first)


async def test_a_newer_utterance_takes_the_place_of_one_that_waits(
    programs: Programs, speaker: Make
) -> None:
    """What is being said goes on; an urgent one ends it, with all that the voice has started."""
    programs.put("espeak-ng", stand_in.VOICE_HANGS)
    one = speaker()
    one.play(Sound(None, "one"), NOW)
    await until(lambda: programs.pid("espeak-ng") > 0)
    first = programs.pid("espeak-ng")
    one.play(Sound(None, "two"), NOW)
    one.play(Sound(None, "three"), NOW)
    one.play(Sound(None, "alarm", urgent=True), NOW)
    await until(lambda: programs.pid("espeak-ng") != first)
    assert not lives(first)
    await until(lambda: len(said(programs, "espeak-ng")) == 2)
    assert [line.rsplit(" ", 1)[1] for line in said(programs, "espeak-ng")] == ["one", "alarm"]


async def test_hushed_it_says_and_plays_nothing_more(programs: Programs, speaker: Make) -> None:
    """Neither what sounds nor what waits."""
    with_player(programs, stand_in.PLAYER_HANGS)
    programs.put("espeak-ng", stand_in.VOICE_HANGS)
    one = speaker()
    one.play(Sound(None, "one"), NOW)
    await until(lambda: programs.pid("espeak-ng") > 0)
    one.play(Sound(Tone.WALK, "two"), NOW)
    await until(lambda: programs.pid("aplay") > 0)
    one.hush()
    await until(lambda: not lives(programs.pid("aplay")) and not lives(programs.pid("espeak-ng")))
    assert len(said(programs, "espeak-ng")) == 1


@pytest.mark.parametrize(
    ("script", "because"),
    [
        (stand_in.PLAYER_HANGS, "alsa does not come to an end"),
        (stand_in.PLAYER_BREAKS, "alsa ended with code 1"),
        (None, "no program that plays a sound was found"),
    ],
    ids=["hangs", "breaks", "is not there"],
)
async def test_a_tone_that_is_not_heard_is_told_of(
    programs: Programs, speaker: Make, script: str | None, because: str
) -> None:
    """So that the terminal's bell rings in its place."""
    if script is not None:
        with_player(programs, script)
    one = speaker()
    one.play(Sound(Tone.COUNT), NOW)
    assert await outcome(one, 1) == because
    assert not one.works(NOW)


async def test_a_folder_that_cannot_be_written_is_told_of(
    programs: Programs, speaker: Make, tmp_path: Path
) -> None:
    """The tones cannot be made: nothing is played, and the voice still speaks."""
    (tmp_path / "tones").write_text("a file where a folder should be")
    with_player(programs, stand_in.PLAYS)
    programs.put("espeak-ng", stand_in.SPEAKS)
    one = speaker()
    assert "FileExistsError" in (await found(one)).because
    one.play(Sound(Tone.COUNT, "Anything?"), NOW)
    await until(lambda: bool(said(programs, "espeak-ng")))
    assert "FileExistsError" in await outcome(one, 1)


@pytest.mark.parametrize("which", ["aplay", "aplay, when asked", "espeak-ng"])
async def test_closed_nothing_is_left_whatever_hangs(
    programs: Programs, speaker: Make, which: str
) -> None:
    """The screen waits for two seconds at most, and neither player nor voice outlives it."""
    with_player(
        programs,
        stand_in.HANGS_WHEN_ASKED if which == "aplay, when asked" else stand_in.PLAYER_HANGS,
    )
    programs.put("espeak-ng", stand_in.VOICE_HANGS)
    name = which.partition(",")[0]
    one = speaker()
    one.play(Sound(Tone.WALK) if name == "aplay" else QUIET, NOW)
    await until(lambda: programs.pid(name) > 0)
    began = time.monotonic()
    one.close()
    assert time.monotonic() - began < 2.5
    await until(lambda: not lives(programs.pid(name)))


async def test_a_last_tone_may_end(programs: Programs, speaker: Make) -> None:
    """What is told as the screen is left is not cut."""
    with_player(programs, stand_in.PLAYS_FOR_A_WHILE)
    one = speaker()
    await found(one)
    one.play(Sound(Tone.STILL), NOW)
    one.close()
    assert said(programs, "aplay")[1:] == ["played"]


@pytest.mark.usefixtures("programs")
@pytest.mark.parametrize(
    "command",
    [
        ("sleep", "300"),
        ("sh", "-c", "exit 1"),
        ("there is no such program",),
    ],
    ids=["never reads", "dies", "is not there"],
)
async def test_a_thousand_sounds_cost_nothing_where_nobody_takes_them(
    speaker: Make, command: tuple[str, ...]
) -> None:
    """Nobody waits, nothing is raised, and it is not taken to work."""
    one = speaker(*command)
    slowest = 0.0
    for number in range(10_000):
        one.play(Sound(Tone.ALARM, "Use the treadmill's own stop.", urgent=True), NOW)
        one.hush()
        if number % 1000 == 0:
            await asyncio.sleep(0)
        slowest = max(slowest, float(one.works(NOW)))
    assert slowest == 0.0


@pytest.mark.parametrize("end", ["exec sleep 300", "while :; do echo 3; done"])
async def test_what_a_player_writes_itself_is_no_word_of_it(
    programs: Programs, speaker: Make, end: str
) -> None:
    """The screen that listens neither breaks off nor listens for ever."""
    told = '{"tones": "alsa", "because": "", "voice": "", "speaks": false}'
    nonsense = ("ALSA lib: no card", "", "[1]", "3", "null", '{"n": 1}', '{"n": [], "because": 1}')
    lines = [*nonsense, '{"tones": 1}', told]
    programs.put("babbles", "\n".join([*(f"echo '{each}'" for each in lines), end]))
    one = speaker("babbles")
    assert await found(one) == Found("alsa", "", "", speaks=False)
    assert not one.works(NOW)
    assert one.outcomes == {}


async def test_a_tone_of_which_nothing_is_heard_is_taken_to_be_lost(
    programs: Programs, speaker: Make
) -> None:
    """A process that worked and then hangs is found out, without a word of it."""
    with_player(programs, stand_in.PLAYS)
    one = speaker()
    one.play(Sound(Tone.COUNT), NOW)
    assert await outcome(one, 1) == ""
    assert one._process is not None
    one._process.send_signal(19)
    one.play(Sound(Tone.RUN), NOW)
    assert one.works(NOW + SURE_FOR)
    assert not one.works(NOW + SURE_FOR + 0.1)
    one.play(Sound(Tone.WALK), NOW + SURE_FOR)
    assert not one.works(NOW + SURE_FOR + 0.1), "the first is still waited for"
    one._process.send_signal(18)
    assert await outcome(one, 3) == ""
    assert one.works(NOW)


async def test_words_that_are_too_many_leave_their_tone(
    programs: Programs, speaker: Make, tmp_path: Path
) -> None:
    """A line is written as a whole or not at all, which POSIX promises for 512 bytes."""
    programs.put("keeps", 'cat > "$1.lines"')
    one = speaker("keeps")
    for words in ("Walk.", "é" * 300, "short"):
        one.play(Sound(Tone.WALK, words), NOW)
    one.close()
    lines = (tmp_path / "tones.lines").read_bytes().splitlines()  # it is small
    assert [json.loads(line).get("words") for line in lines] == ["Walk.", None, "short"]
    assert all(len(line) < 512 and json.loads(line)["tone"] == "walk" for line in lines)
