"""The asv suite (bench_*.py) and, in peers/, the same work in rheos, TensorFlow, PyTorch and JAX.

peers/ has no __init__.py on purpose: asv imports every module of every package below this one, and nobody has
all of the peers installed in one place.
"""
