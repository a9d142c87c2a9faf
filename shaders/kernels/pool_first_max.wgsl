// Where in its image the largest element of each window is: the first, unless a later one is larger, so that a NaN in
// first place stays. After pool.wgsl.

@group(0) @binding(1) var<storage, read_write> images: array<T>;
@group(0) @binding(2) var<storage, read_write> places: array<u32>;

const NONE = 0xffffffffu;

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
    var best = S();
    var place = NONE;
    for (var x = span.first.x; x < span.end.x; x++) {
        for (var y = span.first.y; y < span.end.y; y++) {
            for (var z = span.first.z; z < span.end.z; z++) {
                let at = vec3<u32>(x, y, z);
                let value = S(images[index(s, at, image)]);
                if (place == NONE || value > best) {
                    best = value;
                    place = position(at, image);
                }
            }
        }
    }
    places[i] = place;
}
