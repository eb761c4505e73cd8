"""The shell around the core: one event loop, one link, one pipe, one journal."""
