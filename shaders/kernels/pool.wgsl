// Windows that slide over images [batch, three axes of space, channels], and what each sees.
//
// Header: alias T (stored), alias S (compared and summed in).
// Parameters:
//   0 count: results, one per invocation   1 channels   2 start: bits of what maxima begin with
//   4 .. 23 axes: five of four words, of which the first three are axes of space:
//     0 the images' sizes   1 windows   2 a window's size   3 strides   4 before: width of the border in front
// Padding belongs to no window.

struct Params {
    count: u32,
    channels: u32,
    start: u32,
    axes: array<vec4<u32>, 5>,
}

@group(0) @binding(0) var<uniform> p: Params;

// A result: its channel, its place in space, and the number of its image.
struct Spot {
    channel: u32,
    at: vec3<u32>,
    image: u32,
}

fn spot(i: u32, sizes: vec3<u32>) -> Spot {
    let place = i / p.channels;
    let row = place / sizes.z;
    let plane = row / sizes.y;
    let at = vec3<u32>(plane % sizes.x, row % sizes.y, place % sizes.z);
    return Spot(i % p.channels, at, plane / sizes.x);
}

// From the first to before the last, along each axis.
struct Span {
    first: vec3<u32>,
    end: vec3<u32>,
}

// The elements that a window sees.
fn seen(window: vec3<u32>) -> Span {
    let begin = window * p.axes[3].xyz;
    let before = p.axes[4].xyz;
    let first = max(begin, before) - before;
    let end = max(begin + p.axes[2].xyz, before) - before;
    return Span(first, min(end, p.axes[0].xyz));
}

// The windows that see an element.
fn seeing(element: vec3<u32>) -> Span {
    let size = p.axes[2].xyz;
    let stride = p.axes[3].xyz;
    let at = element + p.axes[4].xyz;
    let first = select((at - size) / stride + 1u, vec3<u32>(), at < size);
    return Span(first, min(at / stride + 1u, p.axes[1].xyz));
}

// The number of a place in space, and of its channel in a tensor of these sizes.
fn position(at: vec3<u32>, sizes: vec3<u32>) -> u32 {
    return (at.x * sizes.y + at.y) * sizes.z + at.z;
}

fn index(s: Spot, at: vec3<u32>, sizes: vec3<u32>) -> u32 {
    return (s.image * sizes.x * sizes.y * sizes.z + position(at, sizes)) * p.channels + s.channel;
}
