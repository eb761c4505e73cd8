"""The page in a real Chromium, before a session over real processes.

The browser comes first: it may take longer to start than a question waits for its answer.
"""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pty", reason="a pseudo-terminal needs a POSIX system")

from tests.operator.household import STOP, Household, wait_for
from tests.remote.browser import PHONE, TABLET, chromium, resize
from tests.remote.test_session import leave, server_of, walking

pytestmark = pytest.mark.long

SILENT = "NO NEWS"


def shown(browser: Any, element: str) -> str:
    """Return what a person reads there; nothing if it is hidden, or the page just comes anew."""
    from selenium.common.exceptions import WebDriverException  # noqa: PLC0415

    try:
        return str(browser.find_element("id", element).text)
    except WebDriverException:
        return ""


def until_shown(home: Household, browser: Any, element: str, text: str) -> None:
    """Wait until a text stands there."""

    def there() -> bool:
        home.drain()
        return text in shown(browser, element)

    wait_for(there, why=f"{text!r} in {element}")


def test_stop_from_a_phone_reaches_the_treadmill(tmp_path: Path) -> None:
    """The session is seen, STOP is pressed, the belt is stopped, and the page says by whom."""
    with (
        chromium(tmp_path / "browser") as browser,
        walking(tmp_path, "--plain", speedup=8) as (home, url),
    ):
        browser.get(url)
        until_shown(home, browser, "word", "WALK")
        assert shown(browser, "simulated") == "SIMULATED"
        assert float(shown(browser, "belt")) > 0
        assert shown(browser, "speeds").count("km/h") == 1
        assert ":" in shown(browser, "time")
        moment = time.monotonic_ns()
        browser.find_element("id", "stop").click()
        until_shown(home, browser, "stopped", "Stop asked for by this page")
        home.wait_until_still()
        assert home.sent_since(moment)[0] == STOP
        assert [each["because"] for each in home.records() if each.get("key") == "stop"] == [
            "the remote page"
        ]
        until_shown(home, browser, "gone", "CLOSED")
        leave(home)
        until_shown_still(browser)
        severe = [each for each in browser.get_log("browser") if each["level"] == "SEVERE"]
        assert not severe


def until_shown_still(browser: Any) -> None:
    """Hold that the last news stay, though nobody serves the page any more."""
    assert "The belt is still." in shown(browser, "gone")
    assert shown(browser, "stop") == ""


def test_without_scripts_the_page_shows_and_stops(tmp_path: Path) -> None:
    """The big time comes anew every two seconds, and the button is a form."""
    from selenium.common.exceptions import WebDriverException  # noqa: PLC0415

    with (
        chromium(tmp_path / "browser", scripts=False) as browser,
        walking(tmp_path, "--plain", speedup=8) as (home, url),
    ):
        browser.get(url)
        until_shown(home, browser, "word", "WALK")
        before = wait_for(lambda: shown(browser, "time"))
        wait_for(lambda: home.drain() and shown(browser, "time") not in ("", before))
        moment = time.monotonic_ns()

        def pressed() -> bool:
            """Press as a person does: again, if the page came anew in that moment."""
            home.drain()
            with suppress(WebDriverException):
                browser.find_element("id", "stop").click()
            return "top" in shown(browser, "stopped")

        wait_for(pressed)
        home.wait_until_still()
        assert home.sent_since(moment)[0] == STOP
        assert home.until("stop")["because"] == "the remote page"
        assert browser.current_url == url


def test_silence_is_no_number_and_the_stream_comes_back(tmp_path: Path) -> None:
    """A server that hangs shows as silence and takes no press; afterwards the page goes on."""
    with (
        chromium(tmp_path / "browser") as browser,
        walking(tmp_path, "--plain", speedup=8) as (home, url),
    ):
        browser.get(url)
        until_shown(home, browser, "word", "WALK")
        server = server_of(home)
        os.kill(server.pid, signal.SIGSTOP)
        until_shown(home, browser, "silent", SILENT)
        assert "Use the treadmill's own stop." in shown(browser, "silent")
        assert [shown(browser, each) for each in ("time", "belt", "target", "left", "word")] == [
            ""
        ] * 5
        browser.find_element("id", "stop").click()
        until_shown(home, browser, "stopped", "STOP DID NOT ARRIVE")
        os.kill(server.pid, signal.SIGCONT)
        until_shown(home, browser, "word", "")
        wait_for(lambda: home.drain() and not shown(browser, "silent"))


def test_the_button_is_a_third_of_the_screen_and_nothing_is_cut(tmp_path: Path) -> None:
    """At every size nothing has to be scrolled."""
    with (
        chromium(tmp_path / "browser") as browser,
        walking(tmp_path, "--plain", speedup=4) as (home, url),
    ):
        browser.get(url)
        until_shown(home, browser, "word", "WALK")
        for width, height in (PHONE, TABLET, (844, 390), (320, 568), (1920, 1080)):
            resize(browser, (width, height))
            assert browser.execute_script("return innerWidth") == width
            button = browser.find_element("id", "stop").rect
            assert button["width"] == width
            assert button["height"] >= height / 3
            assert button["y"] + button["height"] <= height + 1
            for element in ("simulated", "name", "left", "word", "time", "belt", "then"):
                rect = browser.find_element("id", element).rect
                where = (element, width, height, rect)
                assert 0 <= rect["x"] <= width - rect["width"], where
                assert 0 <= rect["y"] <= button["y"] + 1 - rect["height"], where
