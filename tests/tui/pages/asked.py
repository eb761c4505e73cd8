"""The pages that ask, without a terminal: a stack that does what turns say, and a diary's words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from controller.coach.asking import questions
from controller.coach.asking.calls import calls_so_far
from controller.coach.asking.speeds import own_speeds
from controller.coach.history import Birth, BirthKind, History, Screen, Session, Told
from controller.settings.values import Units
from controller.tui.pages.asking.checks import after_page, before_page, next_day_page, weekly_page
from controller.tui.pages.asking.keep import Keep, Kept
from controller.tui.pages.page import Become, Close, Do, Live, Open, Page, Stay
from plans.shelf import find_plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from controller.coach.asking.interview import Interview
    from controller.coach.history import Fact
    from controller.tui.pages.asking.form import FormPage
    from controller.tui.pages.page import Turn

NOW: Final = datetime(2026, 5, 13, 8, tzinfo=UTC)
SPEEDS: Final = own_speeds(find_plan("postpartum-ladder"), Units.KMH)
WALKED_OUT: Final = Session(
    "20260512T060000Z", NOW, "postpartum-ladder", 3, has_runs=True, completed=False,
    outcome="stopped", planned_run_s=300, ran_s=120, lasted_s=600,
)  # fmt: skip
WHOLE: Final = Session(
    "20260512T060000Z", NOW, "postpartum-ladder", 3, has_runs=True, completed=True,
    outcome="completed", planned_run_s=300, ran_s=300, lasted_s=1500,
)  # fmt: skip
KNOWN: Final = History(
    (
        Birth(NOW, NOW.date().replace(month=1), BirthKind.CAESAREAN),
        Screen(NOW, ()),
        Told(NOW, "daily-pelvic", "less than once a week"),
        Told(NOW, "daily-pee", "yes"),
        Told(NOW, "daily-heaviness", "yes"),
        Told(NOW, "country", "GB"),
        Told(NOW, "units", "km"),
        Told(NOW, "jog-speed", "7.5 km/h"),
    )
)
CLOSED: Final = object()
_AWHILE: Final = 1_000_000_000
_NAMED: Final = {"\r": "enter", "\b": "backspace", "\x1b": "escape", " ": "space"}


def checks(country: str = "GB") -> dict[str, FormPage]:
    """Return every check as a page that begins."""
    return {
        questions.BEFORE.id: before_page(NOW, country),
        questions.NEXT_DAY.id: next_day_page(WHOLE, NOW, country),
        questions.WEEKLY.id: weekly_page(NOW, country),
        questions.AFTER.id: after_page(WHOLE, NOW, country),
        questions.STOPPED.id: after_page(WALKED_OUT, NOW, country),
    }


@dataclass
class Pages:
    """A page with what it opens, and what it was closed with."""

    page: Page
    diary: object = field(default_factory=Kept)
    """What whoever keeps facts answers."""
    kept: list[tuple[Fact, ...]] = field(default_factory=list)
    closed: object = CLOSED
    hint: str = ""

    def __post_init__(self) -> None:
        """Begin with the one page."""
        self.stack = [self.page]

    @property
    def top(self) -> Page:
        """The page that is seen."""
        return self.stack[-1]

    @property
    def over(self) -> bool:
        """Whether the last page was closed."""
        return self.closed is not CLOSED

    def press(self, *keys: str, after: int = _AWHILE) -> Pages:
        """Press keys, one character each or a key's name, each so long after its page appeared."""
        for key in keys:
            if self.over:
                break
            for now in (0, after):
                if isinstance(self.top, Live):
                    self._take(self.top.at(now))
            name = _NAMED.get(key, key)
            char = key if len(key) == 1 else ""
            self._take(self.top.press(name, char))
        return self

    def write(self, text: str) -> Pages:
        """Type a text and press ENTER."""
        return self.press(*text, "\r")

    def text(self, width: int = 80, rows: int = 22) -> str:
        """Return what is seen."""
        lines = self.top.body(width, rows)
        return "\n".join("".join(span.text for span in line).rstrip() for line in lines)

    def _take(self, turn: Turn) -> None:
        match turn:
            case Stay(hint):
                self.hint = hint
            case Become(page):
                self.stack[-1] = page
            case Open(page):
                self.stack.append(page)
            case Close(result):
                self.stack.pop()
                if self.stack:
                    self._take(self.stack[-1].returned(result))
                else:
                    self.closed = result
            case Do(what):
                assert isinstance(what, Keep)
                if isinstance(self.diary, Kept):
                    self.kept.append(what.facts)
                self._take(self.top.returned(self.diary))


def every_question(page: FormPage) -> Iterator[FormPage]:
    """Yield a form at each question that it can come to, with whatever is to be said before it."""
    seen: set[object] = set()
    waiting = [page]
    while waiting:
        each = waiting.pop()
        key = _what_is_shown(each.interview)
        if key in seen:
            continue
        seen.add(key)
        yield each
        question = each.interview.question
        for answer in () if question is None else question.answers:
            done = each.interview.press(answer.key)
            assert done is not None
            waiting.append(page.__class__(done, each.to_facts, each.if_left, each.country))


def _what_is_shown(interview: Interview) -> object:
    question = interview.question
    if question is None:
        return len(interview.answered), calls_so_far(interview)
    return question.id, interview.place, calls_so_far(interview)
