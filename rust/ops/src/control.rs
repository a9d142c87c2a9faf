//! Ops that order, check or show other ops.

use crate::kernels::summarize::{summarize, summarize_ends};
use crate::rules::{same_as_first, scalar};
use rheos_base::{Result, Shape, Tensor, bail, err};
use rheos_graph::{Compute, Decl, Effect, Grad, HostCall, HostKernel, HostSpec, Infer};
use smallvec::{SmallVec, smallvec};
use std::any::Any;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// A limit on printed elements; a negative one means all.
fn limit(n: i64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

/// `[1 2 3...][0.5]`, separated by `between`.
fn listed(tensors: &[Tensor], summary: usize, between: &str) -> Result<String> {
    let texts: Vec<String> =
        tensors.iter().map(|t| Ok(format!("[{}]", summarize(t, summary)?))).collect::<Result<_>>()?;
    Ok(texts.join(between))
}

fn assert(spec: &HostSpec<'_>) -> Result<Box<dyn HostKernel>> {
    let summary = limit(spec.info.int("summarize"));
    Ok(Box::new(move |x: &[Tensor], _: &HostCall<'_>| -> Result<SmallVec<[Tensor; 2]>> {
        if x[0].as_bools()?.first() == Some(&true) {
            return Ok(SmallVec::new());
        }
        bail!(InvalidArgument, "assertion failed: {}", listed(&x[1..], summary, " ")?)
    }))
}

/// Writes a line without its text being cut by another thread's.
fn write_all(to: &mut dyn Write, text: &[u8]) -> Result<()> {
    to.write_all(text).and_then(|()| to.flush()).map_err(|e| err!(Internal, "cannot print: {e}"))
}

fn print(spec: &HostSpec<'_>) -> Result<Box<dyn HostKernel>> {
    let (message, first_n) = (spec.info.str("message").into_owned(), spec.info.int("first_n"));
    let summary = limit(spec.info.int("summarize"));
    let init = || -> Result<Arc<dyn Any + Send + Sync>> { Ok(Arc::new(AtomicI64::new(0))) };
    let calls = spec.state.node_state(&init)?.downcast::<AtomicI64>().map_err(|_| err!(Internal, "not a counter"))?;
    Ok(Box::new(move |x: &[Tensor], _: &HostCall<'_>| -> Result<SmallVec<[Tensor; 2]>> {
        if first_n < 0 || calls.fetch_add(1, Ordering::Relaxed) < first_n {
            let text = format!("{message}{}\n", listed(&x[1..], summary, "")?);
            write_all(&mut std::io::stderr().lock(), text.as_bytes())?;
        }
        Ok(smallvec![x[0].clone()])
    }))
}

fn print_v2(spec: &HostSpec<'_>) -> Result<Box<dyn HostKernel>> {
    let stream = spec.info.str("output_stream").into_owned();
    let end = spec.info.str("end").into_owned();
    let path = stream.strip_prefix("file://").map(str::to_owned);
    if path.is_none() && !matches!(&*stream, "stdout" | "stderr" | "log(info)" | "log(warning)" | "log(error)") {
        bail!(
            InvalidArgument,
            "unknown output stream '{stream}'; hint: stdout, stderr, log(info), log(warning), log(error) or file://PATH"
        );
    }
    Ok(Box::new(move |x: &[Tensor], _: &HostCall<'_>| -> Result<SmallVec<[Tensor; 2]>> {
        let mut text = x[0].as_strings()?.first().map(|s| s.to_vec()).unwrap_or_default();
        text.extend_from_slice(end.as_bytes());
        match &path {
            Some(path) => {
                let file = std::fs::OpenOptions::new().append(true).create(true).open(path);
                let mut file = file.map_err(|e| err!(InvalidArgument, "cannot append to {path}: {e}"))?;
                write_all(&mut file, &text)?;
            }
            None if stream == "stdout" => write_all(&mut std::io::stdout().lock(), &text)?,
            None => write_all(&mut std::io::stderr().lock(), &text)?,
        }
        Ok(SmallVec::new())
    }))
}

/// Results of an op that runs sub-graphs: their shapes as the attribute says, where it does.
fn as_declared(infer: &mut Infer<'_>) -> Result<()> {
    let shapes = infer.shapes("output_shapes");
    if !shapes.is_empty() && shapes.len() != infer.output_count() {
        bail!(Value, "output_shapes has {} shapes for {} results", shapes.len(), infer.output_count());
    }
    shapes.iter().enumerate().for_each(|(i, shape)| infer.set(i, shape.clone()));
    Ok(())
}

/// An op that runs sub-graphs.
const SUB_GRAPHS: Decl = Decl {
    name: "",
    inputs: "",
    outputs: "output: Tout",
    attrs: "",
    effect: Effect::Host,
    infer: as_declared,
    compute: Compute::Control("sub-graphs cannot be run yet"),
    grad: Grad::Missing("sub-graphs cannot be differentiated yet"),
    doc: "",
};

/// The template's text with a tensor in place of each placeholder, in order.
fn string_format(spec: &HostSpec<'_>) -> Result<Box<dyn HostKernel>> {
    let (template, placeholder) = (spec.info.str("template"), spec.info.str("placeholder"));
    let ends = limit(spec.info.int("summarize"));
    if placeholder.is_empty() {
        bail!(InvalidArgument, "placeholder must not be empty");
    }
    let texts: Vec<String> = template.split(&*placeholder).map(str::to_owned).collect();
    Ok(Box::new(move |x: &[Tensor], _: &HostCall<'_>| -> Result<SmallVec<[Tensor; 2]>> {
        if texts.len() - 1 != x.len() {
            bail!(InvalidArgument, "the template has {} placeholders for {} inputs", texts.len() - 1, x.len());
        }
        let mut out = texts[0].clone();
        for (tensor, text) in x.iter().zip(&texts[1..]) {
            out += &summarize_ends(tensor, ends)?;
            out += text;
        }
        Ok(smallvec![Tensor::strings(&[], vec![out.into_bytes().into()])?])
    }))
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "If",
        inputs: "cond: Tcond, input: Tin",
        attrs: "Tcond: type; Tin: list(type) >= 0; Tout: list(type) >= 0; then_branch: func; else_branch: func; \
                output_shapes: list(shape) = []",
        doc: "The results of one of two sub-graphs. Not supported yet: running it is an error.",
        ..SUB_GRAPHS
    },
    Decl {
        name: "StatelessIf",
        inputs: "cond: Tcond, input: Tin",
        attrs: "Tcond: type; Tin: list(type) >= 0; Tout: list(type) >= 0; then_branch: func; else_branch: func; \
                output_shapes: list(shape) = []",
        effect: Effect::Pure,
        doc: "The results of one of two sub-graphs without effects. Not supported yet: running it is an error.",
        ..SUB_GRAPHS
    },
    Decl {
        name: "While",
        inputs: "input: T",
        outputs: "output: T",
        attrs: "T: list(type) >= 0; cond: func; body: func; output_shapes: list(shape) = []; \
                parallel_iterations: int = 10",
        doc: "Runs a sub-graph as long as another one says so. Not supported yet: running it is an error.",
        ..SUB_GRAPHS
    },
    Decl {
        name: "StatelessWhile",
        inputs: "input: T",
        outputs: "output: T",
        attrs: "T: list(type) >= 0; cond: func; body: func; output_shapes: list(shape) = []; \
                parallel_iterations: int = 10",
        effect: Effect::Pure,
        doc: "Runs a sub-graph without effects as long as another one says so. Not supported yet: running it is an error.",
        ..SUB_GRAPHS
    },
    Decl {
        name: "NoOp",
        inputs: "",
        outputs: "",
        attrs: "",
        effect: Effect::Pure,
        infer: |_| Ok(()),
        compute: Compute::Lower(|_, _, _| Ok(Default::default())),
        grad: Grad::Stop("it has no results"),
        doc: "Does nothing; something to hang control dependencies on.",
    },
    Decl {
        name: "Assert",
        inputs: "condition: bool, data: T",
        outputs: "",
        attrs: "T: list(type) >= 1; summarize: int = 3",
        effect: Effect::Host,
        infer: |infer| {
            if infer.input_shape(0).rank().is_some_and(|r| r != 0) {
                bail!(Value, "condition must be a scalar, but has shape {}", infer.input_shape(0));
            }
            Ok(())
        },
        compute: Compute::Host(assert),
        grad: Grad::Stop("it has no results"),
        doc: "Fails with the first elements of data unless the condition holds.",
    },
    Decl {
        name: "Print",
        inputs: "input: T, data: U",
        outputs: "output: T",
        attrs: "T: type; U: list(type) >= 0; message: string = ''; first_n: int = -1; summarize: int = 3",
        effect: Effect::Host,
        infer: same_as_first,
        compute: Compute::Host(print),
        grad: Grad::Fn(|g| {
            let mut out = vec![None; g.x.len()];
            out[0] = Some(g.dy().into());
            Ok(out)
        }),
        doc: "The input; prints the first elements of data to the standard error stream.",
    },
    Decl {
        name: "PrintV2",
        inputs: "input: string",
        outputs: "",
        attrs: "output_stream: string = 'stderr'; end: string = '\n'",
        effect: Effect::Host,
        infer: |infer| infer.with_rank(0, 0).map(|_| ()),
        compute: Compute::Host(print_v2),
        grad: Grad::Stop("it has no results"),
        doc: "Prints a string to a stream.",
    },
    Decl {
        name: "StringFormat",
        inputs: "inputs: T",
        outputs: "output: string",
        attrs: "T: list(type) >= 0; template: string = '%s'; placeholder: string = '%s'; summarize: int = 3",
        effect: Effect::Pure,
        infer: |infer| {
            infer.set(0, Shape::scalar());
            Ok(())
        },
        compute: Compute::Host(string_format),
        grad: Grad::Stop("the result is text"),
        doc: "The template with the inputs in place of its placeholders, each by its first and last elements.",
    },
    Decl {
        name: "Timestamp",
        inputs: "",
        outputs: "ts: float64",
        attrs: "",
        effect: Effect::Host,
        infer: scalar,
        compute: Compute::Host(|_: &HostSpec<'_>| {
            Ok(Box::new(|_: &[Tensor], _: &HostCall<'_>| -> Result<SmallVec<[Tensor; 2]>> {
                let now = SystemTime::now().duration_since(UNIX_EPOCH);
                // A clock set to before 1970 gives a negative time.
                let seconds = now.map_or_else(|e| -e.duration().as_secs_f64(), |t| t.as_secs_f64());
                Ok(smallvec![Tensor::scalar(seconds)?])
            }))
        }),
        grad: Grad::Stop("it has no inputs"),
        doc: "Seconds since the start of 1970, at the time when it runs.",
    },
];
