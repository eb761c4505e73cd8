"""The simulated treadmills over Bluetooth packets, by way of Bumble (the extra ``radio``).

The treadmill is the one of every other air, `simulators.link.station`; what differs is that ATT,
L2CAP and HCI packets lie between it and its client, in one process or in two. Only the modules of
this folder know Bumble, and nothing else needs it.
"""
