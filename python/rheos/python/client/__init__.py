"""What surrounds sessions: `device_lib`, `timeline`."""
