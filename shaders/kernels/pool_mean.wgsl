// The mean of each window. After pool.wgsl.

@group(0) @binding(1) var<storage, read_write> images: array<T>;
@group(0) @binding(2) var<storage, read_write> result: array<T>;

@compute @workgroup_size(256)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) id: u32,
) {
    let i = (group.x + group.y * groups.x) * 256u + id;
    if (i >= p.count) {
        return;
    }
    let image = p.axes[0].xyz;
    let s = spot(i, p.axes[1].xyz);
    let span = seen(s.at);
    var sum = S();
    for (var x = span.first.x; x < span.end.x; x++) {
        for (var y = span.first.y; y < span.end.y; y++) {
            for (var z = span.first.z; z < span.end.z; z++) {
                sum += S(images[index(s, vec3<u32>(x, y, z), image)]);
            }
        }
    }
    let size = span.end - span.first;
    result[i] = T(sum / S(size.x * size.y * size.z));
}
