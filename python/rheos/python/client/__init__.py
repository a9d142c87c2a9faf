"""What surrounds sessions: `timeline`."""
