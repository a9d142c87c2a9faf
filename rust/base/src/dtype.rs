//! TensorFlow's element types, numbered as in `types.proto`.

use crate::{C64, C128, bf16, f16};

macro_rules! dtypes {
    ($($variant:ident = $number:literal, $name:literal, $proto:literal, $size:literal;)*) => {
        /// An element type. The discriminant is the number of TensorFlow's `DataType` enum.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum DType { $($variant = $number),* }

        impl DType {
            pub const ALL: &'static [DType] = &[$(DType::$variant),*];

            /// TensorFlow's Python name: `float32`.
            pub const fn name(self) -> &'static str { match self { $(DType::$variant => $name),* } }

            /// The name of TensorFlow's enum value: `DT_FLOAT`.
            pub const fn proto_name(self) -> &'static str { match self { $(DType::$variant => $proto),* } }

            /// Bytes in one element; 0 where an element is not plain bytes (string, resource, variant).
            pub const fn size(self) -> usize { match self { $(DType::$variant => $size),* } }

            pub fn from_number(number: i32) -> Option<DType> {
                match number { $($number => Some(DType::$variant),)* _ => None }
            }
        }
    };
}

dtypes! {
    F32 = 1, "float32", "DT_FLOAT", 4;
    F64 = 2, "float64", "DT_DOUBLE", 8;
    I32 = 3, "int32", "DT_INT32", 4;
    U8 = 4, "uint8", "DT_UINT8", 1;
    I16 = 5, "int16", "DT_INT16", 2;
    I8 = 6, "int8", "DT_INT8", 1;
    String = 7, "string", "DT_STRING", 0;
    C64 = 8, "complex64", "DT_COMPLEX64", 8;
    I64 = 9, "int64", "DT_INT64", 8;
    Bool = 10, "bool", "DT_BOOL", 1;
    QI8 = 11, "qint8", "DT_QINT8", 1;
    QU8 = 12, "quint8", "DT_QUINT8", 1;
    QI32 = 13, "qint32", "DT_QINT32", 4;
    BF16 = 14, "bfloat16", "DT_BFLOAT16", 2;
    QI16 = 15, "qint16", "DT_QINT16", 2;
    QU16 = 16, "quint16", "DT_QUINT16", 2;
    U16 = 17, "uint16", "DT_UINT16", 2;
    C128 = 18, "complex128", "DT_COMPLEX128", 16;
    F16 = 19, "float16", "DT_HALF", 2;
    Resource = 20, "resource", "DT_RESOURCE", 0;
    Variant = 21, "variant", "DT_VARIANT", 0;
    U32 = 22, "uint32", "DT_UINT32", 4;
    U64 = 23, "uint64", "DT_UINT64", 8;
}

impl DType {
    /// Reads TensorFlow's spellings: `float32`, `float`, `double`, `half`, `DT_FLOAT`, with or without `_ref`.
    pub fn from_name(name: &str) -> Option<DType> {
        let name = name.strip_suffix("_ref").unwrap_or(name);
        match name {
            "float" => return Some(DType::F32),
            "double" => return Some(DType::F64),
            "half" => return Some(DType::F16),
            _ => {}
        }
        DType::ALL.iter().copied().find(|d| d.name() == name || d.proto_name() == name)
    }

    pub const fn is_floating(self) -> bool {
        matches!(self, DType::F16 | DType::BF16 | DType::F32 | DType::F64)
    }

    pub const fn is_complex(self) -> bool {
        matches!(self, DType::C64 | DType::C128)
    }

    /// Signed or unsigned, not quantised: TensorFlow's `is_integer`.
    pub const fn is_integer(self) -> bool {
        matches!(
            self,
            DType::I8 | DType::I16 | DType::I32 | DType::I64 | DType::U8 | DType::U16 | DType::U32 | DType::U64
        )
    }

    pub const fn is_unsigned(self) -> bool {
        matches!(self, DType::U8 | DType::U16 | DType::U32 | DType::U64)
    }

    pub const fn is_quantized(self) -> bool {
        matches!(self, DType::QI8 | DType::QU8 | DType::QI16 | DType::QU16 | DType::QI32)
    }

    /// True where an element is a fixed number of plain bytes.
    pub const fn is_plain(self) -> bool {
        self.size() > 0
    }

    /// The type of a complex number's parts; the type itself for a real one.
    pub const fn real(self) -> DType {
        match self {
            DType::C64 => DType::F32,
            DType::C128 => DType::F64,
            other => other,
        }
    }
}

impl std::fmt::Display for DType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// A Rust type whose values are elements of a tensor.
///
/// # Safety
/// `DTYPE.size()` equals `size_of::<Self>()`, and every byte pattern a kernel or a feed may
/// store for that dtype is a valid value of the type (bool is stored as `u8` 0 or 1 and has no impl).
pub unsafe trait Element: Copy + Send + Sync + 'static {
    const DTYPE: DType;
}

macro_rules! elements {
    ($($t:ty => $d:ident),*) => {$(
        // SAFETY: a plain number of the size the dtype declares; all bit patterns are valid.
        unsafe impl Element for $t { const DTYPE: DType = DType::$d; }
    )*};
}
elements! { f32 => F32, f64 => F64, i32 => I32, u8 => U8, i16 => I16, i8 => I8, i64 => I64, u16 => U16,
u32 => U32, u64 => U64, bf16 => BF16, f16 => F16, C64 => C64, C128 => C128 }
