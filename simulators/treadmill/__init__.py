"""The treadmill itself: a belt with physics and a GATT server, pure in time and inputs."""
