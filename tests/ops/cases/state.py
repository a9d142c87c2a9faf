"""Ops on variables have no rows: their results are what variables hold afterwards."""

from __future__ import annotations

CASES: list = []

_STATE = [
    "AssignAddVariableOp",
    "AssignSubVariableOp",
    "AssignVariableOp",
    "DestroyResourceOp",
    "ReadVariableOp",
    "ResourceCountUpTo",
    "ResourceGather",
    "ResourceScatterAdd",
    "ResourceScatterDiv",
    "ResourceScatterMax",
    "ResourceScatterMin",
    "ResourceScatterMul",
    "ResourceScatterNdAdd",
    "ResourceScatterNdSub",
    "ResourceScatterNdUpdate",
    "ResourceScatterSub",
    "ResourceScatterUpdate",
    "VarHandleOp",
    "VarIsInitializedOp",
    "ReadVariableOrOp",
    "VariableShape",
]
_DENSE = ["GradientDescent", "Adam", "AdaMax", "AddSign", "PowerSign"]
_BOTH = [
    "Adadelta",
    "Adagrad",
    "AdagradDA",
    "AdagradV2",
    "CenteredRMSProp",
    "Ftrl",
    "FtrlV2",
    "KerasMomentum",
    "Momentum",
    "ProximalAdagrad",
    "ProximalGradientDescent",
    "RMSProp",
]
_TRAIN = [
    *(f"ResourceApply{kind}" for kind in _DENSE + _BOTH),
    *(f"ResourceSparseApply{kind}" for kind in _BOTH),
]

NO_ROW = {
    **dict.fromkeys(_STATE, "tests/ops/test_state.py"),
    **dict.fromkeys(_TRAIN, "tests/ops/test_train_ops.py"),
}
