//! Every shader that a declaration makes is valid WGSL and stays within what its device allows.

use naga::valid::{Capabilities, ValidationFlags, Validator};
use rheos_base::{Attr, DType, Shape, Tensor};
use rheos_graph::gpu::{Binding, Limits, ShaderSpec, Shaders};
use rheos_graph::kernel::Arg;
use rheos_graph::{Compute, Fact, Gpu, Layout, NodeInfo, OpDef};
use std::collections::HashMap;

/// A device with all types that elements can have.
const WIDE: Limits = Limits { f16: true, i64: true, f64: true, ..Limits::WEBGPU };

fn of(dtype: DType, dims: &[usize]) -> Fact {
    Fact::new(dtype, Shape::known(dims))
}

fn f32s(dims: &[usize]) -> Fact {
    of(DType::F32, dims)
}

fn i32s(dims: &[usize]) -> Fact {
    of(DType::I32, dims)
}

/// A known integer operand.
fn known(dims: &[usize], values: &[i64]) -> Fact {
    Fact::of_tensor(Tensor::from_ints(DType::I32, dims, values).unwrap())
}

/// A variable's handle, and what the variable holds.
fn variable(dtype: DType, dims: &[usize]) -> Fact {
    let op = rheos_ops::registry().find("VarHandleOp").unwrap();
    let given = [("dtype", Attr::Type(dtype)), ("shape", Attr::Shape(Shape::known(dims)))];
    rheos_graph::infer::infer(op, &attributes(op, &[], &given), &[]).unwrap().remove(0)
}

/// All attributes: those given, those that follow from the operands, defaults.
fn attributes(op: &'static OpDef, inputs: &[Fact], given: &[(&str, Attr)]) -> Vec<Attr> {
    use rheos_graph::{NodeId, Output, builder::ArgValue};
    let outputs: Vec<Output> = (0..inputs.len()).map(|i| Output { node: NodeId(i as u32), index: 0 }).collect();
    let fact = |o: Output| &inputs[o.node.0 as usize];
    let spare = inputs.len() + 1 - op.inputs.len().min(inputs.len() + 1);
    let mut left = outputs.as_slice();
    let mut args = Vec::new();
    for arg in &op.inputs {
        let count = if arg.number.is_some() { spare } else { 1 };
        let (own, rest) = left.split_at(count);
        args.push(if arg.number.is_some() { ArgValue::Many(own) } else { ArgValue::One(own[0]) });
        left = rest;
    }
    rheos_graph::builder::check_call(op, &args, given, &fact).unwrap().1
}

/// What an op's declaration makes for these operands.
fn made(limits: &Limits, name: &str, inputs: &[Fact], given: &[(&str, Attr)]) -> Result<Shaders, String> {
    let op = rheos_ops::registry().find(name).unwrap_or_else(|| panic!("{name}"));
    let attrs = attributes(op, inputs, given);
    let facts: Vec<&Fact> = inputs.iter().collect();
    let outputs = rheos_graph::infer::infer(op, &attrs, &facts).unwrap_or_else(|e| panic!("{name}: {e:?}"));
    let arg = |dtype, shape: &Shape| Arg { dtype, layout: Layout::contiguous(&shape.to_dims().unwrap()) };
    let operand = |fact: &Fact| match fact.handle() {
        Some(held) => arg(held.dtype, &held.shape),
        None => arg(fact.dtype, &fact.shape),
    };
    let args: Vec<Arg> = inputs.iter().map(operand).collect();
    let results: Vec<Arg> = match op.decl.effect {
        rheos_graph::Effect::Write(written) if outputs.is_empty() => written.iter().map(|&i| args[i].clone()).collect(),
        _ => outputs.iter().map(operand).collect(),
    };
    let (Compute::Kernel(kernel) | Compute::Either(kernel, _)) = &op.decl.compute else {
        panic!("{name} has no kernel")
    };
    let Gpu::Shader(shader) = kernel.gpu else { panic!("{name} has no shader") };
    let info = NodeInfo { op, attrs: &attrs, inputs: &facts, outputs: &outputs };
    shader(&ShaderSpec { info, inputs: &args, outputs: &results, limits })
}

/// The modules are valid and bound as they say, and the dispatches fit.
fn check(limits: &Limits, what: &str, shaders: &Shaders) {
    let mut modules: HashMap<&str, usize> = HashMap::new();
    for dispatch in &shaders.dispatches {
        assert!(dispatch.groups.iter().all(|&n| n >= 1 && n <= limits.groups), "{what}: {:?}", dispatch.groups);
        assert!(!dispatch.params.is_empty(), "{what}");
        assert!(dispatch.bindings.len() <= limits.bindings, "{what}");
        for binding in &dispatch.bindings {
            if let Binding::Scratch(i) = binding {
                assert!(shaders.scratch[*i] as u64 <= limits.binding, "{what}");
            }
        }
        modules.insert(&dispatch.source, dispatch.bindings.len());
        let repeated = (1..dispatch.bindings.len()).any(|i| dispatch.bindings[..i].contains(&dispatch.bindings[i]));
        assert!(!repeated, "{what}: a buffer is bound twice");
    }
    for (text, bindings) in modules {
        let module =
            naga::front::wgsl::parse_str(text).unwrap_or_else(|e| panic!("{what}: {}", e.emit_to_string(text)));
        let mut capabilities = Capabilities::empty();
        capabilities.set(Capabilities::SHADER_FLOAT16, limits.f16);
        capabilities.set(Capabilities::SHADER_INT64, limits.i64);
        capabilities.set(Capabilities::FLOAT64, limits.f64);
        let mut validator = Validator::new(ValidationFlags::all(), capabilities);
        let info = validator.validate(&module).unwrap_or_else(|e| panic!("{what}: {}", e.emit_to_string(text)));
        let entry = &module.entry_points[0];
        assert_eq!((entry.name.as_str(), module.entry_points.len()), ("main", 1), "{what}");
        assert!(entry.workgroup_size.iter().product::<u32>() <= limits.invocations, "{what}");
        let (mut storage, mut shared) = (0, 0);
        for (handle, variable) in module.global_variables.iter() {
            let size = module.types[variable.ty].inner.size(module.to_ctx());
            match variable.space {
                naga::AddressSpace::Storage { access } => {
                    assert_eq!(access, naga::StorageAccess::LOAD | naga::StorageAccess::STORE, "{what}");
                    assert!(!info.get_entry_point(0)[handle].is_empty(), "{what}: a buffer is not used");
                    storage += 1;
                }
                naga::AddressSpace::WorkGroup => shared += size,
                naga::AddressSpace::Uniform => {
                    let longest =
                        shaders.dispatches.iter().filter(|d| &*d.source == text).map(|d| d.params.len()).min();
                    assert!(size as usize <= 4 * longest.unwrap_or(0), "{what}: {size} bytes of parameters");
                }
                _ => {}
            }
        }
        assert_eq!(storage, bindings, "{what}");
        assert!(shared <= limits.shared, "{what}: {shared} bytes of workgroup memory");
    }
}

fn fits(limits: &Limits, name: &str, inputs: &[Fact], given: &[(&str, Attr)]) -> Shaders {
    let shaders = made(limits, name, inputs, given).unwrap_or_else(|e| panic!("{name}: {e}"));
    check(limits, name, &shaders);
    shaders
}

fn refuses(limits: &Limits, name: &str, inputs: &[Fact], given: &[(&str, Attr)], why: &str) {
    let reason = made(limits, name, inputs, given).expect_err(name);
    assert!(reason.contains(why), "{name}: {reason}");
}

const ALL_TYPES: [DType; 7] = [DType::F32, DType::I32, DType::U32, DType::Bool, DType::F16, DType::I64, DType::F64];

#[test]
fn movements() {
    for dtype in ALL_TYPES {
        for inner in [3, 8] {
            let x = of(dtype, &[2, 5, inner]);
            let pads = known(&[3, 2], &[1, 0, 0, 2, 2, 2]);
            fits(&WIDE, "ConcatV2", &[x.clone(), of(dtype, &[2, 0, inner]), x.clone(), known(&[], &[1])], &[]);
            fits(&WIDE, "Pack", &[x.clone(), x.clone(), x.clone()], &[("axis", Attr::Int(1))]);
            fits(&WIDE, "Pad", &[x.clone(), pads.clone()], &[]);
            fits(&WIDE, "PadV2", &[x.clone(), pads.clone(), of(dtype, &[])], &[]);
            fits(&WIDE, "MirrorPad", &[x.clone(), pads.clone()], &[("mode", Attr::Str((*b"SYMMETRIC").into()))]);
            fits(&WIDE, "MatrixDiag", std::slice::from_ref(&x), &[]);
            let blocks = [x.clone(), known(&[1], &[2]), known(&[1, 2], &[0, 1])];
            fits(&WIDE, "SpaceToBatchND", &blocks, &[]);
            let blocks = [x.clone(), known(&[1], &[2]), known(&[1, 2], &[1, 1])];
            fits(&WIDE, "BatchToSpaceND", &blocks, &[]);
        }
    }
    let nothing = fits(&Limits::WEBGPU, "ConcatV2", &[f32s(&[0, 3]), f32s(&[0, 3]), known(&[], &[0])], &[]);
    assert!(nothing.dispatches.is_empty());
    let x = of(DType::I64, &[4]);
    refuses(&Limits::WEBGPU, "Pack", &[x.clone(), x], &[], "int64");
    let x = f32s(&[1; 9]);
    refuses(&WIDE, "ConcatV2", &[x.clone(), x, known(&[], &[0])], &[], "8 axes");
    refuses(&WIDE, "Pad", &[f32s(&[40 << 20]), known(&[1, 2], &[0, 0])], &[], "binding");
}

#[test]
fn copies_of_matrices_that_lie_across() {
    use rheos_ops::shaders::movement::copy;
    for dtype in ALL_TYPES {
        let from = Layout::contiguous(&[3, 100, 7, 40]).transpose(&[0, 3, 2, 1]);
        let to = Layout::contiguous(&from.dims);
        let dispatch = copy(&WIDE, dtype, (Binding::Input(0), &from), (Binding::Output(0), &to)).unwrap().unwrap();
        // Squares down, across, of each of 21 matrices.
        assert_eq!((dispatch.groups, dispatch.params[6]), ([2 * 4 * 21, 1, 1], 168));
        check(&WIDE, "copy", &Shaders { dispatches: vec![dispatch], scratch: Vec::new() });
    }
}

#[test]
fn bytes_of_another_type() {
    let given = |dtype| [("type", Attr::Type(dtype))];
    fits(&WIDE, "Bitcast", &[f32s(&[5, 3])], &given(DType::I32));
    fits(&WIDE, "Bitcast", &[of(DType::I64, &[5])], &given(DType::F32));
    fits(&WIDE, "Bitcast", &[of(DType::F16, &[5])], &given(DType::F16));
    refuses(&Limits::WEBGPU, "Bitcast", &[f32s(&[3])], &given(DType::U8), "uint8");
}

#[test]
fn gathers() {
    for dtype in ALL_TYPES {
        for index in [DType::I32, DType::I64] {
            let params = of(dtype, &[6, 7, 8]);
            fits(&WIDE, "GatherV2", &[params.clone(), of(index, &[3, 2]), known(&[], &[1])], &[]);
            let batched = [params.clone(), of(index, &[6, 2]), known(&[], &[1])];
            fits(&WIDE, "GatherV2", &batched, &[("batch_dims", Attr::Int(1))]);
            fits(&WIDE, "GatherNd", &[params.clone(), of(index, &[10, 2])], &[]);
            fits(&WIDE, "GatherNd", &[params, of(index, &[10, 0])], &[]);
        }
    }
    let large = [f32s(&[1000, 128]), i32s(&[200_000]), known(&[], &[0])];
    let one = &fits(&Limits::WEBGPU, "GatherV2", &large, &[]).dispatches[0];
    assert_eq!(one.groups, [25_000, 1, 1]);
    let ids = of(DType::I64, &[3]);
    refuses(&Limits::WEBGPU, "GatherV2", &[f32s(&[4]), ids, known(&[], &[0])], &[], "int64");
}

#[test]
fn scatters() {
    for dtype in ALL_TYPES.into_iter().filter(|&d| d != DType::Bool) {
        for index in [DType::I32, DType::I64] {
            let (x, ids) = (of(dtype, &[3000, 8]), of(index, &[3000]));
            for name in ["UnsortedSegmentSum", "UnsortedSegmentProd"] {
                let shaders = fits(&WIDE, name, &[x.clone(), ids.clone(), known(&[], &[10])], &[]);
                // Start values, keys, 1,024 at a time, two more stages of which the last has two far steps, sums.
                assert_eq!(shaders.dispatches.len(), 1 + 1 + 1 + 2 + 3 + 1, "{name}");
            }
            let (target, places) = (of(dtype, &[5, 6, 8]), of(index, &[20, 2]));
            let updates = of(dtype, &[20, 8]);
            let shape = Fact::of_tensor(Tensor::from_ints(index, &[3], &[5, 6, 8]).unwrap());
            fits(&WIDE, "ScatterNd", &[places.clone(), updates.clone(), shape], &[]);
            for name in ["TensorScatterUpdate", "TensorScatterAdd", "TensorScatterSub"] {
                fits(&WIDE, name, &[target.clone(), places.clone(), updates.clone()], &[]);
            }
            let own = variable(dtype, &[5, 6, 8]);
            for name in ["ResourceScatterUpdate", "ResourceScatterAdd", "ResourceScatterSub", "ResourceScatterMul"] {
                let rows = of(index, &[4]);
                fits(&WIDE, name, &[own.clone(), rows.clone(), of(dtype, &[4, 6, 8])], &[]);
                fits(&WIDE, name, &[own.clone(), rows, of(dtype, &[])], &[]);
            }
            for name in ["ResourceScatterNdUpdate", "ResourceScatterNdAdd", "ResourceScatterNdSub"] {
                fits(&WIDE, name, &[own.clone(), places.clone(), updates.clone()], &[]);
            }
        }
    }
    for dtype in [DType::F32, DType::F16, DType::I32, DType::I64] {
        let (x, ids) = (of(dtype, &[30, 8]), i32s(&[30]));
        for name in ["UnsortedSegmentMin", "UnsortedSegmentMax"] {
            fits(&WIDE, name, &[x.clone(), ids.clone(), known(&[], &[10])], &[]);
        }
        let own = variable(dtype, &[5, 8]);
        for name in ["ResourceScatterMin", "ResourceScatterMax"] {
            fits(&WIDE, name, &[own.clone(), i32s(&[4]), of(dtype, &[4, 8])], &[]);
        }
    }
    let own = variable(DType::I32, &[5]);
    refuses(&WIDE, "ResourceScatterDiv", &[own, i32s(&[2]), i32s(&[2])], &[], "zero divisor");
    fits(&Limits::WEBGPU, "ResourceScatterDiv", &[variable(DType::F32, &[5]), i32s(&[2]), f32s(&[2])], &[]);
}

#[test]
fn rankings() {
    for dtype in [DType::F32, DType::F16, DType::I32, DType::U32] {
        for out in [DType::I32, DType::I64] {
            for (dims, axis) in [(&[7, 3000][..], 1), (&[7, 3000, 70], 1), (&[4], -1), (&[100_000, 3], 1)] {
                let given = [("output_type", Attr::Type(out))];
                for name in ["ArgMax", "ArgMin"] {
                    fits(&WIDE, name, &[of(dtype, dims), known(&[], &[axis])], &given);
                }
            }
        }
        for length in [5, 1024, 5000] {
            fits(&WIDE, "TopKV2", &[of(dtype, &[3, length]), known(&[], &[5])], &[]);
            fits(&WIDE, "TopK", &[of(dtype, &[length])], &[("k", Attr::Int(0))]);
            fits(&WIDE, "NthElement", &[of(dtype, &[3, length]), known(&[], &[4])], &[("reverse", Attr::Bool(true))]);
        }
    }
    for target in [DType::I32, DType::I64] {
        let x = [f32s(&[70_000, 9]), of(target, &[70_000])];
        fits(&WIDE, "InTopK", &x, &[("k", Attr::Int(3))]);
        fits(&WIDE, "InTopKV2", &[x[0].clone(), x[1].clone(), of(target, &[])], &[]);
    }
    refuses(&Limits::WEBGPU, "ArgMax", &[f32s(&[3, 4]), known(&[], &[0])], &[], "int64");
    refuses(&WIDE, "TopK", &[of(DType::F64, &[3, 4])], &[("k", Attr::Int(2))], "32 bits");
    refuses(&Limits::WEBGPU, "TopK", &[f32s(&[20, 1_000_000])], &[("k", Attr::Int(2))], "binding");
}

#[test]
fn scans() {
    for dtype in ALL_TYPES.into_iter().filter(|&d| d != DType::Bool) {
        for (dims, axis) in [(&[7, 3000][..], 1), (&[7, 3000, 70], 1), (&[4], -1), (&[100_000, 3], 1), (&[0, 3], 0)] {
            for name in ["Cumsum", "Cumprod"] {
                let given = [("exclusive", Attr::Bool(true))];
                fits(&WIDE, name, &[of(dtype, dims), known(&[], &[axis])], &given);
            }
        }
    }
    refuses(&WIDE, "Cumsum", &[f32s(&[3]), i32s(&[])], &[], "read in the run");
}

#[test]
fn sparse_updates() {
    let scalar = || f32s(&[]);
    let (rows, ids) = (f32s(&[3, 6, 8]), i32s(&[3]));
    // Slots, scalars before the gradient, scalars after it.
    for (name, slots, before, after) in [
        ("Momentum", 2, 1, 1),
        ("KerasMomentum", 2, 1, 1),
        ("Adagrad", 2, 1, 0),
        ("AdagradV2", 2, 2, 0),
        ("ProximalAdagrad", 2, 3, 0),
        ("ProximalGradientDescent", 1, 3, 0),
        ("Adadelta", 3, 3, 0),
        ("RMSProp", 3, 4, 0),
        ("CenteredRMSProp", 4, 4, 0),
        ("Ftrl", 3, 0, 4),
        ("FtrlV2", 3, 0, 5),
    ] {
        let name = format!("ResourceSparseApply{name}");
        let mut inputs: Vec<Fact> = (0..slots).map(|_| variable(DType::F32, &[5, 6, 8])).collect();
        inputs.extend((0..before).map(|_| scalar()));
        inputs.extend([rows.clone(), ids.clone()]);
        inputs.extend((0..after).map(|_| scalar()));
        fits(&Limits::WEBGPU, &name, &inputs, &[]);
    }
    let var = || variable(DType::F64, &[5]);
    let (x, one) = (of(DType::F64, &[2]), of(DType::F64, &[]));
    let inputs = [var(), var(), one.clone(), x, i32s(&[2]), one];
    refuses(&WIDE, "ResourceSparseApplyMomentum", &inputs, &[], "single precision");
}

#[test]
fn slices_that_are_written() {
    for dtype in ALL_TYPES {
        let ints = |values: &[i64]| known(&[values.len()], values);
        let range = [ints(&[1, 0]), ints(&[4, 8]), ints(&[2, 1])];
        let value = of(dtype, &[2, 8]);
        let grad: Vec<Fact> = [ints(&[5, 8])].into_iter().chain(range.clone()).chain([value.clone()]).collect();
        assert_eq!(fits(&WIDE, "StridedSliceGrad", &grad, &[]).dispatches.len(), 2);
        let first = |x: Fact| -> Vec<Fact> { [x].into_iter().chain(range.clone()).chain([value.clone()]).collect() };
        let own = fits(&WIDE, "ResourceStridedSliceAssign", &first(variable(dtype, &[5, 8])), &[]);
        assert_eq!((own.dispatches.len(), own.dispatches[0].bindings[1]), (1, Binding::Input(0)));
        fits(&WIDE, "TensorStridedSliceUpdate", &first(of(dtype, &[5, 8])), &[]);
        let x = of(dtype, &[5, 8]);
        assert_eq!(fits(&WIDE, "Roll", &[x.clone(), ints(&[3, 1]), ints(&[1, 0])], &[]).dispatches.len(), 4);
        let x = [of(dtype, &[5, 8, 4]), of(DType::I64, &[5])];
        fits(&WIDE, "ReverseSequence", &x, &[("seq_dim", Attr::Int(1))]);
    }
    refuses(&WIDE, "Roll", &[f32s(&[3]), i32s(&[1]), i32s(&[1])], &[], "before the run");
}

#[test]
fn bounds() {
    for dtype in [DType::F32, DType::F16, DType::I32, DType::U32, DType::I64] {
        for name in ["LowerBound", "UpperBound"] {
            fits(&WIDE, name, &[of(dtype, &[3, 100]), of(dtype, &[3, 7])], &[]);
        }
    }
}

#[test]
fn random_numbers() {
    use rheos_ops::shaders::random::{Draw, philox};
    let integers = Draw::Integers { low: -3, range: 7 };
    for (draw, dtype) in [
        (Draw::Uniform, DType::F32),
        (Draw::Uniform, DType::F16),
        (Draw::Normal, DType::F32),
        (Draw::Normal, DType::F16),
        (Draw::TruncatedNormal, DType::F32),
        (Draw::TruncatedNormal, DType::F16),
        (integers, DType::I32),
    ] {
        let target = (Binding::Output(0), 1_000_001);
        let dispatch = philox(&WIDE, (draw, dtype), [1, 2], [3, 4, 5, 6], target).unwrap().unwrap();
        assert_eq!(dispatch.params[rheos_ops::shaders::random::COUNTER..][..4], [3, 4, 5, 6]);
        check(&WIDE, "philox", &Shaders { dispatches: vec![dispatch], scratch: Vec::new() });
    }
    let seeds = known(&[2], &[1, 2]);
    for name in ["StatelessRandomUniform", "StatelessRandomNormal", "StatelessTruncatedNormal"] {
        fits(&Limits::WEBGPU, name, &[known(&[2], &[30, 40]), seeds.clone()], &[]);
    }
    let bounds = [known(&[], &[i64::from(i32::MIN)]), known(&[], &[i64::from(i32::MAX)])];
    let inputs = [known(&[1], &[30]), seeds, bounds[0].clone(), bounds[1].clone()];
    let one = &fits(&Limits::WEBGPU, "StatelessRandomUniformInt", &inputs, &[]).dispatches[0];
    assert_eq!(one.params[8..10], [1 << 31, u32::MAX]);
    let inputs = [known(&[1], &[30]), i32s(&[2])];
    refuses(&WIDE, "StatelessRandomUniform", &inputs, &[], "read in the run");
    let target = (Binding::Output(0), 0);
    assert_eq!(philox(&WIDE, (Draw::Uniform, DType::F32), [0; 2], [0; 4], target), Ok(None));
    assert!(philox(&WIDE, (Draw::Normal, DType::F64), [0; 2], [0; 4], (Binding::Output(0), 1)).is_err());
}

#[test]
fn bands_of_diagonals() {
    for dtype in ALL_TYPES {
        let (k, one) = (known(&[2], &[-1, 1]), of(dtype, &[]));
        let matrices = of(dtype, &[2, 4, 5]);
        let sizes = [known(&[], &[4]), known(&[], &[5])];
        let put = [of(dtype, &[2, 3, 4]), k.clone(), sizes[0].clone(), sizes[1].clone(), one.clone()];
        assert_eq!(fits(&WIDE, "MatrixDiagV3", &put, &[]).dispatches.len(), 4);
        assert_eq!(fits(&WIDE, "MatrixDiagPartV3", &[matrices.clone(), k.clone(), one], &[]).dispatches.len(), 4);
        let replace = [matrices.clone(), of(dtype, &[2, 3, 4]), k];
        assert_eq!(fits(&WIDE, "MatrixSetDiagV2", &replace, &[]).dispatches.len(), 4);
        fits(&WIDE, "MatrixSetDiagV3", &[matrices, of(dtype, &[2, 4]), known(&[], &[1])], &[]);
    }
}

#[test]
fn sums_of_channels() {
    for dtype in [DType::F32, DType::F16] {
        for (dims, first) in [(&[8, 32, 32, 48][..], false), (&[8, 48, 7, 7], true), (&[5, 3], false), (&[1, 1], true)]
        {
            let given = [("channels_first", Attr::Bool(first)), ("U", Attr::Type(DType::F32))];
            let (x, mean) = (of(dtype, dims), f32s(&[dims[if first { 1 } else { dims.len() - 1 }]]));
            fits(&WIDE, "_ChannelMoments", std::slice::from_ref(&x), &given);
            fits(&WIDE, "_ChannelProducts", &[x.clone(), x, mean], &given[..1]);
        }
    }
    let given = [("U", Attr::Type(DType::F64))];
    refuses(&WIDE, "_ChannelMoments", &[of(DType::F64, &[4, 4])], &given, "single precision");
}

#[test]
fn sums_of_neighbours() {
    for dtype in [DType::F32, DType::F64] {
        fits(&WIDE, "_NeighbourSums", &[of(dtype, &[5, 30])], &[("radius", Attr::Int(5))]);
    }
    refuses(&WIDE, "_NeighbourSums", &[f32s(&[5, 300])], &[("radius", Attr::Int(32))], "double precision");
}
