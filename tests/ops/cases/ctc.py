"""Connectionist temporal classification: compared with TensorFlow, and with sums over all alignments."""

from __future__ import annotations

CASES: list = []

NO_ROW = dict.fromkeys(
    ["CTCLoss", "_CTCLossDense", "CTCGreedyDecoder", "CTCBeamSearchDecoder"], "tests/ops/test_ctc.py"
)
