//! Programs as text, for traces and snapshot tests: one line per step.

use crate::program::{Program, Work};
use rheos_base::Attr;
use std::fmt::{Display, Formatter, Result, Write};

impl Display for Program {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        for (i, step) in self.steps.iter().enumerate() {
            write!(f, "%{i} = {}", step.label())?;
            match &step.work {
                Work::Op(op, attrs) => {
                    let shown: Vec<String> = op
                        .attrs
                        .iter()
                        .zip(attrs.iter())
                        .filter(|(d, v)| d.default.as_ref() != Some(v) && !d.inferred)
                        .map(|(d, v)| format!("{}={}", d.name, show(v)))
                        .collect();
                    if !shown.is_empty() {
                        write!(f, "[{}]", shown.join(", "))?;
                    }
                }
                Work::Feed(n) => write!(f, "[{n}]")?,
                Work::Const(t) => write!(f, "[{}]", show_tensor(t))?,
                Work::Fused(group) => write!(f, "[{}]", group.members.join("+"))?,
                Work::Rows(rows) => write!(f, "[{}]", rows.label())?,
                Work::Followed(followed) => write!(f, "[{}]", followed.label())?,
            }
            let args: Vec<String> = step.inputs.iter().map(|o| format!("%{}.{}", o.node.0, o.index)).collect();
            write!(f, "({}) :", args.join(", "))?;
            for fact in &step.facts {
                write!(f, " {fact}")?;
            }
            f.write_char('\n')?;
        }
        let fetches: Vec<String> = self.fetches.iter().map(|o| format!("%{}.{}", o.node.0, o.index)).collect();
        writeln!(f, "fetch {}", fetches.join(", "))
    }
}

fn show(attr: &Attr) -> String {
    match attr {
        Attr::Int(v) => v.to_string(),
        Attr::Float(v) => v.to_string(),
        Attr::Bool(v) => v.to_string(),
        Attr::Str(v) => String::from_utf8_lossy(v).into_owned(),
        Attr::Type(v) => v.to_string(),
        Attr::Shape(v) => v.to_string(),
        Attr::Tensor(t) => show_tensor(t),
        Attr::Ints(v) => format!("{v:?}"),
        other => format!("{other:?}"),
    }
}

fn show_tensor(t: &rheos_base::Tensor) -> String {
    match t.to_ints() {
        Some(v) if v.len() <= 8 => format!("{}{:?} {:?}", t.dtype(), t.dims(), v.as_slice()),
        _ => format!("{}{:?}", t.dtype(), t.dims()),
    }
}
