"""The rules I0 to I15 of a session as scenes: what happens, and what has to come of it.

The keys for strength and place are read as docs/policies.md says. What has to come is written down
from the decision table (evidence.md 10.1) and from docs/adr/0013, not from the policy files and not
from what the program does.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from protocols.units import CentiKmh

WALK: Final = CentiKmh(500)
"""The walks of both plans."""
JOG: Final = CentiKmh(750)
FASTER: Final = CentiKmh(900)


class Scene(NamedTuple):
    """A session in which one thing happens, and what has to come of it."""

    name: str
    """Of its journal, with the rule in front."""
    happens: str
    """What the runner does or feels, for a reader."""
    at: tuple[str, ...]
    """The script, as `simulators.script` reads it."""
    comes: str
    """What comes of it, for a reader."""
    cue: str
    """The moment that counts, as a script says WHEN."""
    outcome: str
    exit_code: int
    told: tuple[tuple[str, str, str], ...] = ()
    """Each report that was written down: symptom, action, rule."""
    slower: tuple[float, float] | None = (0.0, 0.0)
    """From the cue to the first bytes that slow or stop, seconds: from, to. None: there are none
    but the plan's own."""
    stop: tuple[float, float] | None = None
    """From the cue to the first 08 01; None: the session ends at its planned end."""
    top: CentiKmh | None = WALK
    """Nothing faster is asked for behind the cue, and just this if runs follow. None: nothing
    faster than the belt was asked to go last, of any speed."""
    runs: tuple[int, ...] = ()
    """How long each run is that begins behind the cue, seconds."""
    plan: str = "jog"
    level: int = 1
    policy: str = "cautious"
    machine: str = "generic"
    accepted: tuple[str, ...] = ()
    """What a clinician has accepted of her."""
    plain: str = ""
    """What plain mode says of it, beside what it says of each report."""
    screen: str = ""
    """What the screen says when it stops; empty: it says what follows from the last report."""

    @property
    def rule(self) -> str:
        """The rule that is shown."""
        return self.name.partition("-")[0]

    @property
    def command(self) -> tuple[str, ...]:
        """The words behind ``reprise``."""
        plan = f"tests/scenarios/{self.plan}.plan.yaml"
        words = ("simulate", plan, "--level", str(self.level), "--policy", self.policy)
        scripted = tuple(word for each in self.at for word in ("--at", each))
        accepted = tuple(word for each in self.accepted for word in ("--accepted", each))
        return (*words, "--machine", self.machine, *accepted, *scripted)


def says(when: int, run: int, *keys: str) -> tuple[str, ...]:
    """Return a script: S in a run at that second, then answers, from 5 s later, 2 s apart."""
    first = f"run{run}+0:{when:02}=wrong"
    behind = (f"run{run}+0:{when + 3 + 2 * at:02}={key}" for at, key in enumerate(keys, 1))
    return (first, *behind)


AT_ONCE: Final = (0.0, 0.0)
RAMP: Final = (0.0, 10.0)
"""A stop by the symptom ramp: 08 01 after ten seconds at the latest (I1)."""
A_WALK_FIRST: Final = (180.0, 193.0)
"""Three minutes of walking from the answer, which acts at once, then a ramp (I2)."""

SCENES: Final = (
    # I0: stop key, stumble, the treadmill's own stop, the safety key: at once.
    Scene(
        "I0-stop-key", "The runner presses the stop key in a run.", ("run2+0:10=stop",),
        "The stop goes out at once; the session is over.", "run2+0:10", "stopped", 0,
        stop=AT_ONCE, top=None,
        plain="Stop asked for: the stop key.", screen="because: the stop key",
    ),
    Scene(
        "I0-stumble", "She stumbles in a run.", ("run1+0:10=symptom:trip:1",),
        "The stop goes out at once; the session is over.", "run1+0:10", "stopped", 4,
        (("trip", "stop", "I0"),), stop=AT_ONCE, top=None,
    ),
    Scene(
        "I0-console-stop", "Somebody presses the stop of the treadmill's console.",
        ("run1+0:10=console:stop",),
        "The session is over; a stop goes out as well.", "run1+0:10", "stopped", 0,
        slower=(0.0, 1.5), stop=(0.0, 1.5), top=None,
        plain="Stop asked for: the treadmill's own stop.",
        screen="because: the treadmill's own stop",
    ),
    Scene(
        "I0-safety-key", "The safety key is pulled.", ("run1+0:10=safety-key",),
        "The session is over; a stop goes out as well.", "run1+0:10", "stopped", 0,
        slower=(0.0, 1.5), stop=(0.0, 1.5), top=None,
        plain="Stop asked for: the safety key.", screen="because: the safety key",
    ),
    # I1: a red flag.
    Scene(
        "I1-chest-pain", "Her chest feels tight in a run.", ("run2+0:10=symptom:chest:1",),
        "The belt is led down within ten seconds; see a clinician.", "run2+0:10",
        "stopped_and_refer", 4, (("chest", "stop_and_refer", "I1"),), stop=RAMP, top=None,
    ),
    Scene(
        "I1-unwell-key", "She presses U, unwell, in a run.", ("run1+0:10=unwell",),
        "The belt is led down within ten seconds; see a clinician.", "run1+0:10",
        "stopped_and_refer", 4, stop=RAMP, top=None,
        plain="Stopped. Please see a clinician before another session.",
        screen="because: you pressed unwell",
    ),
    Scene(
        "I1-red-flag-in-the-warm-up", "She feels faint in the warm-up.",
        ("warm-up+0:15=symptom:faint:1",),
        "The belt is led down within ten seconds; see a clinician.", "warm-up+0:15",
        "stopped_and_refer", 4, (("faint", "stop_and_refer", "I1"),), stop=RAMP, top=None,
    ),
    # I2: a strong pelvic symptom, or one that stays.
    Scene(
        "I2-heaviness-strong", "Something is wrong in a run: heavy, dragging, strong.",
        says(10, 1, "strength:3", "place:heavy"),
        "The belt walks from the key on; 3 min of walking, then a stop; see a clinician.",
        "run1+0:17", "stopped_and_refer", 4,
        (("heaviness", "walk_then_stop_and_refer", "I2"),), slower=None, stop=A_WALK_FIRST,
    ),
    Scene(
        "I2-too-much", "Something is wrong in a run, and it is too much.",
        says(10, 1, "strength:4"),
        "The belt is brought to a stop before it is known where it hurts; see a clinician.",
        "run1+0:15", "stopped_and_refer", 4,
        (("heaviness", "stop_and_refer", "I2"),), stop=RAMP, top=None,
    ),
    Scene(
        "I2-too-much-knee", "The same; standing, she tells that it was a knee.",
        (*says(10, 1, "strength:4"), "run1+0:50=site:0:leg", "run1+0:55=site:0:knee"),
        "The belt is brought to a stop all the same; what comes next is about a knee.",
        "run1+0:15", "stopped_and_refer", 4, (("heaviness", "stop_and_refer", "I2"),),
        stop=RAMP, top=None, plain="Knee pain",
    ),
    Scene(
        "I2-bulge", "A bulge is felt in a run.", ("run1+0:10=symptom:bulge:1",),
        "The belt is brought to a stop at once, as the policy's row for it says; see a clinician.",
        "run1+0:10", "stopped_and_refer", 4,
        (("bulge", "stop_and_refer", "I2"),), stop=RAMP, top=None,
    ),
    Scene(
        "I2-bowel-clear", "Something is wrong in a run: leaking, clear, and it is wind or poo.",
        says(10, 1, "strength:2", "place:leaking", "which:leak_bowel"),
        "The belt is brought to a stop at once, as the policy's row for it says; see a clinician.",
        "run1+0:19", "stopped_and_refer", 4,
        (("leak_bowel", "stop_and_refer", "I2"),), stop=RAMP, top=None,
    ),
    Scene(
        "I2-still-there", "Heaviness, a little, and two minutes of walking later still the same.",
        (*says(10, 1, "strength:1", "place:heavy"), "run1+2:23=degree:2"),
        "It counts as strong: 3 min of walking, then a stop; see a clinician.", "run1+2:23",
        "stopped_and_refer", 4,
        (("heaviness", "walk_to_the_end", "I3"), ("heaviness", "walk_then_stop_and_refer", "I2")),
        slower=None, stop=A_WALK_FIRST, level=2,
    ),
    # I3: a pelvic symptom, a little or clear, under cautious.
    Scene(
        "I3-heaviness-a-little", "Something is wrong in a run: heavy, dragging, a little.",
        says(10, 1, "strength:1", "place:heavy"),
        "The belt walks from the key on, and no run follows.", "run1+0:10", "walked_out", 4,
        (("heaviness", "walk_to_the_end", "I3"),),
    ),
    Scene(
        "I3-leaking-clear", "Something is wrong in a run: leaking, clear, and it is pee.",
        says(10, 2, "strength:2", "place:leaking", "which:leak_urine"),
        "The belt walks from the key on, and no run follows.", "run2+0:10", "walked_out", 4,
        (("leak_urine", "walk_to_the_end", "I3"),),
    ),
    Scene(
        "I3-told-in-a-walk", "Asked in a walk: heavy, dragging, a little.",
        ("walk1+0:07=strength:1", "walk1+0:09=place:heavy"),
        "No run follows.", "walk1+0:09", "walked_out", 4,
        (("heaviness", "walk_to_the_end", "I3"),), slower=None,
    ),
    Scene(
        "I3-as-accepted", "Asked in a walk: leaking, a little, pee; a clinician has accepted it.",
        ("walk1+0:07=strength:1", "walk1+0:09=place:leaking", "walk1+0:11=which:leak_urine"),
        "It is noted, and the runs go on as planned.", "walk1+0:11", "completed", 0,
        (("leak_urine", "note", ""),), slower=None, top=JOG, runs=(30, 30),
        accepted=("leak_urine:1",),
    ),
    Scene(
        "I3-more-than-accepted", "The same, and it is clear: that is more than was accepted.",
        ("walk1+0:07=strength:2", "walk1+0:09=place:leaking", "walk1+0:11=which:leak_urine"),
        "No run follows.", "walk1+0:11", "walked_out", 4,
        (("leak_urine", "walk_to_the_end", "I3"),), slower=None, accepted=("leak_urine:1",),
    ),
    # I4: the same under standard, for the first time.
    Scene(
        "I4-gone", "Heaviness, a little, 28 s into a run; gone at the end of a whole walk.",
        says(28, 1, "strength:1", "place:heavy"),
        "The runs that follow last 0.9 x 28 s, in whole 5 s: 25 s, and are no faster.",
        "run1+0:28", "completed", 0, (("heaviness", "walk", "I4"),), top=JOG, runs=(25, 25),
        policy="standard",
    ),
    Scene(
        "I4-early", "Heaviness, a little, 5 s into a run; gone at the end of a whole walk.",
        says(5, 1, "strength:1", "place:heavy"),
        "The runs that follow last 15 s, the shortest that there are.", "run1+0:05", "completed",
        0, (("heaviness", "walk", "I4"),), top=JOG, runs=(15, 15), policy="standard",
    ),
    Scene(
        "I4-not-gone", "Heaviness, a little, and less, not gone, at the end of the walk.",
        (*says(20, 1, "strength:1", "place:heavy"), "run1+1:33=degree:1"),
        "No run follows.", "run1+0:20", "walked_out", 4,
        (("heaviness", "walk", "I4"), ("heaviness", "walk_to_the_end", "I4")), policy="standard",
    ),
    # I5: and again.
    Scene(
        "I5-again", "Heaviness, gone; and leaking, a little, in the next run.",
        (*says(20, 1, "strength:1", "place:heavy"),
         *says(10, 2, "strength:1", "place:leaking")),
        "No run follows.", "run2+0:10", "walked_out", 4,
        (("heaviness", "walk", "I4"), ("leak_urine", "walk_to_the_end", "I5")),
        policy="standard",
    ),
    # I6: pain on bone.
    Scene(
        "I6-bone", "Something is wrong in a run: one sore spot on bone, clear.",
        says(10, 1, "strength:2", "place:bone"),
        "The belt is brought to a stop; see a clinician.", "run1+0:17", "stopped_and_refer", 4,
        (("shin_foot_bone", "stop_and_refer", "I6"),), stop=RAMP, top=None,
    ),
    # I7: much pain, or a limp that stays.
    Scene(
        "I7-pain-6", "Her knee hurts, 6 of 10, in a run.", ("run1+0:10=symptom:knee:6",),
        "The belt is led down to a stop; no more today.", "run1+0:10", "stopped", 4,
        (("knee", "stop", "I7"),), stop=RAMP, top=None,
    ),
    Scene(
        "I7-limp-stays", "Something is wrong in a run: limping; and so it is after a whole walk.",
        (*says(10, 1, "strength:2", "place:else", "which:limp"), "run1+1:24=degree:2"),
        "The belt is led down to a stop; no more today.", "run1+1:24", "stopped", 4,
        (("limp", "walk", "I8"), ("limp", "stop", "I7")), stop=RAMP, top=None, plan="faster",
    ),
    # I8: pain 4-5, or a limp.
    Scene(
        "I8-first", "Something is wrong in a run: hip to heel, strong; gone after a whole walk.",
        says(10, 1, "strength:3", "place:leg"),
        "Of 9.0 km/h the runs that follow have 8.1, and of 30 s three quarters, in whole 5 s.",
        "run1+0:10", "completed", 0, (("hip", "walk", "I8"),), top=CentiKmh(810), runs=(20, 20),
        plan="faster",
    ),
    Scene(
        "I8-at-7.5", "The same on a plan with jogs at 7.5 km/h.",
        says(10, 1, "strength:3", "place:leg"),
        "Ten per cent less is no jog any more: no run follows.", "run1+0:10", "walked_out", 4,
        (("hip", "walk_to_the_end", "I8"),),
    ),
    Scene(
        "I8-second", "Limping, gone; and limping again in the next run.",
        (*says(10, 1, "strength:2", "place:else", "which:limp"),
         *says(10, 2, "strength:2", "place:else", "which:limp")),
        "No run follows.", "run2+0:10", "walked_out", 4,
        (("limp", "walk", "I8"), ("limp", "walk_to_the_end", "I8")), plan="faster",
    ),
    # I9: pain 3, or more than before.
    Scene(
        "I9-at-7.5", "Something is wrong in a run: hip to heel, clear.",
        says(10, 1, "strength:2", "place:leg"),
        "Ten per cent less than 7.5 km/h is no jog any more: no run follows.", "run1+0:10",
        "walked_out", 4, (("hip", "walk_to_the_end", "I9"),),
    ),
    Scene(
        "I9-at-9.0", "The same on a plan with jogs at 9.0 km/h.",
        says(10, 1, "strength:2", "place:leg"),
        "The runs that follow have 8.1 km/h.", "run1+0:10", "completed", 0,
        (("hip", "slow", "I9"),), top=CentiKmh(810), runs=(30, 30), plan="faster",
    ),
    Scene(
        "I9-rise", "Her knee is well in the warm-up, and hurts, 2 of 10, in a run.",
        ("warm-up+0:15=symptom:knee:0", "run1+0:10=symptom:knee:2"),
        "Two more than at the start is one band higher: the run goes on at 8.1 km/h.",
        "run1+0:10", "completed", 0, (("knee", "note", "I10"), ("knee", "slow", "I9")),
        top=CentiKmh(810), runs=(30, 30), plan="faster",
    ),
    # I10: a little pain that stays as it is.
    Scene(
        "I10-pain-a-little", "Asked in a walk: hip to heel, a little.",
        ("walk1+0:07=strength:1", "walk1+0:09=place:leg"),
        "It is written down, and the session goes on as planned.", "walk1+0:09", "completed", 0,
        (("hip", "note", "I10"),), slower=None, top=JOG, runs=(30, 30),
    ),
    # I11: effort.
    Scene(
        "I11-no-sentence", "The talk test of the first half: no.",
        ("walk1+0:07=nothing", "walk1+0:10=talk:2"),
        "The runs that follow are 0.5 km/h slower.", "walk1+0:10", "completed", 0,
        (("effort", "slow", "I11"),), slower=None, top=CentiKmh(700), runs=(30, 30),
    ),
    Scene(
        "I11-effort-8", "A run is hard, 8 of 10; not any more after a whole walk.",
        ("run1+0:10=symptom:effort:8",),
        "The belt walks at once; the runs that follow are 0.5 km/h slower.", "run1+0:10",
        "completed", 0, (("effort", "walk", "I11"),), top=CentiKmh(700), runs=(30, 30),
    ),
    # I12: a ridge or dome down the tummy.
    Scene(
        "I12-cue", "Asked in a walk: something else, a ridge or dome down the tummy.",
        ("walk1+0:07=strength:1", "walk1+0:09=place:else", "walk1+0:11=which:doming"),
        "A line of technique, and the session goes on as planned.", "walk1+0:11", "completed", 0,
        (("doming", "cue", "I12"),), slower=None, top=JOG, runs=(30, 30),
    ),
    Scene(
        "I12-third-time", "The same in three walks.",
        tuple(
            f"walk{walk}+0:{second:02}={key}"
            for walk in (1, 2, 3)
            for second, key in ((7, "strength:1"), (9, "place:else"), (11, "which:doming"))
        ),
        "At the third time the runs that follow would be slower.", "walk3+0:11", "completed", 0,
        (("doming", "cue", "I12"), ("doming", "cue", "I12"), ("doming", "slow", "I12")),
        slower=None, top=CentiKmh(810), runs=(30,), plan="faster", level=2,
    ),
    Scene(
        "I12-with-heaviness", "A ridge or dome, and heaviness, a little, in the next walk.",
        ("walk1+0:07=strength:1", "walk1+0:09=place:else", "walk1+0:11=which:doming",
         "walk2+0:07=strength:1", "walk2+0:09=place:heavy"),
        "Also under standard no run follows.", "walk2+0:09", "walked_out", 4,
        (("doming", "cue", "I12"), ("heaviness", "walk_to_the_end", "I12")), slower=None,
        policy="standard",
    ),
    # I13: no answer.
    Scene(
        "I13-20-s", "The question of a walk is answered after 59 s.",
        ("run1+0:01=answer:none", "walk1+1:04=nothing", "walk1+1:06=talk:0", "run2+0:10=stop"),
        "After 20 s the walk is held; the run comes when she has answered (and she stops it).",
        "walk1+0:05", "stopped", 0, slower=None, stop=(90.0, 120.0),
        top=JOG, runs=(30,),
        plain="We walk until you answer.", screen="because: the stop key",
    ),
    Scene(
        "I13-60-s", "The question of a walk is not answered.", ("run1+0:01=answer:none",),
        "After 20 s the walk is held, after 60 s the belt is brought to a stop.", "walk1+0:05",
        "stopped", 4, slower=(60.0, 60.0), stop=(60.0, 70.0), top=None,
        plain="Stop asked for: the question was not answered.",
        screen="because: the question was not answe",
    ),
    # I14: nobody on the belt.
    Scene(
        "I14-off-the-belt", "She steps off the belt in a run.", ("run1+0:10=steps:0",),
        "After 3 s without a step the belt is brought to its lowest speed, then to a stop.",
        "run1+0:10", "stopped", 4, slower=(3.0, 5.0), stop=(3.0, 15.0), top=None,
        plain="Stop asked for: no steps on a moving belt.",
        screen="because: no steps on a moving belt",
    ),
    # I15: the link, and a belt that does not obey.
    Scene(
        "I15-link-lost", "The link is lost in a run, for twenty seconds.",
        ("run1+0:10=link-loss:20",),
        "An alarm: use the treadmill's own stop. Once it is back a stop is announced and sent.",
        "run1+0:10", "link_lost", 5, slower=(25.0, 26.0), stop=(25.0, 26.0), top=None,
        plain="ALARM: the link to the treadmill is lost",
        screen="USE THE TREADMILL'S OWN STOP, OR PULL THE SAFETY KEY",
    ),
    Scene(
        "I15-disobeys", "The belt does not follow a slower target at the end of a run.",
        ("run1+0:10=disobey",),
        "A stop and an alarm: use the treadmill's own stop.", "run1+0:10", "stopped", 5,
        slower=(20.0, 20.0), stop=(30.0, 45.0), top=None,
        plain="ALARM: the belt did not follow a slower target.",
        screen="USE THE TREADMILL'S OWN STOP, OR PULL THE SAFETY KEY",
    ),
    # never: nothing makes it faster.
    Scene(
        "never-faster", "Slower by her own key, a little pain, then three times faster.",
        ("run1+0:05=slower", "run1+0:10=symptom:knee:1", "run1+0:14=faster", "run2+0:10=faster",
         "run2+0:14=faster"),
        "What she took away stays away: the runs have 7.0 km/h.", "run1+0:10", "completed", 0,
        (("knee", "note", "I10"),), slower=None, top=CentiKmh(700), runs=(30, 30),
    ),
)  # fmt: skip

RULES: Final = {
    "I0": "stop key, stumble, the treadmill's own stop, the safety key",
    "I1": "a red flag",
    "I2": "a pelvic symptom that is strong, or stays",
    "I3": "a pelvic symptom, a little or clear, under cautious",
    "I4": "a pelvic symptom, a little or clear, under standard",
    "I5": "a pelvic symptom again, under standard",
    "I6": "pain in one spot on bone",
    "I7": "pain of 6 and more, or a limp that stays",
    "I8": "pain of 4 or 5, or a limp",
    "I9": "pain of 3, or 2 more than at the start",
    "I10": "a little pain",
    "I11": "effort",
    "I12": "a ridge or dome down the middle of the tummy",
    "I13": "no answer",
    "I14": "nobody on the belt",
    "I15": "the link is lost, or the belt does not obey",
    "never": "nothing makes it faster, longer, or leaves a walk out",
}
"""What the rules speak of, in the order of the table."""
