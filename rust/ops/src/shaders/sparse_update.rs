//! Optimizers' updates of single rows of a variable and its slots, in place and in the order of the gradients. An index
//! that is no row is passed over: a shader cannot raise an error.

use super::launch::{FLOATS, aliases, check, check_bindings, items};
use super::{movement, sort};
use crate::kernels::sparse_update::Rule;
use rheos_base::DType;
use rheos_graph::Layout;
use rheos_graph::gpu::{Binding, ShaderSpec, Shaders, stored_type};

const UPDATE: &str = include_str!("../../../../shaders/kernels/sparse_update.wgsl");
const RULES: &str = include_str!("../../../../shaders/kernels/sparse_rules.wgsl");
const POWERS: &str = include_str!("../../../../shaders/lib/exp.wgsl");

/// Slots are bound after keys, gradients and scalars.
const BEFORE_SLOTS: usize = 3;

/// The rows that `indices` names of the variables that the op writes.
pub fn shaders(spec: &ShaderSpec<'_>, rule: Rule) -> Result<Shaders, String> {
    let limits = spec.limits;
    let find = |name: &str| {
        let at = spec.info.op.inputs.iter().position(|a| a.name == name);
        at.ok_or_else(|| format!("it has no argument {name}"))
    };
    let (gradients, indices) = (find("grad")?, find("indices")?);
    let slots = spec.outputs.len();
    let scalars: Vec<usize> = (slots..spec.inputs.len()).filter(|&i| i != gradients && i != indices).collect();
    let floats = (0..spec.inputs.len()).filter(|&i| i != indices);
    if floats.map(|i| spec.inputs[i].dtype).any(|dtype| dtype != DType::F32) {
        return Err("rows are updated in single precision only".to_string());
    }
    check(limits, &spec.inputs.iter().collect::<Vec<_>>())?;
    check_bindings(limits, BEFORE_SLOTS + slots)?;
    let (var, rows) = (&spec.inputs[0].layout.dims, &spec.inputs[gradients].layout.dims);
    let count = spec.inputs[indices].layout.len();
    let same = spec.inputs[..slots].iter().all(|slot| slot.layout.dims == *var);
    if !same || var.is_empty() || rows.first() != Some(&count) || rows[1..] != var[1..] {
        return Err("operands that do not fit each other are an error, which the CPU raises".to_string());
    }
    let inner: usize = var[1..].iter().product();
    let mut shaders = Shaders::default();
    if count * inner == 0 {
        return Ok(shaders);
    }
    let header = aliases(&[("I", stored_type(spec.inputs[indices].dtype))]);
    let keys = sort::index_keys(limits, &mut shaders, (Binding::Input(indices), &header), count, &var[..1])?;
    // There are more scalars than a shader may have buffers.
    let together = Binding::Scratch(shaders.scratch.len());
    shaders.scratch.push(4 * scalars.len());
    for (i, &input) in scalars.iter().enumerate() {
        let (from, to) = (Layout::contiguous(&[]), Layout { offset: i as isize, ..Layout::contiguous(&[]) });
        shaders.dispatches.extend(movement::copy(limits, DType::F32, (Binding::Input(input), &from), (together, &to))?);
    }
    let mut bindings = vec![keys, Binding::Input(gradients), together];
    bindings.extend((0..slots).map(Binding::Input));
    let flag = |name: &str| spec.info.op.attr_index(name).is_some() && spec.info.bool(name);
    let flag = u32::from(flag("use_nesterov") || flag("update_slots"));
    let params = vec![(count * inner) as u32, count as u32, inner as u32, flag];
    let source = format!("{FLOATS}{POWERS}{}{RULES}{UPDATE}", slots_header(slots, rule_name(rule)?));
    shaders.dispatches.push(items(limits, source, &bindings, params, count * inner)?);
    Ok(shaders)
}

/// The rule's function in `sparse_rules.wgsl`.
fn rule_name(rule: Rule) -> Result<&'static str, String> {
    Ok(match rule {
        Rule::Momentum => "momentum",
        Rule::KerasMomentum => "keras_momentum",
        Rule::Adagrad => "adagrad",
        Rule::AdagradV2 => "adagrad_v2",
        Rule::ProximalAdagrad => "proximal_adagrad",
        Rule::ProximalGradientDescent => "proximal_gradient_descent",
        Rule::Adadelta => "adadelta",
        Rule::RmsProp => "rms_prop",
        Rule::CenteredRmsProp => "centered_rms_prop",
        Rule::Ftrl => "ftrl",
        Rule::FtrlV2 => "ftrl_v2",
        Rule::AdagradDa => return Err("its count of steps is int64".to_string()),
    })
}

/// The buffers of the variable and its slots, one element of each as a vector, and the rule.
fn slots_header(slots: usize, rule: &str) -> String {
    let (mut buffers, mut loaded, mut stored) = (String::new(), Vec::new(), String::new());
    for (i, part) in ["x", "y", "z", "w"].into_iter().enumerate() {
        if i >= slots {
            loaded.push("0.0".to_string());
            continue;
        }
        let binding = 1 + BEFORE_SLOTS + i;
        buffers += &format!("@group(0) @binding({binding}) var<storage, read_write> slot_{part}: array<f32>;\n");
        loaded.push(format!("slot_{part}[place]"));
        stored += &format!("    slot_{part}[place] = v.{part};\n");
    }
    let loaded = loaded.join(", ");
    format!(
        "{buffers}fn load(place: u32) -> vec4<f32> {{\n    return vec4<f32>({loaded});\n}}\n\
         fn store(place: u32, v: vec4<f32>) {{\n{stored}}}\n\
         fn updated(v: vec4<f32>, g: f32) -> vec4<f32> {{\n    return {rule}(v, g);\n}}\n"
    )
}
