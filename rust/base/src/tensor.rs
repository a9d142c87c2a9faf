//! A value: dtype, sizes and row-major elements, shared by reference count.

use crate::{Buffer, DType, Dims, Element, Result, Shape, bail, element_count};
use smallvec::SmallVec;
use std::any::Any;
use std::sync::Arc;

/// The elements of a tensor.
#[derive(Clone)]
pub enum Data {
    /// Plain elements, row-major, from the start of the buffer.
    Plain(Arc<Buffer>),
    Strings(Arc<Vec<Box<[u8]>>>),
    /// A resource or variant: what it is is known to the ops that use it.
    Handle(Arc<dyn Any + Send + Sync>),
    /// Plain elements in the memory of another device, as that keeps them. Only variables hold such a value.
    Remote(Arc<dyn Remote>),
}

/// Memory of another device.
pub trait Remote: Any + Send + Sync {
    /// The elements, row-major, as they are here.
    fn fetch(&self, dtype: DType, dims: &[usize]) -> Result<Tensor>;
}

/// An immutable value. Cloning shares the elements.
pub struct Tensor {
    dtype: DType,
    dims: Dims,
    data: Data,
}

impl Clone for Tensor {
    fn clone(&self) -> Tensor {
        Tensor { dtype: self.dtype, dims: copied(&self.dims), data: self.data.clone() }
    }
}

/// The same sizes. Short lists are copied in place, without a call of the general way, since every run copies those of
/// its variables and feeds.
fn copied(dims: &[usize]) -> Dims {
    let mut few = [0; 6];
    if dims.len() > few.len() {
        return Dims::from_slice(dims);
    }
    few.iter_mut().zip(dims).for_each(|(to, &size)| *to = size);
    Dims::from_buf_and_len(few, dims.len())
}

impl Tensor {
    /// Uninitialised elements of a plain dtype; the caller writes all of them before reading any.
    pub fn uninit(dtype: DType, dims: &[usize]) -> Result<Tensor> {
        if !dtype.is_plain() {
            bail!(Internal, "{dtype} tensors hold no plain bytes");
        }
        let bytes = byte_count(dtype, dims)?;
        Ok(Tensor { dtype, dims: copied(dims), data: Data::Plain(Buffer::shared(bytes)?) })
    }

    pub fn zeros(dtype: DType, dims: &[usize]) -> Result<Tensor> {
        if !dtype.is_plain() {
            let count = element_count(dims);
            return match dtype {
                DType::String => Tensor::strings(dims, vec![Box::default(); count]),
                _ => bail!(Internal, "{dtype} tensors have no zero"),
            };
        }
        let bytes = byte_count(dtype, dims)?;
        Ok(Tensor { dtype, dims: copied(dims), data: Data::Plain(Buffer::zeroed(bytes)?) })
    }

    /// Takes a buffer that holds at least the elements that `dims` needs.
    pub fn from_buffer(dtype: DType, dims: &[usize], buffer: Arc<Buffer>) -> Result<Tensor> {
        if !dtype.is_plain() || buffer.len() < byte_count(dtype, dims)? {
            bail!(Internal, "a buffer of {} bytes cannot hold {dtype}{dims:?}", buffer.len());
        }
        Ok(Tensor { dtype, dims: copied(dims), data: Data::Plain(buffer) })
    }

    pub fn from_slice<T: Element>(dims: &[usize], values: &[T]) -> Result<Tensor> {
        if values.len() != element_count(dims) {
            bail!(Internal, "{} values for shape {dims:?}", values.len());
        }
        let mut t = Tensor::uninit(T::DTYPE, dims)?;
        t.as_mut_slice::<T>()?.copy_from_slice(values);
        Ok(t)
    }

    pub fn scalar<T: Element>(value: T) -> Result<Tensor> {
        Tensor::from_slice(&[], &[value])
    }

    pub fn bools(dims: &[usize], values: &[bool]) -> Result<Tensor> {
        let bytes: Vec<u8> = values.iter().map(|&b| b as u8).collect();
        Tensor::from_bytes(DType::Bool, dims, &bytes)
    }

    pub fn strings(dims: &[usize], values: Vec<Box<[u8]>>) -> Result<Tensor> {
        if values.len() != element_count(dims) {
            bail!(Internal, "{} strings for shape {dims:?}", values.len());
        }
        Ok(Tensor { dtype: DType::String, dims: copied(dims), data: Data::Strings(Arc::new(values)) })
    }

    pub fn handle(dtype: DType, handle: Arc<dyn Any + Send + Sync>) -> Tensor {
        Tensor { dtype, dims: SmallVec::new(), data: Data::Handle(handle) }
    }

    /// A value of a plain dtype that another device holds.
    pub fn remote(dtype: DType, dims: &[usize], data: Arc<dyn Remote>) -> Tensor {
        Tensor { dtype, dims: copied(dims), data: Data::Remote(data) }
    }

    /// The same value with its elements here.
    pub fn local(self) -> Result<Tensor> {
        match &self.data {
            Data::Remote(remote) => remote.fetch(self.dtype, &self.dims),
            _ => Ok(self),
        }
    }

    /// Copies native-endian element bytes. Bools must be 0 or 1.
    pub fn from_bytes(dtype: DType, dims: &[usize], bytes: &[u8]) -> Result<Tensor> {
        if !dtype.is_plain() || bytes.len() != byte_count(dtype, dims)? {
            bail!(Internal, "{} bytes for {dtype}{dims:?}", bytes.len());
        }
        let t = Tensor::uninit(dtype, dims)?;
        // SAFETY: `t` was just made for exactly this many bytes and is not shared.
        unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), t.ptr(), bytes.len()) };
        Ok(t)
    }

    pub fn dtype(&self) -> DType {
        self.dtype
    }

    pub fn dims(&self) -> &[usize] {
        &self.dims
    }

    pub fn shape(&self) -> Shape {
        Shape::known(&self.dims)
    }

    pub fn len(&self) -> usize {
        element_count(&self.dims)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn data(&self) -> &Data {
        &self.data
    }

    /// For changing elements in place, which needs the only reference to the buffer.
    pub fn data_mut(&mut self) -> &mut Data {
        &mut self.data
    }

    pub fn byte_len(&self) -> usize {
        self.len() * self.dtype.size()
    }

    /// First byte of a plain tensor; dangling for the others.
    pub fn ptr(&self) -> *mut u8 {
        match &self.data {
            Data::Plain(buffer) => buffer.as_ptr(),
            _ => std::ptr::dangling_mut(),
        }
    }

    pub fn bytes(&self) -> Result<&[u8]> {
        match &self.data {
            // SAFETY: the constructors check that the buffer holds `byte_len` bytes.
            Data::Plain(b) => Ok(unsafe { std::slice::from_raw_parts(b.as_ptr(), self.byte_len()) }),
            _ => bail!(Internal, "{} tensors hold no plain bytes", self.dtype),
        }
    }

    pub fn as_slice<T: Element>(&self) -> Result<&[T]> {
        if T::DTYPE != self.dtype {
            bail!(Internal, "tensor is {}, not {}", self.dtype, T::DTYPE);
        }
        let bytes = self.bytes()?;
        // SAFETY: dtype checked; buffers are 64-byte aligned or, when lent, aligned by the lender for the dtype.
        Ok(unsafe { std::slice::from_raw_parts(bytes.as_ptr().cast(), self.len()) })
    }

    /// Elements for writing; fails where they are shared.
    pub fn as_mut_slice<T: Element>(&mut self) -> Result<&mut [T]> {
        if T::DTYPE != self.dtype {
            bail!(Internal, "tensor is {}, not {}", self.dtype, T::DTYPE);
        }
        let len = self.len();
        match &mut self.data {
            Data::Plain(b) => match Arc::get_mut(b) {
                // SAFETY: the only reference; dtype and length checked.
                Some(b) => Ok(unsafe { std::slice::from_raw_parts_mut(b.as_ptr().cast(), len) }),
                None => bail!(Internal, "cannot write to a shared tensor"),
            },
            _ => bail!(Internal, "{} tensors hold no plain bytes", self.dtype),
        }
    }

    pub fn as_strings(&self) -> Result<&[Box<[u8]>]> {
        match &self.data {
            Data::Strings(s) => Ok(s),
            _ => bail!(Internal, "tensor is {}, not string", self.dtype),
        }
    }

    pub fn as_bools(&self) -> Result<Vec<bool>> {
        if self.dtype != DType::Bool {
            bail!(Internal, "tensor is {}, not bool", self.dtype);
        }
        Ok(self.bytes()?.iter().map(|&b| b != 0).collect())
    }

    /// All elements as i64, for integer tensors.
    pub fn to_ints(&self) -> Option<SmallVec<[i64; 8]>> {
        macro_rules! widen {
            ($($d:ident => $t:ty),*) => { match self.dtype {
                $(DType::$d => self.as_slice::<$t>().ok().map(|s| s.iter().map(|&v| v as i64).collect()),)*
                _ => None,
            }};
        }
        widen! { I32 => i32, I64 => i64, U8 => u8, I8 => i8, I16 => i16, U16 => u16, U32 => u32, U64 => u64 }
    }

    /// An integer tensor of `dtype` with these elements; values that do not fit wrap.
    pub fn from_ints(dtype: DType, dims: &[usize], values: &[i64]) -> Result<Tensor> {
        macro_rules! narrow {
            ($($d:ident => $t:ty),*) => { match dtype {
                $(DType::$d => Tensor::from_slice(dims, &values.iter().map(|&v| v as $t).collect::<Vec<_>>()),)*
                _ => bail!(Internal, "{dtype} is not an integer type"),
            }};
        }
        narrow! { I32 => i32, I64 => i64, U8 => u8, I8 => i8, I16 => i16, U16 => u16, U32 => u32, U64 => u64 }
    }

    /// The same elements under other sizes.
    pub fn reshaped(&self, dims: &[usize]) -> Result<Tensor> {
        if element_count(dims) != self.len() {
            bail!(Internal, "cannot view {:?} as {dims:?}", self.dims);
        }
        Ok(Tensor { dtype: self.dtype, dims: copied(dims), data: self.data.clone() })
    }
}

impl std::fmt::Debug for Tensor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tensor({}{:?})", self.dtype, self.dims.as_slice())
    }
}

/// Same dtype, sizes and elements, compared by their bytes.
impl PartialEq for Tensor {
    fn eq(&self, other: &Tensor) -> bool {
        if self.dtype != other.dtype || self.dims != other.dims {
            return false;
        }
        match (&self.data, &other.data) {
            (Data::Plain(a), Data::Plain(b)) => {
                Arc::ptr_eq(a, b) || matches!((self.bytes(), other.bytes()), (Ok(x), Ok(y)) if x == y)
            }
            (Data::Strings(a), Data::Strings(b)) => a == b,
            (Data::Handle(a), Data::Handle(b)) => Arc::ptr_eq(a, b),
            (Data::Remote(a), Data::Remote(b)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }
}

fn byte_count(dtype: DType, dims: &[usize]) -> Result<usize> {
    dims.iter().try_fold(dtype.size(), |n, &d| n.checked_mul(d)).filter(|&n| n <= isize::MAX as usize).ok_or_else(
        || crate::err!(ResourceExhausted, "a tensor of shape {dims:?} and type {dtype} is too large to allocate"),
    )
}
