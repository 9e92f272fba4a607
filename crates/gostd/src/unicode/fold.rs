//! Which characters differ in case only.

use super::fold_table::RUNS;

/// The code points of a range that have another case.
pub(crate) fn foldable(first: u32, last: u32) -> impl Iterator<Item = u32> {
    let end = RUNS.partition_point(|run| run.0 <= last);
    let runs = RUNS.get(..end).unwrap_or_default().iter().filter(move |run| run.1 >= first);
    runs.flat_map(move |(start, stop, step, _)| {
        let skipped = first.saturating_sub(*start).div_ceil(*step);
        (start + skipped * step..=last.min(*stop)).step_by(*step as usize)
    })
}

/// The next larger code point that is the same letter in another case, or the smallest one after the largest; the
/// code point itself if it has no case (`unicode.SimpleFold`).
pub(crate) fn simple_fold(code: u32) -> u32 {
    let end = RUNS.partition_point(|run| run.0 <= code);
    // Two runs of step two may be interleaved, so the run in question need not be the last one that starts before.
    for (first, last, step, distance) in RUNS.get(end.saturating_sub(4)..end).unwrap_or_default().iter().rev() {
        if code <= *last && (code - first).is_multiple_of(*step) {
            return code.wrapping_add_signed(*distance);
        }
    }
    code
}
