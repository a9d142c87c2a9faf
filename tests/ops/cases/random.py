"""Random ops have no rows: their numbers are compared with TensorFlow's."""

from __future__ import annotations

CASES: list = []

NO_ROW = dict.fromkeys(
    [
        "Multinomial",
        "RandomGamma",
        "RandomPoissonV2",
        "RandomShuffle",
        "RandomStandardNormal",
        "RandomUniform",
        "RandomUniformInt",
        "StatelessMultinomial",
        "StatelessRandomNormal",
        "StatelessRandomUniform",
        "StatelessRandomUniformInt",
        "StatelessTruncatedNormal",
        "TruncatedNormal",
    ],
    "tests/ops/test_random.py",
) | dict.fromkeys(
    [
        "AllCandidateSampler",
        "ComputeAccidentalHits",
        "FixedUnigramCandidateSampler",
        "LearnedUnigramCandidateSampler",
        "LogUniformCandidateSampler",
        "ThreadUnsafeUnigramCandidateSampler",
        "UniformCandidateSampler",
    ],
    "tests/ops/test_candidates.py",
)
