// Running combinations along lines.
//
// A workgroup sees to 256 / lanes lines. In each turn a lane combines eight elements that follow each other, then what
// all lanes before it came to. The order of combining follows from sizes alone.
//
// Header: T, the type of elements; A, that of arithmetic; stored(A) -> T; nothing() -> A, the result for no elements;
// join(A, A) -> A.
// Params: lines, elements of a line, words from one element of a line to the next, lanes (a power of two), whether an
// element is left out of its own result, whether lines run from their ends.
struct Params {
    count: u32,
    length: u32,
    stride: u32,
    lanes: u32,
    exclusive: u32,
    reverse: u32,
}

const EACH = 8u;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> data: array<T>;
@group(0) @binding(2) var<storage, read_write> result: array<T>;

var<workgroup> totals: array<A, 256>;

@compute @workgroup_size(256)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) own: u32,
) {
    let lines = 256u / params.lanes;
    let beside = params.stride > 1u;
    let lane = select(own % params.lanes, own / lines, beside);
    let slot = select(own / params.lanes, own % lines, beside);
    let line = (group.x + group.y * groups.x) * lines + slot;
    let apart_by = select(1u, lines, beside);
    let last = own + (params.lanes - 1u - lane) * apart_by;
    let present = line < params.count;
    let start = line / params.stride * params.stride * params.length + line % params.stride;
    var before = nothing();
    for (var turn = 0u; turn < params.length; turn += EACH * params.lanes) {
        var sums: array<A, EACH>;
        let first = turn + lane * EACH;
        var total = nothing();
        for (var i = 0u; i < EACH; i++) {
            if (present && first + i < params.length) {
                let at = select(first + i, params.length - 1u - first - i, params.reverse != 0u);
                let value = A(data[start + at * params.stride]);
                let next = join(total, value);
                sums[i] = select(next, total, params.exclusive != 0u);
                total = next;
            }
        }
        totals[own] = total;
        workgroupBarrier();
        // Totals of all lanes up to this one.
        for (var apart = 1u; apart < params.lanes; apart *= 2u) {
            var other = nothing();
            if (lane >= apart) {
                other = totals[own - apart * apart_by];
            }
            workgroupBarrier();
            if (lane >= apart) {
                totals[own] = join(other, totals[own]);
            }
            workgroupBarrier();
        }
        var sum = before;
        if (lane > 0u) {
            sum = join(before, totals[own - apart_by]);
        }
        before = join(before, totals[last]);
        for (var i = 0u; i < EACH; i++) {
            if (present && first + i < params.length) {
                let at = select(first + i, params.length - 1u - first - i, params.reverse != 0u);
                result[start + at * params.stride] = stored(join(sum, sums[i]));
            }
        }
        workgroupBarrier();
    }
}
