//! A tensor's first elements as text, the way TensorFlow 1 prints them: `[1 2 3]`, `[[1 2][3...]]...`.

use rheos_base::{C64, C128, DType, Result, Tensor, bf16, f16};

/// At most `limit` elements.
pub fn summarize(tensor: &Tensor, limit: usize) -> Result<String> {
    let element = printer(tensor)?;
    let (count, dims) = (tensor.len(), tensor.dims());
    let limit = limit.min(count);
    let mut out = String::new();
    let mut next = 0;
    if dims.is_empty() {
        if limit > 0 {
            out += &element(0);
        }
    } else {
        axis(dims, limit, &*element, true, &mut next, &mut out);
    }
    if count > limit {
        out += "...";
    }
    Ok(out)
}

/// The first and last `ends` elements of each axis, the way TensorFlow 2 prints them: `[1 2 3 ... 7 8 9]`, with rows
/// on lines of their own.
pub fn summarize_ends(tensor: &Tensor, ends: usize) -> Result<String> {
    let plain = printer(tensor)?;
    let quoted = |i: usize| format!("\"{}\"", plain(i));
    let element: &dyn Fn(usize) -> String = if tensor.dtype() == DType::String { &quoted } else { &plain };
    if ends == 0 && tensor.dims().is_empty() {
        return Ok("...".into());
    }
    let mut out = String::new();
    axis_ends(tensor.dims(), 0, ends.min(tensor.len()), 0, element, &mut out);
    Ok(out)
}

/// What axis `depth` holds from element `start` on.
fn axis_ends(
    dims: &[usize],
    depth: usize,
    ends: usize,
    start: usize,
    element: &dyn Fn(usize) -> String,
    out: &mut String,
) {
    let Some(&size) = dims.get(depth) else {
        *out += &element(start);
        return;
    };
    let each: usize = dims[depth + 1..].iter().product();
    let between = match dims.len() - depth - 1 {
        0 => " ".to_owned(),
        inner => "\n".repeat(inner) + &" ".repeat(depth + 1),
    };
    out.push('[');
    for i in (0..size.min(ends)).chain(ends.max(size.saturating_sub(ends))..size) {
        if i > 0 {
            *out += &between;
        }
        if i == size.saturating_sub(ends) && size > 2 * ends {
            *out += "...";
            *out += &between;
        }
        axis_ends(dims, depth + 1, ends, start + i * each, element, out);
    }
    if ends == 0 && size > 0 {
        *out += &between;
        *out += "...";
    }
    out.push(']');
}

/// Elements of the first axis of `dims`; `outermost` has no brackets of its own.
fn axis(
    dims: &[usize],
    limit: usize,
    element: &dyn Fn(usize) -> String,
    outermost: bool,
    next: &mut usize,
    out: &mut String,
) {
    if *next >= limit {
        return;
    }
    let [size, rest @ ..] = dims else { return };
    if rest.is_empty() {
        for i in 0..*size {
            if *next >= limit {
                if !outermost {
                    *out += "...";
                }
                return;
            }
            if i > 0 {
                out.push(' ');
            }
            *out += &element(*next);
            *next += 1;
        }
        return;
    }
    for _ in 0..*size {
        let open = *next < limit;
        if open {
            out.push('[');
        }
        axis(rest, limit, element, false, next, out);
        if *next < limit || open {
            out.push(']');
        }
    }
}

/// Prints element `i` of a tensor.
fn printer(tensor: &Tensor) -> Result<Box<dyn Fn(usize) -> String + '_>> {
    macro_rules! integer {
        ($t:ty) => {{
            let v = tensor.as_slice::<$t>()?;
            Box::new(move |i: usize| v[i].to_string())
        }};
    }
    Ok(match tensor.dtype() {
        DType::F32 => {
            let v = tensor.as_slice::<f32>()?;
            Box::new(move |i| float32(v[i]))
        }
        DType::F64 => {
            let v = tensor.as_slice::<f64>()?;
            Box::new(move |i| float64(v[i]))
        }
        DType::F16 => {
            let v = tensor.as_slice::<f16>()?;
            Box::new(move |i| float32(v[i].to_f32()))
        }
        DType::BF16 => {
            let v = tensor.as_slice::<bf16>()?;
            Box::new(move |i| float32(v[i].to_f32()))
        }
        DType::C64 => {
            let v = tensor.as_slice::<C64>()?;
            Box::new(move |i| format!("({},{})", float32(v[i].re), float32(v[i].im)))
        }
        DType::C128 => {
            let v = tensor.as_slice::<C128>()?;
            Box::new(move |i| format!("({},{})", float64(v[i].re), float64(v[i].im)))
        }
        DType::I8 => integer!(i8),
        DType::I16 => integer!(i16),
        DType::I32 => integer!(i32),
        DType::I64 => integer!(i64),
        DType::U8 => integer!(u8),
        DType::U16 => integer!(u16),
        DType::U32 => integer!(u32),
        DType::U64 => integer!(u64),
        DType::Bool => {
            let v = tensor.bytes()?;
            Box::new(move |i| v[i].to_string())
        }
        DType::String => {
            let v = tensor.as_strings()?;
            Box::new(move |i| escaped(&v[i]))
        }
        other => Box::new(move |_| format!("<{other}>")),
    })
}

/// Control characters, quotes and backslashes as in C; the rest as it is.
fn escaped(text: &[u8]) -> String {
    let mut out = String::new();
    for c in String::from_utf8_lossy(text).chars() {
        match c {
            '\n' => out += "\\n",
            '\r' => out += "\\r",
            '\t' => out += "\\t",
            '"' | '\'' | '\\' => out.extend(['\\', c]),
            c if c.is_ascii_control() => out += &format!("\\{:03o}", c as u32),
            c => out.push(c),
        }
    }
    out
}

fn float32(value: f32) -> String {
    let short = general(f64::from(value), 6);
    if short.parse::<f32>() == Ok(value) || !value.is_finite() { short } else { general(f64::from(value), 9) }
}

fn float64(value: f64) -> String {
    let short = general(value, 15);
    if short.parse::<f64>() == Ok(value) || !value.is_finite() { short } else { general(value, 17) }
}

/// C's `%.{digits}g`.
fn general(value: f64, digits: usize) -> String {
    if value.is_nan() {
        return "nan".into();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf".into() } else { "-inf".into() };
    }
    let scientific = format!("{value:.*e}", digits - 1);
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let trimmed = |s: &str| match s.contains('.') {
        true => s.trim_end_matches('0').trim_end_matches('.').to_string(),
        false => s.to_string(),
    };
    if exponent < -4 || exponent >= digits as i32 {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{}e{sign}{:02}", trimmed(mantissa), exponent.abs());
    }
    trimmed(&format!("{value:.*}", (digits as i32 - 1 - exponent).max(0) as usize))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_c_prints_them() {
        let cases =
            [(1.0, "1"), (0.1, "0.1"), (1e-5, "1e-05"), (123456789.0, "1.23457e+08"), (-2.5, "-2.5"), (0.0, "0")];
        for (v, text) in cases {
            assert_eq!(general(v, 6), text);
        }
        assert_eq!(float32(0.1), "0.1");
        assert_eq!(float32(1.0 / 3.0), "0.333333343");
        assert_eq!(float64(1.0 / 3.0), "0.33333333333333331");
    }

    #[test]
    fn both_ends_of_each_axis() {
        let count: Vec<i32> = (0..24).collect();
        let t = Tensor::from_slice(&[3, 4, 2], &count).unwrap();
        let rows = "[[[0 1]\n  ...\n  [6 7]]\n\n ...\n\n [[16 17]\n  ...\n  [22 23]]]";
        assert_eq!(summarize_ends(&t, 1).unwrap(), rows);
        let t = Tensor::from_slice(&[7], &count[..7]).unwrap();
        assert_eq!(summarize_ends(&t, 3).unwrap(), "[0 1 2 ... 4 5 6]");
        assert_eq!(summarize_ends(&t, usize::MAX).unwrap(), "[0 1 2 3 4 5 6]");
        assert_eq!(summarize_ends(&t, 0).unwrap(), "[ ...]");
        assert_eq!(summarize_ends(&Tensor::zeros(DType::F32, &[2, 0]).unwrap(), 3).unwrap(), "[\n ...]");
        let t = Tensor::strings(&[], vec![b"x"[..].into()]).unwrap();
        assert_eq!(summarize_ends(&t, 3).unwrap(), "\"x\"");
    }

    #[test]
    fn brackets_and_dots() {
        let t = Tensor::from_slice(&[2, 2], &[1i32, 2, 3, 4]).unwrap();
        assert_eq!(summarize(&t, 10).unwrap(), "[1 2][3 4]");
        assert_eq!(summarize(&t, 3).unwrap(), "[1 2][3...]...");
        let t = Tensor::strings(&[1], vec![b"x\ny \"q"[..].into()]).unwrap();
        assert_eq!(summarize(&t, 1).unwrap(), r#"x\ny \"q"#);
        let t = Tensor::from_slice(&[2, 2, 2], &[0i32, 1, 2, 3, 4, 5, 6, 7]).unwrap();
        assert_eq!(summarize(&t, 3).unwrap(), "[[0 1][2...]]...");
        let v = Tensor::from_slice(&[4], &[1i32, 2, 3, 4]).unwrap();
        assert_eq!(summarize(&v, 3).unwrap(), "1 2 3...");
    }
}
