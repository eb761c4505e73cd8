"""What went wrong, in a sentence: the last place that can turn an exception into one."""

from __future__ import annotations

import errno
import os
import sys
import traceback

from controller.cli.exits import (
    EXIT_BUG,
    EXIT_CHECK_FAILED,
    EXIT_INVALID_FILE,
    EXIT_LINK,
    EXIT_USAGE,
)
from controller.words.catalogue import tr
from controller.words.recorded import tr_recorded


def explain(error: Exception) -> int:
    """Print one sentence on what went wrong, and return the exit code that says whose it is.

    What nobody knows is a mistake of ours; REPRISE_TRACEBACK in the environment shows where.
    """
    from plans.problems import FileInvalid, Refused  # noqa: PLC0415

    if isinstance(error, FileInvalid):
        sys.stderr.write(f"{error}\n")
        return EXIT_INVALID_FILE
    if isinstance(error, Refused):
        sys.stderr.write(f"reprise: {error}\n")
        return EXIT_USAGE
    return _explain_further(error)


def _explain_further(error: Exception) -> int:
    """Do the same for what is not about a plan or a policy.

    To name them all takes most of the program, and a second.
    """
    from controller.activity.of_journal import NoActivity  # noqa: PLC0415
    from controller.cli.body.preparing import NotOpen  # noqa: PLC0415
    from controller.cli.coach.asking import AnswersInvalid  # noqa: PLC0415
    from controller.cli.coach.setup import KeyUnknown  # noqa: PLC0415
    from controller.cli.decode import PacketInvalid  # noqa: PLC0415
    from controller.cli.machines.file import MachinesInvalid  # noqa: PLC0415
    from controller.cli.machines.remembered import MachineNotRemembered  # noqa: PLC0415
    from controller.cli.new_file import NewFileRefused  # noqa: PLC0415
    from controller.cli.plan.choice_file import ChoiceInvalid  # noqa: PLC0415
    from controller.cli.profile import ProfileInvalid  # noqa: PLC0415
    from controller.cli.session.admit import NotAdmitted  # noqa: PLC0415
    from controller.cli.session.lock import TreadmillBusy  # noqa: PLC0415
    from controller.cli.settings.command import SettingRefused  # noqa: PLC0415
    from controller.cli.settings.file import SettingsInvalid  # noqa: PLC0415
    from controller.cli.simulated.campaign_command import CampaignInvalid  # noqa: PLC0415
    from controller.coach.diary.schema import (  # noqa: PLC0415
        DiaryBusy,
        DiaryInvalid,
        DiaryUnwritable,
    )
    from controller.records.reader import JournalInvalid  # noqa: PLC0415
    from controller.session.admission import NotPossible  # noqa: PLC0415
    from controller.tui.keys.overriding import TextualChanged  # noqa: PLC0415
    from protocols.link import LinkFailed  # noqa: PLC0415
    from simulators.faults import FaultInvalid  # noqa: PLC0415
    from simulators.people import PersonUnknown  # noqa: PLC0415
    from simulators.profiles import MachineUnknown  # noqa: PLC0415
    from simulators.radio.endpoint import RadioUnavailable  # noqa: PLC0415
    from simulators.scenarios import ScenarioUnknown  # noqa: PLC0415
    from simulators.script import ScriptInvalid  # noqa: PLC0415
    from simulators.written.document import YamlInvalid  # noqa: PLC0415

    codes: dict[type[Exception], int] = {
        YamlInvalid: EXIT_INVALID_FILE,
        ChoiceInvalid: EXIT_INVALID_FILE,
        FaultInvalid: EXIT_USAGE,
        MachineUnknown: EXIT_USAGE,
        PersonUnknown: EXIT_USAGE,
        ScenarioUnknown: EXIT_USAGE,
        ScriptInvalid: EXIT_USAGE,
        CampaignInvalid: EXIT_USAGE,
        NewFileRefused: EXIT_USAGE,
        PacketInvalid: EXIT_USAGE,
        JournalInvalid: EXIT_CHECK_FAILED,
        NoActivity: EXIT_CHECK_FAILED,
        NotPossible: EXIT_CHECK_FAILED,
        NotAdmitted: EXIT_CHECK_FAILED,
        NotOpen: EXIT_CHECK_FAILED,
        TextualChanged: EXIT_CHECK_FAILED,
        LinkFailed: EXIT_LINK,
        RadioUnavailable: EXIT_LINK,
        MachineNotRemembered: EXIT_USAGE,
        MachinesInvalid: EXIT_INVALID_FILE,
        TreadmillBusy: EXIT_CHECK_FAILED,
        ProfileInvalid: EXIT_USAGE,
        AnswersInvalid: EXIT_USAGE,
        KeyUnknown: EXIT_USAGE,
        SettingRefused: EXIT_USAGE,
        SettingsInvalid: EXIT_INVALID_FILE,
        DiaryInvalid: EXIT_INVALID_FILE,
        DiaryBusy: EXIT_CHECK_FAILED,
        DiaryUnwritable: EXIT_CHECK_FAILED,
    }
    for kind, code in codes.items():
        if isinstance(error, kind):
            text = error.args[0] if isinstance(error, LookupError) and error.args else str(error)
            if kind in (JournalInvalid, LinkFailed):
                text = tr_recorded(text)
            sys.stderr.write(text if kind is YamlInvalid else f"reprise: {text}")
            sys.stderr.write("\n")
            return code
    if isinstance(error, OSError) and error.filename is not None:
        sys.stderr.write(
            tr("reprise: {file}: {reason}; choose another file.\n").format(
                file=error.filename, reason=error.strerror
            )
        )
        return EXIT_USAGE
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        sys.stderr.write(tr("reprise: the output cannot be written: no space is left there.\n"))
        return EXIT_USAGE
    if os.environ.get("REPRISE_TRACEBACK"):
        traceback.print_exception(error)
    sys.stderr.write(
        tr(
            "reprise: this is a mistake in Reprise ({kind}: {error}); "
            "REPRISE_TRACEBACK=1 shows where. If a belt moves, use its own stop.\n"
        ).format(kind=type(error).__name__, error=error)
    )
    return EXIT_BUG
