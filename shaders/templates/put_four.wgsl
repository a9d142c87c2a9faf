// Stores results as they come. After a kernel that calls `put_four` with its results, four at a time.

@group(0) @binding({{PLACE}}) var<storage, read_write> stored: array<vec4<OUT>>;

fn put_four(i: u32, v: vec4<S>) {
    stored[i / 4u] = vec4<OUT>(v);
}
