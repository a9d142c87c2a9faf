// What optimizers do to an element v.x of a variable and to its slots v.yzw, by a gradient g. Scalars come in the order
// in which the op declares them; params.flag is use_nesterov or update_slots.

fn momentum(v: vec4<f32>, g: f32) -> vec4<f32> {
    let accum = v.y * scalars[1] + g;
    let plain = accum * scalars[0];
    let nesterov = g * scalars[0] + accum * scalars[1] * scalars[0];
    return vec4<f32>(v.x - select(plain, nesterov, params.flag != 0u), accum, 0.0, 0.0);
}

fn keras_momentum(v: vec4<f32>, g: f32) -> vec4<f32> {
    let accum = v.y * scalars[1] - g * scalars[0];
    let nesterov = accum * scalars[1] - g * scalars[0];
    return vec4<f32>(v.x + select(accum, nesterov, params.flag != 0u), accum, 0.0, 0.0);
}

fn adagrad(v: vec4<f32>, g: f32) -> vec4<f32> {
    let accum = select(v.y, v.y + g * g, params.flag != 0u);
    return vec4<f32>(v.x - scalars[0] * g / sqrt(accum), accum, 0.0, 0.0);
}

fn adagrad_v2(v: vec4<f32>, g: f32) -> vec4<f32> {
    let accum = select(v.y, v.y + g * g, params.flag != 0u);
    return vec4<f32>(v.x - scalars[0] * g / (sqrt(accum) + scalars[1]), accum, 0.0, 0.0);
}

// What is left of |x| less `by`, with the sign of x.
fn drawn_in(x: f32, by: f32) -> f32 {
    let left = abs(x) - by;
    return sign_of(x) * select(left, 0.0, left < 0.0);
}

// A step's result pulled towards zero by l1 and l2.
fn shrunk(moved: f32, l1: f32, l2: f32, rate: f32) -> f32 {
    let kept_of = select(moved, drawn_in(moved, rate * l1), l1 > 0.0);
    return kept_of / (1.0 + l2 * rate);
}

fn proximal_adagrad(v: vec4<f32>, g: f32) -> vec4<f32> {
    let accum = v.y + g * g;
    let rate = scalars[0] / sqrt(accum);
    return vec4<f32>(shrunk(v.x - g * rate, scalars[1], scalars[2], rate), accum, 0.0, 0.0);
}

fn proximal_gradient_descent(v: vec4<f32>, g: f32) -> vec4<f32> {
    let rate = scalars[0];
    return vec4<f32>(shrunk(v.x - g * rate, scalars[1], scalars[2], rate), 0.0, 0.0, 0.0);
}

fn adadelta(v: vec4<f32>, g: f32) -> vec4<f32> {
    let rho = scalars[1];
    let accum = v.y * rho + g * g * (1.0 - rho);
    let update = sqrt(v.z + scalars[2]) / sqrt(accum + scalars[2]) * g;
    return vec4<f32>(v.x - update * scalars[0], accum, v.z * rho + update * update * (1.0 - rho), 0.0);
}

fn rms_prop(v: vec4<f32>, g: f32) -> vec4<f32> {
    let rho = scalars[1];
    let ms = v.y * rho + g * g * (1.0 - rho);
    let mom = v.z * scalars[2] + scalars[0] * g / sqrt(ms + scalars[3]);
    return vec4<f32>(v.x - mom, ms, mom, 0.0);
}

fn centered_rms_prop(v: vec4<f32>, g: f32) -> vec4<f32> {
    let rho = scalars[1];
    let ms = v.z * rho + g * g * (1.0 - rho);
    let mg = v.y * rho + g * (1.0 - rho);
    let mom = v.w * scalars[2] + scalars[0] * g / sqrt(ms + scalars[3] - mg * mg);
    return vec4<f32>(v.x - mom, mg, ms, mom);
}

fn powered(x: f32, power: f32) -> f32 {
    if (power == -0.5) {
        return sqrt(x);
    }
    return pow_f32(x, -power);
}

fn ftrl_by(v: vec4<f32>, g: f32, shrunk_g: f32, power: f32) -> vec4<f32> {
    let lr = scalars[0];
    let l1 = scalars[1];
    let accum = v.y + g * g;
    let root = powered(accum, power);
    let linear = v.z + (shrunk_g - (root - powered(v.y, power)) / lr * v.x);
    let pulled = (l1 * sign_of(linear) - linear) / (root / lr + 2.0 * scalars[2]);
    return vec4<f32>(select(0.0, pulled, abs(linear) > l1), accum, linear, 0.0);
}

fn ftrl(v: vec4<f32>, g: f32) -> vec4<f32> {
    return ftrl_by(v, g, g, scalars[3]);
}

fn ftrl_v2(v: vec4<f32>, g: f32) -> vec4<f32> {
    return ftrl_by(v, g, g + 2.0 * scalars[3] * v.x, scalars[4]);
}
