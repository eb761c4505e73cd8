"""What is said to a runner, in her language: how a text is marked, and where it is looked up.

English stands in the code, where it is said. ``reprise.pot`` beside this file lists all of it; each
other language is one file more, ``<language>/LC_MESSAGES/reprise.po``: docs/languages.md tells how.
"""
