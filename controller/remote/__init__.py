"""The page on a phone or tablet that shows a session and can stop it, and do nothing else.

`page_process` is the front end's side. The server is a process of its own (`server`), which is told
what the page shows and can answer one word: stop.
"""
