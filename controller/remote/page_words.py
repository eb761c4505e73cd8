"""What the page itself says, beside the news: the texts of `page.html` and of `page.js`."""

from __future__ import annotations

from html import escape
from typing import Final

from controller.words.catalogue import LANGUAGE, tr

WORDS: Final = {
    "lang": LANGUAGE,
    "simulated": tr("SIMULATED"),
    "no_news": tr("NO NEWS"),
    "since": tr("FOR {seconds} S"),
    "not_known": tr("What the belt does is not known here."),
    "own_stop": tr("Use the treadmill's own stop."),
    "closed": tr("CLOSED"),
    "left": tr("The session was left at the laptop. This page can do nothing more."),
    "belt": tr("belt"),
    "target": tr("target"),
    "stop": tr("STOP"),
    "sending": tr("Sending…"),
    # For translators: {answer} is nothing, or a number in brackets with a space before it.
    "not_arrived": tr("STOP DID NOT ARRIVE{answer}. Use the treadmill's own stop."),
}
"""By the names that `page.html` uses; what `page.js` says stands in its ``data-`` attributes."""

_BACK: Final = '<a href="./">{}</a>'.format(escape(tr("Back")))
_TITLE: Final = escape(tr("Not taken"))
_WHY: Final = escape(tr("This press was sent twice, or is old, and was not taken."))
_PRESS: Final = escape(tr("{back}, and press again.")).format(back=_BACK)
NOT_TAKEN: Final = f"""<!doctype html><html lang="{LANGUAGE}"><title>{_TITLE}</title>
<p>{_WHY} {_PRESS}
"""
"""The page for a press that is not taken."""
