"""Symptom policies: the files that come with Reprise, what reads them, and what none can lower."""
