"""What changed between runner and questions, as records: asked, answered, taken back, noted."""

from __future__ import annotations

from typing import Any

from controller.core import numbers
from controller.core.afterwards import Notes
from controller.core.judge import Reported
from controller.core.notes import members, unplaced
from controller.core.questions import Asking, Degree, Pending
from controller.core.state import SessionState
from controller.session.header import told_member

Fields = dict[str, Any]


def narrate_answers(before: SessionState, after: SessionState) -> list[Fields]:
    """Return the records of everything that was asked, said, or follows from it."""
    told: list[Fields] = []
    was, now = before.asking, after.asking
    taken_back = _taken_back(was, now)
    if taken_back:
        told.append({"kind": "taken_back"})
    if now.question != was.question:
        told.append(_question(after))
    if now.pending is not None and now.pending != was.pending:
        told.append(_noted(now.pending))
    settled = was.pending is not None and now.pending is None and not taken_back
    if settled and was.pending is not None and was.pending.degree is Degree.GONE:
        about = was.pending.question.about
        told.append({"kind": "gone", "label": "" if about is None else about.said.label})
    told += [
        {
            "kind": "symptom",
            "symptom": each.symptom,
            "label": each.label,
            "words": each.words,
            "value": each.value,
            "place": each.place,
            "action": each.action.lower(),
            "rule": each.rule,
            **_accepted(each),
        }
        for each in after.course.reports[len(before.course.reports) :]
    ]
    runs = after.course.runs
    if runs != before.course.runs:
        told.append({"kind": "runs", "longest": runs.longest, "percent": runs.percent})
    return told


def _taken_back(was: Asking, now: Asking) -> bool:
    """Return whether the answered question is open again; another one may open as it settles."""
    if was.pending is None or now.pending is not None or now.question is None:
        return False
    before, again = was.pending.question, now.question
    asked = (before.ask, before.about, before.strength, before.place)
    return asked == (again.ask, again.about, again.strength, again.place)


def _question(after: SessionState) -> Fields:
    question = after.asking.question
    if question is None:
        gone = "answered" if after.stop is None and after.ended is None else "dropped"
        return {"kind": "question", "state": gone}
    wait = numbers.GIVE_UP_AFTER if question.holding else numbers.HOLD_AFTER
    return {
        "kind": "question",
        "state": "held" if question.holding else "open",
        "step": question.ask.value,
        "strength": question.strength,
        "place": question.place,
        "label": "" if question.about is None else question.about.said.label,
        "until": question.asked_at + wait,
    }


def _noted(pending: Pending) -> Fields:
    said, about = pending.said, pending.question.about
    label, words = ("", "") if said is None else (said.label, said.words)
    if pending.degree is Degree.GONE and about is not None:
        label, words = about.said.label, "gone"
    return {
        "kind": "noted",
        "label": label,
        "words": words,
        "action": pending.action.lower(),
        "rule": pending.rule,
        "until": pending.until,
        **_accepted(pending),
    }


def _accepted(told: Pending | Reported) -> Fields:
    """Return that it is no more than what was accepted; else nothing, as before it was known."""
    return {"accepted": True} if told.accepted else {}


def narrate_notes(before: SessionState, after: SessionState) -> list[Fields]:
    """Return the records of what may still be told behind the end, and of what was."""
    told: list[Fields] = []
    was = None if before.ended is None else before.ended.notes
    now = None if after.ended is None else after.ended.notes
    open_before, open_now = () if was is None else was.sites, () if now is None else now.sites
    if after.course.signs != before.course.signs:
        told.append({"kind": "signs", "choice": after.course.signs})
    back = _site_back(before, after, was, now)
    if back is not None:
        told.append({"kind": "site_back", "report": back})
    for number in open_before if back is None else ():
        report, earlier = after.course.reports[number], before.course.reports[number]
        if number in open_now and report == earlier:
            continue
        known = report.symptom if report.label != earlier.label else "unsure"
        told.append(
            {
                "kind": "site",
                "report": number,
                "symptom": known,
                "label": report.label,
                **_judged_anew(earlier, report),
                **_told_again(before, after, number),
                **({"back": True} if now is not None and now.held else {}),
            }
        )
    asks = [_site(after, number) for number in open_now]
    if asks != [_site(before, number) for number in open_before]:
        told.append({"kind": "sites", "open": asks})
    return told


def _site_back(
    before: SessionState, after: SessionState, was: Notes | None, now: Notes | None
) -> int | None:
    """Return the report whose site was taken back; more is forgotten where she is unwell."""
    if was is None or now is None or len(now.given) >= len(was.given):
        return None
    told = (before.course.signs, before.course.unwell), (after.course.signs, after.course.unwell)
    return was.given[-1].number if told[0] == told[1] else None


def _told_again(before: SessionState, after: SessionState, number: int) -> Fields:
    """Return which other reports have the symptom now: its place was told more than once."""
    pairs = zip(before.course.reports, after.course.reports, strict=True)
    also = [other for other, (was, now) in enumerate(pairs) if was != now and other != number]
    return {"also": also} if also else {}


def _judged_anew(earlier: Reported, report: Reported) -> Fields:
    """Return what came of a report once its place, or its symptom, was told behind the end."""
    now = (report.value, report.place, report.action, report.rule)
    if now == (earlier.value, earlier.place, earlier.action, earlier.rule):
        return {}
    return {
        "value": report.value,
        "place": report.place,
        "action": report.action.lower(),
        "rule": report.rule,
    }


def _site(after: SessionState, number: int) -> Fields:
    policy, report = after.setup.policy, after.course.reports[number]
    if unplaced(report):
        places = [{"id": each.id, "short": each.name} for each in policy.places]
        return {"report": number, "label": report.words, "members": places, "asks": "place"}
    return {
        "report": number,
        "label": report.label,
        "members": [told_member(policy, each) for each in members(after, number)],
    }
