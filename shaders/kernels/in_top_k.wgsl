// Whether fewer than k predictions of a row are larger than that of its target; false where the target is no class or a
// prediction is not finite.
//
// A workgroup sees to 256 / lanes rows. Lanes take every lanes-th prediction of theirs.
//
// Header: lib/rank.wgsl; I, the type of targets; bound() -> I, which is k, from params.k or from a buffer.
// Params: rows, classes, lanes (a power of two), k.
struct Params {
    count: u32,
    classes: u32,
    lanes: u32,
    k: i32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> predictions: array<f32>;
@group(0) @binding(2) var<storage, read_write> targets: array<I>;
@group(0) @binding(3) var<storage, read_write> result: array<u32>;

// Predictions that are larger, and those that are not finite.
var<workgroup> counts: array<vec2<u32>, 256>;

@compute @workgroup_size(256)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) own: u32,
) {
    let lane = own % params.lanes;
    let row = (group.x + group.y * groups.x) * (256u / params.lanes) + own / params.lanes;
    let present = row < params.count;
    var target_class = I(0u);
    if (present) {
        target_class = targets[row];
    }
    let is_class = present && target_class >= I(0u) && target_class < I(params.classes);
    if (is_class) {
        let start = row * params.classes;
        let mine = ascending_f32(predictions[start + u32(target_class)]);
        var found = vec2<u32>();
        for (var i = lane; i < params.classes; i += params.lanes) {
            let prediction = predictions[start + i];
            found.x += u32(ascending_f32(prediction) > mine);
            found.y += u32((bitcast<u32>(prediction) & 0x7f800000u) == 0x7f800000u);
        }
        counts[own] = found;
    }
    workgroupBarrier();
    for (var apart = params.lanes / 2u; apart > 0u; apart /= 2u) {
        if (lane < apart && is_class) {
            counts[own] += counts[own + apart];
        }
        workgroupBarrier();
    }
    if (lane == 0u && present) {
        result[row] = u32(is_class && counts[own].y == 0u && I(counts[own].x) < bound());
    }
}
