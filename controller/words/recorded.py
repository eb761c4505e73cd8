"""Looks a reason up that was recorded in English: in a journal, or on its way to a screen."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from controller.words.catalogue import tr
from controller.words.reasons import TO_DO
from controller.words.with_values import WITH_VALUES


def _pattern(message: str) -> re.Pattern[str]:
    """Return what fits every text that a message may have become.

    A value is as short as can be: of "Heavy, dragging, still there, less" each part that follows a
    comma is looked up once by itself and once with all behind it.
    """
    parts = re.split(r"\{(\w+)\}", message)
    named = (f"(?P<{part}>.+?)" if odd % 2 else re.escape(part) for odd, part in enumerate(parts))
    return re.compile("".join(named), re.DOTALL)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return each message with its pattern; most commands never ask for one."""
    return tuple((message, _pattern(message)) for message in WITH_VALUES)


@lru_cache(maxsize=256)  # a screen shows the same reason in frame after frame
def _made_of(reason: str) -> tuple[str, dict[str, str]] | None:
    for message, pattern in _patterns():
        found = pattern.fullmatch(reason)
        if found is not None:
            return message, found.groupdict()
    return None


def tr_recorded(reason: str) -> str:
    """Return it in the runner's language, and the values in it, where they are texts of ours.

    What is not known stays as it is: a plan or a policy has its own words, in its own language.
    """
    looked_up = tr(reason)
    if looked_up != reason or "\n" in reason:  # no reason of ours has more than one line
        return looked_up
    made_of = _made_of(reason)
    if made_of is None:
        return reason
    message, values = made_of
    return tr(message).format(**{name: tr_recorded(value) for name, value in values.items()})


def because_words(reason: str) -> str:
    """Return why a session ended, as a sentence, and what helps if the reason does not say it."""
    told = [tr("Because: {why}.").format(why=tr_recorded(reason))]
    if reason in TO_DO:
        told.append(tr(TO_DO[reason]))
    return " ".join(told)
