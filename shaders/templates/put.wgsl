// Stores results as they come. After a kernel that calls `put` with its results one by one.

@group(0) @binding({{PLACE}}) var<storage, read_write> stored: array<OUT>;

fn put(i: u32, v: S) {
    stored[i] = OUT(v);
}
