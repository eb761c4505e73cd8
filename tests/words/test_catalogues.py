"""A catalogue is read where there is one, and takes the values that its messages take."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from controller.words.catalogue import CATALOGUES, tr, trn
from tests.lanes import one_in
from tests.words import gather
from tests.words.fields import fields, wrong_fields

PO: Final = "{language}/LC_MESSAGES/reprise.po"
GERMAN: Final = {
    "RUN": "LAUFEN",
    "RUN {n} OF {all}": "LAUF {n} VON {all}",
    "distance {km:.1f} km": "{km:.1f} km weit",
}
SAYS: Final = (
    "from controller.words.catalogue import LANGUAGE, tr, trn\n"
    "print(LANGUAGE, tr('RUN'), tr('RUN {n} OF {all}').format(n=1, all=8), tr('WALK'), tr(''),\n"
    "      trn('{n} day', '{n} days', 2).format(n=2), sep='|')\n"
)
"""The last message but one has no translation."""


def written(folder: Path, language: str, said: dict[str, str]) -> Path:
    """Write a catalogue as a translator begins one, with some translations, and return it."""
    catalogue = Catalog(locale=language)
    for message, translation in said.items():
        catalogue.add(message, translation)
    catalogue.add(("{n} day", "{n} days"), ("{n} Tag", "{n} Tage"))
    path = folder / PO.format(language=language)
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_po(file, catalogue)
    return path


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the words' room and a German catalogue, put together."""
    top = tmp_path_factory.mktemp("german")
    folder = top / "controller" / "words"
    shutil.copytree(CATALOGUES, folder, ignore=shutil.ignore_patterns("__pycache__", "LC_MESSAGES"))
    (folder.parent / "__init__.py").touch()
    written(folder, "de", GERMAN)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(gather, "CATALOGUES", folder)
        patched.setattr(gather, "TEMPLATE", folder / "reprise.pot")
        gather.main()
    return top


def said(folder: Path, **languages: str) -> str:
    """Return what a program says there that is started with these variables."""
    usual = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    done = subprocess.run(  # our own program
        [sys.executable, "-c", SAYS],
        cwd=folder,
        env={**usual, **languages, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.parametrize(
    "languages",
    one_in(
        5,
        [
            {"LANGUAGE": "de"},
            {"LANG": "de_AT.UTF-8"},
            {"LANGUAGE": "fr:de"},
            {"LC_ALL": "de_DE.UTF-8", "LANG": "en_GB.UTF-8"},
            {"LANGUAGE": "de", "LC_ALL": "en_GB.UTF-8"},
        ],
    ),
)
def test_her_computer_says_in_which_language(german: Path, languages: dict[str, str]) -> None:
    """By the usual variables; what nobody has translated is English."""
    assert said(german, **languages) == "de|LAUFEN|LAUF 1 VON 8|WALK||2 Tage"


@pytest.mark.parametrize("languages", [{}, {"LANGUAGE": "fr"}, {"LANG": "C"}, {"LC_ALL": "??"}])
def test_a_language_without_a_catalogue_gives_english(
    german: Path, languages: dict[str, str]
) -> None:
    """A program is never without words."""
    assert said(german, **languages) == "en|RUN|RUN 1 OF 8|WALK||2 days"


def test_make_words_brings_a_catalogue_up_to_the_texts(german: Path) -> None:
    """It has every message of the template, and keeps what was translated."""
    with (german / "controller" / "words" / PO.format(language="de")).open("rb") as file:
        known = read_po(file)
    messages = {message.id: message.string for message in known if message.id}
    assert set(messages) >= {message.id for message in gather.gathered() if message.id}
    assert {text: messages[text] for text in GERMAN} == GERMAN
    assert not wrong_fields(known)


def test_each_catalogue_takes_the_values_of_its_messages() -> None:
    """A field that is missing or misspelt would be an error in the middle of a session."""
    for path in CATALOGUES.glob(PO.format(language="*")):
        with path.open("rb") as file:
            assert not wrong_fields(read_po(file)), path


@pytest.mark.parametrize(
    ("message", "translation", "right"),
    [
        ("RUN {n} OF {all}", "{all}: {n}", True),
        ("RUN {n} OF {all}", "", True),
        ("RUN {n} OF {all}", "LAUF {n}", False),
        ("RUN {n} OF {all}", "LAUF {n} VON {alle}", False),
        ("RUN {n} OF {all}", "LAUF {n} VON {all", False),
        ("distance {km:.1f} km", "{km:.2f} km", True),
        ("{text!r} is no address", "{text} ist keine", False),
        ("RUN", "LAUF {n}", False),
        (("{n} day", "{n} days"), ("{n} Tag", "{n} Tage"), True),
        (("{n} day", "{n} days"), ("{n} Tag", "{m} Tage"), False),
        (("one day", "{n} days"), ("ein Tag", "{n} Tage"), True),
    ],
)
def test_a_field_that_is_not_the_messages_is_seen(
    message: str | tuple[str, str], translation: str | tuple[str, str], *, right: bool
) -> None:
    """Wherever it stands in the translation."""
    catalogue = Catalog(locale="de")
    catalogue.add(message, translation)
    assert (not wrong_fields(catalogue)) is right


def test_the_fields_of_the_messages_can_be_read() -> None:
    """No message has a brace that is alone, and each is named: a translator may move it."""
    for message in gather.gathered():
        for text in (message.id,) if isinstance(message.id, str) else message.id:
            assert all(name.split("!")[0].isidentifier() for name in fields(text)), text


def test_english_needs_no_catalogue() -> None:
    """A message says itself."""
    assert tr("RUN") == "RUN"
    assert tr("") == ""
    assert [trn("{n} day", "{n} days", n) for n in (1, 2)] == ["{n} day", "{n} days"]
