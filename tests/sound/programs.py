"""Stand-ins for what plays tones and for what speaks, as real programs on the PATH.

`aplay` is asked by playsound3 for its version first, and `mpg123` too, before it is taken.
"""

from __future__ import annotations

from typing import Final

_VERSION: Final = '[ "$1" = --version ] && exit 0\n'
_TELLS: Final = 'printf \'%s\\n\' "$*" >> "$0.said"\necho $$ > "$0.pid"\n'
_HANGS: Final = "trap '' TERM HUP\nwhile :; do sleep 300; done\n"
"""It hears no polite signal, and has a child that has to be ended as well."""

PLAYS: Final = _VERSION + _TELLS
PLAYS_FOR_A_WHILE: Final = PLAYS + 'sleep 0.3\necho played >> "$0.said"'
PLAYER_HANGS: Final = PLAYS + _HANGS
PLAYER_BREAKS: Final = _VERSION + _TELLS + "exit 1"
HANGS_WHEN_ASKED: Final = _TELLS + _HANGS
"""Even when it is asked for its version: whoever imports playsound3 hangs as well."""
IS_THERE: Final = _VERSION

_READS: Final = """\
text=$(cat)
printf '%s: %s\\n' "$*" "$text" >> "$0.said"
"""
SPEAKS: Final = _READS + 'echo $$ > "$0.pid"\n'
VOICE_HANGS: Final = SPEAKS + _HANGS
VOICE_BREAKS: Final = _READS + "exit 1"
SPEAKS_BY_ARGUMENT: Final = _TELLS
