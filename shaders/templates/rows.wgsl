// {{ACROSS}} invocations work on a row, {{DOWN}} rows a workgroup.
@compute @workgroup_size({{WIDTH}})
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) invocation: u32,
) {
    hidden_zero = params.zero;
    let lane = invocation % {{ACROSS}}u;
    let row = (group.x + group.y * groups.x) * {{DOWN}}u + invocation / {{ACROSS}}u;
    // Where this row's part of what is kept begins.
    let own = invocation / {{ACROSS}}u * {{ROOM}}u;
{{LINES}}}
