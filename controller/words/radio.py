"""What the protocols say to a runner: of links, of the computer's Bluetooth, of what is in the air.

They may know nothing of the controller, so that their texts cannot be marked where they are said. A
test compares these with those.
"""

from __future__ import annotations

from typing import Final

from controller.words.later import tr_later

SAID: Final = (
    tr_later("the treadmill does not answer any more"),
    tr_later("a write was stuck in it"),
    tr_later("it cannot be subscribed to"),
    tr_later("it has gone again"),
    # For translators: these two stand behind the name of a sensor.
    tr_later("was not found"),
    tr_later("does not answer any more"),
    tr_later("foot pod"),
    tr_later("heart-rate strap"),
    tr_later("no answer"),
    tr_later("this computer has no Bluetooth adapter; plug one in"),
    tr_later("its Bluetooth adapter is too old for Bluetooth Low Energy; plug another one in"),
    tr_later("Bluetooth is switched off; switch it on"),
    tr_later("this terminal may not use Bluetooth; allow it in the system's privacy settings"),
    tr_later("the system does not let this user use Bluetooth; ask who runs it"),
    tr_later("the Bluetooth service of this computer does not run; reprise doctor says more"),
    tr_later("a treadmill: its service data says so"),
    tr_later("perhaps a treadmill: it offers FTMS and does not say for which machine"),
    tr_later("remembered as a treadmill, though what it advertises does not show it"),
    tr_later("not usable: machines of this name advertise FTMS and do not speak it"),
    tr_later("not a treadmill: its service data names another kind of machine"),
    # For translators: how strong a radio signal is.
    tr_later("unknown"),
    tr_later("strong"),
    tr_later("good"),
    tr_later("weak"),
    tr_later("very weak"),
)
SAID_WITH_VALUES: Final = (
    tr_later(
        "no treadmill was found in {seconds} s; press a button on it "
        "(many sleep after 2 minutes) and disconnect other apps from it."
    ),
    tr_later(
        "no treadmill with the address {address} was found in {seconds} s; press a button on it "
        "(many sleep after 2 minutes) and disconnect other apps from it."
    ),
    tr_later("{treadmill} cannot be connected ({error}); switch it off and on again."),
    # For translators: this stands behind the name of a sensor.
    tr_later("answers, but not as a {sensor}"),
    tr_later("Bluetooth cannot be used: {remedy}."),
    tr_later(
        "Bluetooth cannot be used ({error}); switch it on and allow this terminal to use it "
        "(reprise doctor says more)."
    ),
)
