// For each value the number of elements of its row that lie before it: in a sorted row, by halving.
//
// Header: T, the type of elements; P, that of positions; before(T, T) -> bool, whether an element lies before a value.
// Params: values of all rows, values of a row, elements of a row.
struct Params {
    total: u32,
    values: u32,
    row: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> sorted: array<T>;
@group(0) @binding(2) var<storage, read_write> values: array<T>;
@group(0) @binding(3) var<storage, read_write> result: array<P>;

@compute @workgroup_size(256)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) own: u32,
) {
    let i = (group.x + group.y * groups.x) * 256u + own;
    if (i >= params.total) {
        return;
    }
    let start = i / params.values * params.row;
    let value = values[i];
    var low = 0u;
    var high = params.row;
    while (low < high) {
        let middle = (low + high) / 2u;
        if (before(sorted[start + middle], value)) {
            low = middle + 1u;
        } else {
            high = middle;
        }
    }
    result[i] = P(low);
}
