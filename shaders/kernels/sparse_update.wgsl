// An optimizer's update of the rows of a variable and its slots that sorted keys name. A row that is named several
// times is updated as often, in the order of the gradients.
//
// Header: load(place) -> vec4<f32>, the variable's element and those of its slots; store(place, vec4<f32>);
// updated(vec4<f32>, gradient) -> vec4<f32>. Slots are bound from 4 on.
// Params: elements of all gradients, keys, elements of a row, the rule's flag.
struct Params {
    total: u32,
    count: u32,
    inner: u32,
    flag: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> keys: array<vec2<u32>>;
@group(0) @binding(2) var<storage, read_write> gradients: array<f32>;
@group(0) @binding(3) var<storage, read_write> scalars: array<f32>;

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
    let first = i / params.inner;
    let column = i % params.inner;
    let row = keys[first].x;
    if (row == 0xffffffffu) {
        return;
    }
    if (first > 0u) {
        if (keys[first - 1u].x == row) {
            return;
        }
    }
    let place = row * params.inner + column;
    var value = load(place);
    for (var at = first; at < params.count; at++) {
        let key = keys[at];
        if (key.x != row) {
            break;
        }
        value = updated(value, gradients[key.y * params.inner + column]);
    }
    store(place, value);
}
