// Two sets of elements as one: sums.
fn join(a: vec3<f32>, b: vec3<f32>) -> vec3<f32> {
    return a + b;
}
