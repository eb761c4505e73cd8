"""Routines of body work: the files that come with Reprise, and what reads them."""
