"""The record format: what goes down the pipe, is the journal, and is a test fixture."""
