// Rows combined into rows of a result, those for one row in the order of their positions: the keys are sorted.
//
// A workgroup sees to 256 / (lanes * columns) keys and `columns` columns. The first key of each row takes up all that
// follow: its lanes take every lanes-th, and their totals are combined in an order that follows from sizes alone.
//
// Header: T, the type of elements; A, that of arithmetic; stored(A) -> T; join(A, A) -> A, two updates as one;
// apply(A, A) -> A, what a result's element becomes by an update.
// Params: keys, columns of a row, columns of a workgroup, lanes, workgroups beside each other; words from one row of
// updates to the next and from one column to the next (both zero where one update is for all).
struct Params {
    count: u32,
    inner: u32,
    columns: u32,
    lanes: u32,
    across: u32,
    row_stride: u32,
    column_stride: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> keys: array<vec2<u32>>;
@group(0) @binding(2) var<storage, read_write> updates: array<T>;
@group(0) @binding(3) var<storage, read_write> result: array<T>;

var<workgroup> totals: array<A, 256>;

fn in_row(at: u32, row: u32) -> bool {
    return at < params.count && keys[min(at, params.count - 1u)].x == row;
}

// The first lane holds what becomes of the result's element, the others what updates come to by themselves.
fn combined(lane: u32, total: A, update: A) -> A {
    if (lane == 0u) {
        return apply(total, update);
    }
    return join(total, update);
}

@compute @workgroup_size(256)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) own: u32,
) {
    let number = group.x + group.y * groups.x;
    let lane = own / params.columns % params.lanes;
    let column = number % params.across * params.columns + own % params.columns;
    let slots = 256u / (params.columns * params.lanes);
    let first = number / params.across * slots + own / (params.columns * params.lanes);
    var row = 0xffffffffu;
    if (first < params.count) {
        row = keys[first].x;
    }
    var leads = row != 0xffffffffu && column < params.inner;
    if (leads && first > 0u) {
        leads = keys[first - 1u].x != row;
    }
    let place = row * params.inner + column;
    if (leads && in_row(first + lane, row)) {
        let start = column * params.column_stride;
        var total = A(updates[keys[first + lane].y * params.row_stride + start]);
        if (lane == 0u) {
            total = apply(A(result[place]), total);
        }
        for (var at = first + lane + params.lanes; in_row(at, row); at += params.lanes) {
            total = combined(lane, total, A(updates[keys[at].y * params.row_stride + start]));
        }
        totals[own] = total;
    }
    workgroupBarrier();
    for (var apart = params.lanes / 2u; apart > 0u; apart /= 2u) {
        if (leads && lane < apart && in_row(first + lane + apart, row)) {
            totals[own] = combined(lane, totals[own], totals[own + apart * params.columns]);
        }
        workgroupBarrier();
    }
    if (leads && lane == 0u) {
        result[place] = stored(totals[own]);
    }
}
