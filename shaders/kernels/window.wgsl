// Windows that slide over up to three axes of space, channels last.
//
// Header:
//   const VOLUME     false: the first axis has size one everywhere
//   const SPREAD     false: pixel o sees the source at o * stride + tap * dilation - before
//                    true: it sees (o + before - tap * dilation) / stride where that is whole, as the gradient of the
//                    source sees what arrives at windows
//   const STRIDED    false: all strides are one; only with SPREAD
//
// The parameters' `axes`, of which axis 0 is not ours; x, y, z are the axes of space:
//   1 pixels of one image   2 the source's sizes, and its channels in w   3 taps, and channels of each in w
//   4 strides   5 dilations   6 before: width of the border in front
// Words w of 1 and 4 to 6, and axis 7, belong to those who use windows.
// Positions outside the source wrap to numbers from 2^31 on.

const NOWHERE = 0xffffffffu;

struct Pixel {
    // The first element of its image.
    image: u32,
    origin: vec3<u32>,
}

struct Tap {
    at: vec3<u32>,
    channel: u32,
}

// Pixel `number` of the batch, whose images begin at `start`.
fn pixel_of(start: u32, number: u32) -> Pixel {
    let pixels = p.axes[1];
    let source = p.axes[2];
    let above = number / pixels.z;
    var at = vec3<u32>(0u, above % pixels.y, number % pixels.z);
    var image = above / pixels.y;
    if (VOLUME) {
        at.x = image % pixels.x;
        image /= pixels.x;
    }
    let first = start + image * source.x * source.y * source.z * source.w;
    if (SPREAD) {
        return Pixel(first, at + p.axes[6].xyz);
    }
    return Pixel(first, at * p.axes[4].xyz - p.axes[6].xyz);
}

// Element `number` of a window: channels are innermost.
fn tap_of(number: u32) -> Tap {
    let taps = p.axes[3];
    let column = number / taps.w;
    let row = column / taps.z;
    var at = vec3<u32>(0u, row, column % taps.z);
    if (VOLUME) {
        at.x = row / taps.y;
        at.y = row % taps.y;
    }
    return Tap(at, number % taps.w);
}

// Where the source has the element, or NOWHERE.
fn place(pixel: Pixel, tap: Tap) -> u32 {
    let source = p.axes[2];
    var at = pixel.origin;
    var inside = true;
    if (SPREAD) {
        at -= tap.at * p.axes[5].xyz;
        inside = all(at < vec3<u32>(0x80000000u));
        if (STRIDED) {
            let whole = at / p.axes[4].xyz;
            inside = inside && all(whole * p.axes[4].xyz == at);
            at = whole;
        }
    } else {
        at += tap.at * p.axes[5].xyz;
    }
    if (inside && all(at < source.xyz)) {
        return pixel.image + ((at.x * source.y + at.y) * source.z + at.z) * source.w + tap.channel;
    }
    return NOWHERE;
}
