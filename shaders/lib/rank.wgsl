// Numbers as words that sort as they do, the smallest number first. Denormal numbers count as zero, and the zeros are
// equal.
fn ascending_f32(x: f32) -> u32 {
    let bits = bitcast<u32>(x);
    if ((bits & 0x7fffffffu) < 0x00800000u) {
        return 0x80000000u;
    }
    return select(bits | 0x80000000u, ~bits, (bits & 0x80000000u) != 0u);
}

fn ascending_i32(x: i32) -> u32 {
    return bitcast<u32>(x) ^ 0x80000000u;
}

fn ascending_u32(x: u32) -> u32 {
    return x;
}

// The smallest first and NaN last.
fn smallest_first_f32(x: f32) -> u32 {
    let is_number = (bitcast<u32>(x) & 0x7fffffffu) <= 0x7f800000u;
    return select(0xffffffffu, ascending_f32(x), is_number);
}

// The largest first and NaN last.
fn largest_first_f32(x: f32) -> u32 {
    let is_number = (bitcast<u32>(x) & 0x7fffffffu) <= 0x7f800000u;
    return select(0xffffffffu, ~ascending_f32(x), is_number);
}
