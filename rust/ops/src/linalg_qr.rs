//! QR decomposition, by Householder reflections.

use rheos_base::{DType, Dim, Element, Result, Shape, Tensor, bail};
use rheos_graph::{Compute, Decl, Effect, Grad, HostCall, Infer};
use smallvec::{SmallVec, smallvec};

fn shapes(infer: &mut Infer<'_>) -> Result<()> {
    let Some(dims) = infer.input_shape(0).dims().map(<[Dim]>::to_vec) else { return Ok(()) };
    let [batch @ .., rows, columns] = dims.as_slice() else {
        bail!(Value, "input must have at least two axes, but has rank {}", dims.len());
    };
    let (rows, columns) = (*rows, *columns);
    let inner = if infer.bool("full_matrices") { rows } else { rows.zip(columns, i64::min) };
    let with = |a: Dim, b: Dim| Shape::of(batch.iter().copied().chain([a, b]));
    infer.set(0, with(rows, inner));
    infer.set(1, with(inner, columns));
    Ok(())
}

/// Decomposes one row-major matrix: reflections from the left clear the columns below the diagonal.
fn decompose(a: &mut [f64], rows: usize, columns: usize, inner: usize) -> Vec<f64> {
    let steps = rows.min(columns);
    let mut mirrors: Vec<Vec<f64>> = Vec::with_capacity(steps);
    for j in 0..steps {
        let mut v: Vec<f64> = (j..rows).map(|i| a[i * columns + j]).collect();
        if v[1..].iter().all(|&x| x == 0.0) {
            // Clear already: like LAPACK and Eigen, leave the sign of the diagonal as it is.
            v[0] = 0.0;
        } else {
            let norm = v.iter().map(|x| x * x).sum::<f64>().sqrt();
            v[0] += norm.copysign(v[0]);
        }
        reflect(a, columns, j, j..columns, &v);
        mirrors.push(v);
    }
    let mut q = vec![0.0; rows * inner];
    for i in 0..inner.min(rows) {
        q[i * inner + i] = 1.0;
    }
    for (j, v) in mirrors.iter().enumerate().rev() {
        reflect(&mut q, inner, j, 0..inner, v);
    }
    q
}

/// Reflects the rows from `first` on at the plane normal to `v`, in these columns.
fn reflect(a: &mut [f64], width: usize, first: usize, columns: std::ops::Range<usize>, v: &[f64]) {
    let length: f64 = v.iter().map(|x| x * x).sum();
    if length == 0.0 {
        return;
    }
    for c in columns {
        let along: f64 = v.iter().enumerate().map(|(i, x)| x * a[(first + i) * width + c]).sum();
        for (i, x) in v.iter().enumerate() {
            a[(first + i) * width + c] -= 2.0 * along / length * x;
        }
    }
}

fn run<T: Element>(input: &Tensor, full: bool, to: fn(T) -> f64, from: fn(f64) -> T) -> Result<SmallVec<[Tensor; 2]>> {
    let [batch @ .., rows, columns] = input.dims() else {
        bail!(InvalidArgument, "input must have at least two axes");
    };
    let (rows, columns) = (*rows, *columns);
    let inner = if full { rows } else { rows.min(columns) };
    let count: usize = batch.iter().product();
    let (mut qs, mut rs) = (Vec::with_capacity(count * rows * inner), Vec::with_capacity(count * inner * columns));
    let values = input.as_slice::<T>()?;
    for k in 0..count {
        let mut a: Vec<f64> = values[k * rows * columns..][..rows * columns].iter().map(|&x| to(x)).collect();
        qs.extend(decompose(&mut a, rows, columns, inner).into_iter().map(from));
        for i in 0..inner {
            rs.extend((0..columns).map(|c| if i <= c { from(a[i * columns + c]) } else { from(0.0) }));
        }
    }
    let dims = |a: usize, b: usize| batch.iter().copied().chain([a, b]).collect::<Vec<_>>();
    Ok(smallvec![Tensor::from_slice(&dims(rows, inner), &qs)?, Tensor::from_slice(&dims(inner, columns), &rs)?])
}

pub const OPS: &[Decl] = &[Decl {
    name: "Qr",
    inputs: "input: T",
    outputs: "q: T, r: T",
    attrs: "full_matrices: bool = false; T: {float64, float32}",
    effect: Effect::Pure,
    infer: shapes,
    compute: Compute::Host(|spec| {
        let full = spec.info.bool("full_matrices");
        Ok(match spec.info.inputs[0].dtype {
            DType::F64 => Box::new(move |x: &[Tensor], _: &HostCall<'_>| run::<f64>(&x[0], full, |v| v, |v| v)),
            _ => Box::new(move |x: &[Tensor], _: &HostCall<'_>| run::<f32>(&x[0], full, f64::from, |v| v as f32)),
        })
    }),
    grad: Grad::Missing("the derivative of a QR decomposition is not written"),
    doc: "Decomposes matrices in the last two axes into q r, q with orthonormal columns and r upper triangular.",
}];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_product_is_the_matrix_and_q_is_orthonormal() {
        for (rows, columns) in [(4, 3), (3, 4), (3, 3)] {
            let values: Vec<f64> = (0..rows * columns).map(|i| ((i * 7 + 3) % 11) as f64 - 4.5).collect();
            let input = Tensor::from_slice(&[rows, columns], &values).unwrap();
            for full in [false, true] {
                let out = run::<f64>(&input, full, |v| v, |v| v).unwrap();
                let inner = out[0].dims()[1];
                assert_eq!(out[1].dims(), [inner, columns]);
                let (q, r) = (out[0].as_slice::<f64>().unwrap(), out[1].as_slice::<f64>().unwrap());
                for i in 0..rows {
                    for j in 0..columns {
                        let sum: f64 = (0..inner).map(|k| q[i * inner + k] * r[k * columns + j]).sum();
                        assert!((sum - values[i * columns + j]).abs() < 1e-12);
                    }
                }
                for a in 0..inner {
                    for b in 0..inner {
                        let dot: f64 = (0..rows).map(|i| q[i * inner + a] * q[i * inner + b]).sum();
                        assert!((dot - if a == b { 1.0 } else { 0.0 }).abs() < 1e-12);
                    }
                }
            }
        }
    }
}
