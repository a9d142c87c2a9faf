// Two sets of elements as one: number, mean, squared distances from the mean.
fn join(a: vec3<f32>, b: vec3<f32>) -> vec3<f32> {
    let count = a.x + b.x;
    if (a.x == 0.0 || b.x == 0.0) {
        return select(a, b, a.x == 0.0);
    }
    let apart = b.y - a.y;
    let share = b.x / count;
    return vec3<f32>(count, a.y + apart * share, a.z + b.z + apart * apart * a.x * share);
}
