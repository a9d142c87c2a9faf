//! Sorted keys, which put work in an order that does not depend on timing: rows of pairs of words, sorted by a bitonic
//! network.

use super::launch::{GROUP, check_count, eight, groups, items};
use rheos_graph::gpu::{Binding, Dispatch, Limits, Shaders};

const BLOCK_STAGES: &str = include_str!("../../../../shaders/kernels/sort_block.wgsl");
const FAR_STEP: &str = include_str!("../../../../shaders/kernels/sort_step.wgsl");
const INDEX_KEYS: &str = include_str!("../../../../shaders/kernels/index_keys.wgsl");

/// Keys that a workgroup sorts by itself.
const BLOCK: usize = 4 * GROUP;
/// Bytes of a key.
const KEY: usize = 8;

/// Keys in a row that holds `count` of them: a power of two.
pub fn padded(count: usize) -> usize {
    count.next_power_of_two().max(BLOCK)
}

/// Adds working memory for rows of `count` keys.
pub fn memory(limits: &Limits, shaders: &mut Shaders, rows: usize, count: usize) -> Result<Binding, String> {
    let keys = rows.checked_mul(padded(count)).ok_or("too many keys")?;
    check_count(limits, keys, KEY)?;
    shaders.scratch.push(keys * KEY);
    Ok(Binding::Scratch(shaders.scratch.len() - 1))
}

/// Adds the dispatches that sort rows of `count` keys each.
pub fn sort(limits: &Limits, shaders: &mut Shaders, keys: Binding, rows: usize, count: usize) -> Result<(), String> {
    let row = padded(count);
    let blocks = rows * row / BLOCK;
    let block = |first: usize, last: usize| -> Result<Dispatch, String> {
        let params = [blocks, row, first, last].map(|n| n as u32);
        groups(limits, BLOCK_STAGES.to_string(), &[keys], params.into(), blocks)
    };
    shaders.dispatches.push(block(2, BLOCK)?);
    let mut stage = 2 * BLOCK;
    while stage <= row {
        let mut apart = stage / 2;
        while apart >= BLOCK {
            let pairs = rows * row / 2;
            let params = [pairs, row, stage, apart].map(|n| n as u32);
            shaders.dispatches.push(items(limits, FAR_STEP.to_string(), &[keys], params.into(), pairs)?);
            apart /= 2;
        }
        shaders.dispatches.push(block(stage, stage)?);
        stage *= 2;
    }
    Ok(())
}

/// Adds sorted keys of `count` slices, whose coordinates in axes of these sizes are in `indices`: those for one row
/// follow each other in their order, and those outside come last.
pub fn index_keys(
    limits: &Limits,
    shaders: &mut Shaders,
    (indices, header): (Binding, &str),
    count: usize,
    sizes: &[usize],
) -> Result<Binding, String> {
    let keys = memory(limits, shaders, 1, count)?;
    let all = padded(count);
    let mut params = vec![count as u32, all as u32, sizes.len() as u32, 0];
    params.extend(eight(sizes.iter().copied())?);
    shaders.dispatches.push(items(limits, header.to_string() + INDEX_KEYS, &[indices, keys], params, all)?);
    sort(limits, shaders, keys, 1, count)?;
    Ok(keys)
}
