"""``reprise plan where``: the folder in which own plans are found by their id."""

from __future__ import annotations

import argparse
import sys

from controller.cli.exits import EXIT_DONE
from controller.words.catalogue import tr
from plans.shelf import own_plan_names, own_plans_folder, plan_names


def tell_folder(args: argparse.Namespace) -> int:
    """Print the folder, and say beside it what of it cannot be found by its id."""
    del args
    folder = own_plans_folder()
    sys.stdout.write(f"{folder}\n")
    if not folder.is_dir():
        sys.stderr.write(tr("It is not there yet; make it, and put *.plan.yaml files into it.\n"))
    for name in sorted({*own_plan_names()} & {*plan_names()}):
        sys.stderr.write(
            tr(
                "{name}.plan.yaml there has the name of a plan that comes with Reprise, which "
                "is the one that is found by it; give your own another id, and its file that "
                "name.\n"
            ).format(name=name)
        )
    return EXIT_DONE
