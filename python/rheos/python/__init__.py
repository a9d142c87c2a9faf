"""Modules that old programs import by TensorFlow's inner paths, such as ``rheos.python.client.timeline``."""
