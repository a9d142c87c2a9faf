// Adds up what arrives at the windows of which an element is the first maximum. After pool.wgsl.

@group(0) @binding(1) var<storage, read_write> places: array<u32>;
@group(0) @binding(2) var<storage, read_write> arrived: array<T>;
@group(0) @binding(3) var<storage, read_write> result: array<T>;

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
    let windows = p.axes[1].xyz;
    let s = spot(i, p.axes[0].xyz);
    let span = seeing(s.at);
    let own = position(s.at, p.axes[0].xyz);
    var sum = S();
    for (var x = span.first.x; x < span.end.x; x++) {
        for (var y = span.first.y; y < span.end.y; y++) {
            for (var z = span.first.z; z < span.end.z; z++) {
                let window = index(s, vec3<u32>(x, y, z), windows);
                if (places[window] == own) {
                    sum += S(arrived[window]);
                }
            }
        }
    }
    result[i] = T(sum);
}
