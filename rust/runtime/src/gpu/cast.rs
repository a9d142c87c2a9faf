//! Conversions between element types in shaders: those of the processor's loops.

use rheos_base::DType;

/// How a value `$a` is converted; None where there is no shader for it. Halves are float32 values here.
pub fn cast(from: DType, to: DType) -> Option<String> {
    use DType::{Bool, F16, F32, F64, I32, I64, U32, U64};
    let text = match (from, to) {
        _ if from == to => "$a",
        (F16, F32) => "$a",
        (_, F16) => {
            let wide = cast(from, F32)?;
            return Some(format!("rounded_to_half({wide})"));
        }
        (F16, _) => return cast(F32, to),
        (_, Bool) => match from {
            // Denormal numbers count as zero.
            F32 => "magnitude($a) >= 0x00800000u",
            F64 => "!($a == 0.0lf)",
            I32 => "$a != 0i",
            U32 => "$a != 0u",
            I64 => "$a != 0li",
            U64 => "$a != 0lu",
            _ => return None,
        },
        (Bool, F32) => "select(0.0f, 1.0f, $a)",
        (Bool, F64) => "select(0.0lf, 1.0lf, $a)",
        (Bool, I32) => "select(0i, 1i, $a)",
        (Bool, U32) => "select(0u, 1u, $a)",
        (Bool, I64) => "select(0li, 1li, $a)",
        (Bool, U64) => "select(0lu, 1lu, $a)",
        (F32, I32) => "to_i32($a)",
        (F32, U32) => "to_u32($a)",
        // Out of range: the least number.
        (F32, I64) => "select(-9223372036854775807li - 1li, i64($a), magnitude($a) < 0x5f000000u)",
        (F64, I32) => "select(bitcast<i32>(0x80000000u), i32($a), abs($a) < 2147483648.0lf)",
        (F64, I64) => "select(-9223372036854775807li - 1li, i64($a), abs($a) < 9223372036854775808.0lf)",
        (F32 | F64, U32 | U64) => return None,
        (_, F32) => "f32($a)",
        (_, F64) => "f64($a)",
        (I32, U32) => "bitcast<u32>($a)",
        (U32, I32) => "bitcast<i32>($a)",
        // Signs are extended before bits are taken for an unsigned number's.
        (I32, U64) => "u64(i64($a))",
        // Directly, signs would be extended here too.
        (U32, I64) => "i64(u64($a))",
        (_, I32) => "i32($a)",
        (_, U32) => "u32($a)",
        (_, I64) => "i64($a)",
        (_, U64) => "u64($a)",
        _ => return None,
    };
    Some(String::from(text))
}
