"""Bytes in, values out: codecs, the control point procedure, and the link port."""
