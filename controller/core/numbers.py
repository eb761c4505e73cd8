"""The belt's numbers, each with where it comes from.

They are proposals of this project (evidence.md 5.2), grounded on clinical treadmills' manuals and
on failures of other programs; no study has tested them.
"""

from __future__ import annotations

from typing import Final

from protocols.units import SECOND, CentiKmh, Nanoseconds


def _seconds(count: float) -> Nanoseconds:
    return Nanoseconds(int(count * SECOND))


UP_STEP: Final = CentiKmh(50)
"""The largest step up. Together with `UP_INTERVAL` it makes 0.25 km/h/s (5.2: ramp up)."""
UP_INTERVAL: Final = _seconds(2)
"""Never two ups within 2 s (5.2: max single step)."""
DOWN_RATE: Final = CentiKmh(50)
"""Planned slowing per second: 0.5 km/h/s (5.2: run to walk, 8 to 5 in 6 s)."""
SYMPTOM_RATE: Final = CentiKmh(80)
"""Slowing per second for a symptom or a lost screen: 0.8 km/h/s (5.2)."""
USER_CAP: Final = CentiKmh(1000)
"""Nothing is ever asked above this, whatever plan and machine allow (5.2: cap)."""

COUNTDOWN: Final = _seconds(10)
"""From the start key to the Start command; any key calls it off (5.2: announce)."""
NOTICE: Final = _seconds(10)
"""How long before a speed-up it is announced (5.2: announce)."""
LAST_COUNTS: Final = (3, 2, 1)
"""The seconds that are counted aloud before a speed-up."""
NOTICE_EXPIRES: Final = _seconds(2)
"""A speed-up held back longer than this after its 3-2-1 is announced again (H6)."""
START_NOTICE: Final = _seconds(3)
"""The 3-2-1 between the first motion and the ramp to walking: the countdown was its ten seconds."""

COUNT_ANYWAY: Final = _seconds(10)
"""An interval counts at the latest this long after its ramp should have ended."""

QUESTION_AFTER: Final = _seconds(5)
"""The question comes this long after walking speed was reached (5.2: prompts)."""
HOLD_AFTER: Final = _seconds(20)
"""No answer for this long: the walk is held (I13)."""
GIVE_UP_AFTER: Final = _seconds(60)
"""No answer for this long: the belt is brought down (I13)."""

ANSWER_FROM: Final = _seconds(0.7)
"""An answer counts from this long after the question appeared (S21)."""
ANSWER_QUIET: Final = _seconds(0.3)
"""... and after this long without any key, so that a key held too long answers nothing."""
KEY_REPEATS_WITHIN: Final = _seconds(0.7)
"""A key that is held repeats itself so soon at the latest (X11: 0.66 s), and then in a hurry."""
SLOWER_BY: Final = CentiKmh(50)
"""What one press of the slower key takes away (S36)."""
FASTER_BY: Final = CentiKmh(20)
"""What one press of the faster key gives back of it (S36)."""
HELD_TOLD_AFTER: Final = _seconds(3)
"""A step up that a walking cadence holds back is told of so late: most runs are seen to be runs
only 5 s after their first step (evidence.md 4), and a word that flickers says nothing."""
UNDO: Final = _seconds(3)
"""An answer can be taken back for so long (evidence.md 6: undo for a mis-press)."""
UNDO_LEAVES: Final = _seconds(20)
"""A question that is put again leaves at least so much time to answer it."""
STILL_THERE_AFTER: Final = _seconds(2 * 60)
"""A pelvic symptom is asked about again after so much walking (I2)."""
REMIND_EVERY: Final = _seconds(5 * 60)
"""A long run reminds of the symptom key this often, where a plan says nothing else (H41)."""
REMIND_UNTIL: Final = _seconds(20)
"""... but not so shortly before its end: then it says no more than the end does."""
BOUT_STEP: Final = _seconds(5)
"""A run that is shortened is rounded down to this (I4)."""
SHORTEST_BOUT: Final = _seconds(15)
"""... and lasts at least this long, unless it was planned shorter (I4)."""
NOTES_LIMIT: Final = _seconds(10 * 60)
"""So long after the end an exact site or a sign may still be told."""
HELD_LIMIT: Final = _seconds(5 * 60)
"""A walk whose next part cannot begin lasts this long beyond its end, and then the belt stops."""
KEYS_LOST_WALK: Final = _seconds(20)
"""Keys that do not arrive for this long end a run in a walk (S20)."""

SILENT_PERIODS: Final = 3
"""Telemetry older than so many of the machine's own periods says nothing (ftms.md 9.4)."""
SILENT_AT_LEAST: Final = _seconds(1.5)
"""... but a hitch of the radio is no silence: it may stall for its supervision timeout."""
SILENT_AT_MOST: Final = _seconds(4)
"""... and a machine that sends less than once in 1.3 s, none of which is known, has no longer: the
guard too takes a frame for fresh that long (`controller.guard`)."""
USUAL_PERIOD: Final = _seconds(1)
"""What counts until the machine's period is known: "typically once per second" (FTMS 4.4)."""
PAIRED: Final = _seconds(0.1)
"""Two packets closer than this are one report in two (or a burst), and no period of the machine."""
PERIODS_KEPT: Final = 9
"""The machine's period is the median of so many gaps; after a stall they come in a burst."""
CADENCE_STALE_AFTER: Final = _seconds(3)
"""A sensor silent for this long says nothing; it sends once a second."""
STEADY_WITHIN: Final = CentiKmh(20)
"""A belt that is measured, and not just reported, goes up and down by so much while it is even."""
WORN_LAG: Final = _seconds(5)
"""A sensor on a foot averages: it counts on for some seconds after its wearer has come to rest."""
ZERO_FRAMES: Final = 2
"""Frames of 0 km/h that still takes: Merach sends single false zeros (Q29)."""
ELAPSED_QUIET: Final = _seconds(1.5)
"""Still needs the machine's elapsed time, counted in seconds, to stand for longer than one."""

START_DELAY: Final = _seconds(15)
"""The longest that a machine is known to take from Start to motion (KingSmith, ftms.md 6.2)."""
WATCH: Final = _seconds(15)
"""How long the belt is watched after it was still (H5)."""

STOP_RAMP_LIMIT: Final = _seconds(10)
"""A stop by the symptom ramp sends 08 01 after this at the latest (I1)."""
FINISH_RAMP_LIMIT: Final = _seconds(30)
"""The planned ramp at the end of a session may take this long before 08 01."""
STOP_PERIODS: Final = 2
"""No deceleration for so many telemetry periods and the machine's lag: the ladder's next rung."""
STOP_LAG: Final = _seconds(0.5)
"""From 08 01 to the first deceleration (E1L: 225 ms, and 405 ms until telemetry shows it)."""
COAST_RATE: Final = CentiKmh(49)
"""The slowest deceleration per second that was measured (E1L, ftms.md 6.1). A machine that reports
its target shows 0 at once; its belt may run on for as long as this needs (H13)."""
ALARM_AFTER: Final = _seconds(3)
"""A stop without seen deceleration raises the alarm (H12)."""
STOP_NOTICE: Final = _seconds(5)
"""A stop that nobody asked for but the loss of the link is announced so long ahead, once the link
is back: the runner may be running on a belt that nobody watched."""
DRILL_AFTER: Final = _seconds(5)
"""From the first motion of a treadmill that is new here to the trial of its stop."""
REFUSED_STAYS: Final = _seconds(30)
"""A session that was refused stays this long, for its stop key: the belt is somebody else's."""
UNSURE_WATCH: Final = _seconds(30 * 60)
"""A belt that was never seen to stand is watched, and asked to stop, for this long after."""
UNSURE_RESEND: Final = _seconds(10)
"""... this often, as long as nothing shows that it stands."""
WATCH_LIMIT: Final = _seconds(120)
"""A belt that moves again and again after the end is watched for this long."""
RESEND_AFTER: Final = _seconds(1)
"""Motion where there must be none sends the stop again, at most this often."""
UNKNOWN_RESEND: Final = _seconds(2)
"""While nothing is known the stop goes out again and again."""
DISOBEYS_AFTER: Final = _seconds(60)
"""A belt that has not come to a stop by now does not obey."""
UNKNOWN_LIMIT: Final = _seconds(120)
"""After this the session ends as unknown, with the alarm standing."""

OFF_BELT_AFTER: Final = _seconds(3)
"""A live sensor that counts nothing for this long (I14) ..."""
OFF_BELT_ABOVE: Final = CentiKmh(50)
"""... on a belt that is faster than this says that nobody is on it (evidence.md 4: off-belt)."""
STILL_WALKS_AFTER: Final = _seconds(15)
"""Whoever still walks so long after the speed of a jog was reached is asked early (evidence.md 4:
confirm ramp-up)."""
DRIFTED_FOR: Final = _seconds(20)
"""A cadence that has been low for this long asks early (evidence.md 4: drift prompt)."""

CHANGED_FRAMES: Final = 3
"""A speed that so many frames in a row show is one that somebody has set at the console."""
CHANGED_BEYOND: Final = CentiKmh(10)
"""... if it is further from the commanded one than a grid step and this."""
ABOVE_CEILING: Final = _seconds(10)
"""A belt that somebody set above a ceiling is asked down after this."""
RISE_FRAMES: Final = 2
"""So many frames in a row of a belt that rises on its way down stop it (5.2: verify)."""
RISE_BEYOND: Final = CentiKmh(2 * STEADY_WITHIN)
"""A belt that goes up and down while it is even may show this much between two frames."""
TICKS: Final = 5
"""A machine's clock that has counted so many seconds, one by one, is one that counts them."""
TICK_WITHIN: Final = _seconds(2.5)
"""Two of them are this far apart at most: what counts in tens or minutes is no such clock."""
FROZEN_AFTER: Final = _seconds(5)
"""Its data stand still if it stands for this long while the belt is said to move."""

LEAD_PART: Final = 4
"""A slower interval is asked for at most this part of the present one early, whatever the lag."""
OBEY_GRACE: Final = _seconds(5)
"""A belt should have followed a slower target by now, beyond its own deceleration (5.2: verify)."""
LONGEST_GRACE: Final = _seconds(15)
"""... however late the machine is known to be (Sole F80: some 7 s, ftms.md 6.2)."""
OBEY_RATE: Final = CentiKmh(40)
"""A deceleration per second that is slower than any measured treadmill's (E1L: 0.49 km/h/s)."""
LEAST_OBEY_RATE: Final = CentiKmh(10)
"""... and than any learnt one's; at a lower rate a deaf belt would be found out after minutes."""
OBEY_TOLERANCE: Final = CentiKmh(50)
"""How far above its target a belt may be and still count as following (5.2: verify)."""

PAUSE_SHORT: Final = _seconds(10 * 60)
"""Up to here a pause goes on with a short walk, after it with a whole warm-up (H46)."""
PAUSE_LIMIT: Final = _seconds(30 * 60)
"""A pause longer than this ends the session (H46)."""
GOING_ON_WALK: Final = _seconds(2 * 60)
"""The walk with which a short pause goes on (H46)."""

HAND_START: Final = _seconds(60)
"""Manual mode: nobody has pressed the treadmill's start for this long, so the session ends. From
here on the numbers are chosen; a hand finds a key within seconds, also at running speed."""
HAND_TOLERANCE: Final = CentiKmh(30)
"""How near a speed set by hand must be: many consoles show 0.1 km/h, some step by 0.32."""
HAND_FOLLOWS: Final = _seconds(15)
"""A slower speed that a hand has not set by now is said again."""
HAND_AGAIN: Final = _seconds(10)
"""... and so often, like a stop that was not pressed."""
HAND_PATIENCE: Final = _seconds(15)
"""The planned end, or a pause, that a hand has not made by now raises the alarm."""
