"""A real Chromium, if this computer has one with its driver."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

_FLAGS: Final = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
PHONE: Final = (390, 844)
TABLET: Final = (1024, 768)


@contextmanager
def chromium(profile: Path, *, scripts: bool = True) -> Iterator[Any]:
    """Yield a driver of a browser with a phone's window; skip the test if there is no browser."""
    driver = shutil.which("chromedriver")
    binary = shutil.which("chromium") or shutil.which("google-chrome")
    if driver is None or binary is None:
        pytest.skip("no Chromium with chromedriver on this computer (Debian: chromium-driver)")
    from selenium import webdriver  # noqa: PLC0415  # half a second that a skip need not take

    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for flag in (*_FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    if not scripts:
        shut = {"profile.managed_default_content_settings.javascript": 2}
        options.add_experimental_option("prefs", shut)
    made = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    try:
        resize(made, PHONE)
        yield made
    finally:
        made.quit()


def resize(browser: Any, size: tuple[int, int]) -> None:
    """Give the page another size, as a device of it has."""
    metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
