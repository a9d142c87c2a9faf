var<workgroup> partial: array<{{VALUE}}, {{WIDTH}}>;

fn combined(a: {{VALUE}}, b: {{VALUE}}) -> {{VALUE}} {
    return {{COMBINED}};
}

// {{Y}} invocations share a result, {{X}} results a workgroup. A result may be cut into parts.
@compute @workgroup_size({{WIDTH}})
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    hidden_zero = params.zero;
    let number = group.x + group.y * groups.x;
    let part = number % params.parts;
    let x = lane {{X_OF_LANE}};
    let y = lane {{Y_OF_LANE}};
    let r = number / params.parts * {{X}}u + x;
    let identity = {{IDENTITY}};
    var sum = identity;
    if (r < params.results) {
        let start = start_of(r);
        let end = min((part + 1u) * params.chunk, params.length);
        var k = part * params.chunk + y;
{{FOUR}}        for (; k < end; k += {{Y}}u) {
            sum = combined(sum, value(r, k, start + offset_of(k)));
        }
    }
{{TREE}}    if (y == 0u && r < params.results) {
        {{STORE}}
    }
}
