// The first elements of each sequence in opposite order, as many as `lengths` says. A length that is negative, or larger
// than the sequence, counts as none or as all of it.
//
// Header: T, the word that is moved; I, the type of lengths.
// Params: words, sequences, words from one sequence to the next, places of a sequence, words from one place to the next.
struct Params {
    total: u32,
    sequences: u32,
    sequence_stride: u32,
    places: u32,
    place_stride: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> data: array<T>;
@group(0) @binding(2) var<storage, read_write> lengths: array<I>;
@group(0) @binding(3) var<storage, read_write> result: array<T>;

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
    let length = u32(clamp(lengths[i / params.sequence_stride % params.sequences], I(0u), I(params.places)));
    let place = i / params.place_stride % params.places;
    var origin = place;
    if (place < length) {
        origin = length - 1u - place;
    }
    result[i] = data[i + (origin - place) * params.place_stride];
}
