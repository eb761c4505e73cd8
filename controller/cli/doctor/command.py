"""``reprise doctor``: what of this computer works, and what to do about the rest."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from typing import Final

from controller.cli.doctor.bluetooth import bluetooth_probes
from controller.cli.doctor.computer import computer_probes
from controller.cli.doctor.finding import Finding, Probe, State, look_within
from controller.cli.fitting import say
from controller.words.catalogue import tr

EXIT_OK: Final = 0
EXIT_FAILED: Final = 1


def run_doctor(args: argparse.Namespace) -> int:
    """Look at everything, print it, and return 0 if nothing failed, otherwise 1."""
    probes = [*computer_probes(), *bluetooth_probes()]
    findings = asyncio.run(look_at(probes))
    healthy = all(each.state is not State.FAIL for each in findings)
    if args.json:
        sys.stdout.write(_as_json(probes, findings) + "\n")
    else:
        say(_as_text(probes, findings))
    return EXIT_OK if healthy else EXIT_FAILED


async def look_at(probes: Sequence[Probe]) -> list[Finding]:
    """Return what the probes find, in their order, though they look at the same time."""
    return await asyncio.gather(*map(look_within, probes))


def _as_json(probes: Sequence[Probe], findings: Sequence[Finding]) -> str:
    checks = [
        {"check": probe.check, **finding._asdict()}
        for probe, finding in zip(probes, findings, strict=True)
    ]
    healthy = all(each.state is not State.FAIL for each in findings)
    return json.dumps({"ok": healthy, "checks": checks}, indent=2, ensure_ascii=False)


def _as_text(probes: Sequence[Probe], findings: Sequence[Finding]) -> list[str]:
    width = max(len(tr(probe.check)) for probe in probes)
    lines = []
    for probe, finding in zip(probes, findings, strict=True):
        check = tr(probe.check).ljust(width)
        lines.append(f"{finding.state.value:4}  {check}  {finding.found}")
        if finding.remedy:
            lines.append(f"{'':4}  {'':{width}}  -> {finding.remedy}")
    states = [each.state for each in findings]
    failed, unsure = states.count(State.FAIL), states.count(State.WARN)
    lines.append(
        tr(
            "{failed} failed, {unsure} worth a look. A simulated session needs no Bluetooth."
        ).format(failed=failed, unsure=unsure)
        if failed or unsure
        else tr("Nothing is wrong here.")
    )
    return lines
