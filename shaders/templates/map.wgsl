@compute @workgroup_size({{WIDTH}})
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    hidden_zero = params.zero;
    let first = (group.x + group.y * groups.x) * {{SPAN}}u + lane{{TIMES}};
    if (first >= params.count) {
        return;
    }
{{LINES}}}
