//! Decompositions of one dense matrix, and Fourier transforms of one line of numbers.
//!
//! In and out: row-major slices. The algorithms are those of the crates faer and rustfft, which this crate alone
//! knows: the methods of [`Field`] and [`Real`] are compiled here, once per element type, so that the crates
//! that use them build fast. Everything runs on the calling thread, so results do not depend on the number of
//! threads.

mod factor;
mod fourier;
mod function;
mod schur;
mod spectral;

pub use fourier::{Fourier, HalfFourier, HalfInverse, Real};
use num_complex::Complex;
use num_traits::NumAssign;
pub use rustfft::FftNum;

/// Real and complex numbers in two precisions.
pub trait Number: faer::traits::ComplexField + NumAssign + Copy + 'static {
    /// Whether the type has an imaginary part.
    const COMPLEX: bool;
    /// The distance from 1 to the next number.
    const ROUNDING: f64;
    fn real(value: f64) -> Self;
    /// The absolute value.
    fn size(self) -> f64;
    fn conjugate(self) -> Self;
    fn widen(self) -> Complex<f64>;
    /// Drops the imaginary part where the type has none.
    fn narrow(value: Complex<f64>) -> Self;
}

macro_rules! reals {
    ($($t:ident),*) => {$(impl Number for $t {
        const COMPLEX: bool = false;
        const ROUNDING: f64 = $t::EPSILON as f64;
        fn real(value: f64) -> Self { value as $t }
        fn size(self) -> f64 { f64::from(self.abs()) }
        fn conjugate(self) -> Self { self }
        fn widen(self) -> Complex<f64> { Complex::new(f64::from(self), 0.0) }
        fn narrow(value: Complex<f64>) -> Self { value.re as $t }
    })*};
}
reals! { f32, f64 }

macro_rules! complexes {
    ($($t:ident),*) => {$(impl Number for Complex<$t> {
        const COMPLEX: bool = true;
        const ROUNDING: f64 = $t::EPSILON as f64;
        fn real(value: f64) -> Self { Complex::new(value as $t, 0.0) }
        fn size(self) -> f64 { f64::from(self.re).hypot(f64::from(self.im)) }
        fn conjugate(self) -> Self { self.conj() }
        fn widen(self) -> Complex<f64> { Complex::new(f64::from(self.re), f64::from(self.im)) }
        fn narrow(value: Complex<f64>) -> Self { Complex::new(value.re as $t, value.im as $t) }
    })*};
}
complexes! { f32, f64 }

/// An LU decomposition with partial pivoting: row `i` of `L U` is row `rows[i]` of the matrix.
pub struct Lu<T> {
    /// `U` on and above the diagonal, `L` below it without its diagonal of ones.
    pub packed: Vec<T>,
    pub rows: Vec<usize>,
}

impl<T: Number> Lu<T> {
    /// The pivots.
    pub fn pivots(&self) -> impl Iterator<Item = T> + '_ {
        let n = self.rows.len();
        (0..n).map(move |i| self.packed[i * n + i])
    }

    pub fn is_singular(&self) -> bool {
        // Written so that NaN counts as singular.
        !self.pivots().all(|p| p.size() > 0.0)
    }

    /// The permutation's sign.
    fn sign(&self) -> T {
        let mut seen = vec![false; self.rows.len()];
        let mut even = true;
        for start in 0..seen.len() {
            let mut at = start;
            while !seen[at] {
                seen[at] = true;
                at = self.rows[at];
                if at != start {
                    even = !even;
                }
            }
        }
        if even { T::one() } else { -T::one() }
    }

    fn determinant(&self) -> T {
        self.pivots().fold(self.sign(), |product, p| product * p)
    }

    fn log_determinant(&self) -> (T, T) {
        let (mut direction, mut log) = (self.sign(), 0.0);
        for pivot in self.pivots() {
            let size = pivot.size();
            if size == 0.0 {
                return (T::zero(), T::real(f64::NEG_INFINITY));
            }
            direction *= pivot / T::real(size);
            log += size.ln();
        }
        (direction, T::real(log))
    }
}

/// Results of a singular value decomposition that are wanted beside the values.
pub struct Vectors<'a, T> {
    /// Square u and v instead of as many columns as there are singular values.
    pub full: bool,
    pub u: &'a mut [T],
    pub v: &'a mut [T],
}

/// Numbers whose matrices can be decomposed. Sizes: `a` is n x n, or m x n where both are given; `rhs` is n x k.
/// A result of false says that the matrix does not have what is asked for.
pub trait Field: Number {
    /// The lower triangle L of `a = L L^H`, with zeros above; only the lower triangle of `a` is read.
    fn cholesky(a: &[Self], n: usize, out: &mut [Self]) -> bool;
    fn lu(a: &[Self], n: usize) -> Lu<Self>;
    fn determinant(a: &[Self], n: usize) -> Self;
    /// The determinant's direction, of absolute value 1 or 0, and the logarithm of its absolute value.
    fn log_determinant(a: &[Self], n: usize) -> (Self, Self);
    /// Solves `a x = rhs`, or with the adjoint of `a`.
    fn solve(a: &[Self], n: usize, adjoint: bool, rhs: &[Self], k: usize, out: &mut [Self]) -> bool;
    fn inverse(a: &[Self], n: usize, adjoint: bool, out: &mut [Self]) -> bool;
    /// The same for a triangular matrix, of which only that triangle is read.
    fn triangular_solve(
        a: &[Self],
        n: usize,
        lower_and_adjoint: [bool; 2],
        rhs: &[Self],
        k: usize,
        out: &mut [Self],
    ) -> bool;
    /// `a = q r`; q is m x m and r m x n if `full`, else with min(m, n) columns and rows.
    fn qr(a: &[Self], m: usize, n: usize, full: bool, q: &mut [Self], r: &mut [Self]);
    /// `a = u diag(s) v^H`, the values in descending order.
    fn svd(a: &[Self], m: usize, n: usize, s: &mut [Self], vectors: Option<Vectors<'_, Self>>) -> bool;
    /// Eigenvalues in ascending order and eigenvectors (columns) of a self-adjoint matrix, of which only the lower
    /// triangle is read.
    fn eigh(a: &[Self], n: usize, e: &mut [Self], v: Option<&mut [Self]>) -> bool;
    /// The solution of least norm among those that minimise `|a x - rhs|`, with rhs m x k. The rank need not be full.
    fn least_squares(a: &[Self], m: usize, n: usize, rhs: &[Self], k: usize, out: &mut [Self]) -> bool;
    /// The same for sizes m, n, k from the normal equations, with `l2 |x|^2` added to what is minimised.
    fn normal_equations(a: &[Self], sizes: [usize; 3], l2: f64, rhs: &[Self], out: &mut [Self]) -> bool;
}

/// Functions of n x n matrices.
pub trait Functions: Number {
    fn exp(a: &[Self], n: usize, out: &mut [Self]);
    /// The principal logarithm.
    fn log(a: &[Self], n: usize, out: &mut [Self]) -> bool;
    /// The principal square root; NaN for a real matrix that has no real one.
    fn sqrt(a: &[Self], n: usize, out: &mut [Self]) -> bool;
}

macro_rules! fields {
    ($($t:ty),*) => {$(impl Field for $t {
        fn cholesky(a: &[Self], n: usize, out: &mut [Self]) -> bool {
            factor::cholesky(a, n, out)
        }
        fn lu(a: &[Self], n: usize) -> Lu<Self> {
            factor::lu(a, n)
        }
        fn determinant(a: &[Self], n: usize) -> Self {
            factor::lu(a, n).determinant()
        }
        fn log_determinant(a: &[Self], n: usize) -> (Self, Self) {
            factor::lu(a, n).log_determinant()
        }
        fn solve(a: &[Self], n: usize, adjoint: bool, rhs: &[Self], k: usize, out: &mut [Self]) -> bool {
            factor::solve(a, n, adjoint, rhs, k, out)
        }
        fn inverse(a: &[Self], n: usize, adjoint: bool, out: &mut [Self]) -> bool {
            factor::inverse(a, n, adjoint, out)
        }
        fn triangular_solve(
            a: &[Self],
            n: usize,
            [lower, adjoint]: [bool; 2],
            rhs: &[Self],
            k: usize,
            out: &mut [Self],
        ) -> bool {
            factor::triangular_solve(a, n, [lower, adjoint], rhs, k, out)
        }
        fn qr(a: &[Self], m: usize, n: usize, full: bool, q: &mut [Self], r: &mut [Self]) {
            factor::qr(a, m, n, full, q, r)
        }
        fn svd(a: &[Self], m: usize, n: usize, s: &mut [Self], vectors: Option<Vectors<'_, Self>>) -> bool {
            spectral::svd(a, m, n, s, vectors)
        }
        fn eigh(a: &[Self], n: usize, e: &mut [Self], v: Option<&mut [Self]>) -> bool {
            spectral::eigh(a, n, e, v)
        }
        fn least_squares(a: &[Self], m: usize, n: usize, rhs: &[Self], k: usize, out: &mut [Self]) -> bool {
            spectral::least_squares(a, [m, n, k], Self::ROUNDING, rhs, out)
        }
        fn normal_equations(
            a: &[Self],
            [m, n, k]: [usize; 3],
            l2: f64,
            rhs: &[Self],
            out: &mut [Self],
        ) -> bool {
            factor::normal_equations(a, [m, n, k], l2, rhs, out)
        }
    })*};
}
fields! { f64, Complex<f64> }

/// Single precision is decomposed in double precision and rounded once: half of the algorithms' instantiations make
/// the library half as large and its build half as long.
macro_rules! narrow_fields {
    ($($t:ty: $wide:ty;)*) => {$(impl Field for $t {
        fn cholesky(a: &[Self], n: usize, out: &mut [Self]) -> bool {
            rounded(out, |out| <$wide>::cholesky(&widened(a), n, out))
        }
        fn lu(a: &[Self], n: usize) -> Lu<Self> {
            let lu = <$wide>::lu(&widened(a), n);
            Lu { packed: lu.packed.iter().map(|v| Self::narrow(v.widen())).collect(), rows: lu.rows }
        }
        fn determinant(a: &[Self], n: usize) -> Self {
            Self::narrow(<$wide>::determinant(&widened(a), n).widen())
        }
        fn log_determinant(a: &[Self], n: usize) -> (Self, Self) {
            let (direction, log) = <$wide>::log_determinant(&widened(a), n);
            (Self::narrow(direction.widen()), Self::narrow(log.widen()))
        }
        fn solve(a: &[Self], n: usize, adjoint: bool, rhs: &[Self], k: usize, out: &mut [Self]) -> bool {
            rounded(out, |out| <$wide>::solve(&widened(a), n, adjoint, &widened(rhs), k, out))
        }
        fn inverse(a: &[Self], n: usize, adjoint: bool, out: &mut [Self]) -> bool {
            rounded(out, |out| <$wide>::inverse(&widened(a), n, adjoint, out))
        }
        fn triangular_solve(
            a: &[Self],
            n: usize,
            which: [bool; 2],
            rhs: &[Self],
            k: usize,
            out: &mut [Self],
        ) -> bool {
            rounded(out, |out| <$wide>::triangular_solve(&widened(a), n, which, &widened(rhs), k, out))
        }
        fn qr(a: &[Self], m: usize, n: usize, full: bool, q: &mut [Self], r: &mut [Self]) {
            rounded(q, |q| rounded(r, |r| <$wide>::qr(&widened(a), m, n, full, q, r)));
        }
        fn svd(a: &[Self], m: usize, n: usize, s: &mut [Self], vectors: Option<Vectors<'_, Self>>) -> bool {
            let a = widened::<Self, $wide>(a);
            rounded(s, |s| match vectors {
                None => <$wide>::svd(&a, m, n, s, None),
                Some(Vectors { full, u, v }) => {
                    rounded(u, |u| rounded(v, |v| <$wide>::svd(&a, m, n, s, Some(Vectors { full, u, v }))))
                }
            })
        }
        fn eigh(a: &[Self], n: usize, e: &mut [Self], v: Option<&mut [Self]>) -> bool {
            let a = widened::<Self, $wide>(a);
            rounded(e, |e| match v {
                None => <$wide>::eigh(&a, n, e, None),
                Some(v) => rounded(v, |v| <$wide>::eigh(&a, n, e, Some(v))),
            })
        }
        fn least_squares(a: &[Self], m: usize, n: usize, rhs: &[Self], k: usize, out: &mut [Self]) -> bool {
            // What single precision cannot tell from a lower rank has that rank.
            rounded(out, |out| {
                spectral::least_squares::<$wide>(&widened(a), [m, n, k], Self::ROUNDING, &widened(rhs), out)
            })
        }
        fn normal_equations(a: &[Self], sizes: [usize; 3], l2: f64, rhs: &[Self], out: &mut [Self]) -> bool {
            rounded(out, |out| <$wide>::normal_equations(&widened(a), sizes, l2, &widened(rhs), out))
        }
    })*};
}
narrow_fields! {
    f32: f64;
    Complex<f32>: Complex<f64>;
}

fn widened<T: Number, W: Number>(a: &[T]) -> Vec<W> {
    a.iter().map(|v| W::narrow(v.widen())).collect()
}

/// Runs `compute` on a buffer in double precision and rounds what it leaves there.
fn rounded<T: Number, W: Number, R>(out: &mut [T], compute: impl FnOnce(&mut [W]) -> R) -> R {
    let mut wide = vec![W::real(0.0); out.len()];
    let result = compute(&mut wide);
    for (to, from) in out.iter_mut().zip(&wide) {
        *to = T::narrow(from.widen());
    }
    result
}

macro_rules! functions {
    ($($t:ty),*) => {$(impl Functions for $t {
        fn exp(a: &[Self], n: usize, out: &mut [Self]) {
            function::exp(a, n, out)
        }
        fn log(a: &[Self], n: usize, out: &mut [Self]) -> bool {
            function::log(a, n, out)
        }
        fn sqrt(a: &[Self], n: usize, out: &mut [Self]) -> bool {
            function::sqrt(a, n, out)
        }
    })*};
}
functions! { f32, f64, Complex<f32>, Complex<f64> }
