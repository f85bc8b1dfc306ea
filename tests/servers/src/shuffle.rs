//! Another order of requests for each seed, so that nothing depends on what came before.

/// Fisher and Yates, with the generator `SplitMix64`.
pub(crate) fn shuffle<T>(items: &mut [T], seed: u64) {
    let mut state = seed;
    for last in (1..items.len()).rev() {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        let range = u64::try_from(last).unwrap_or(u64::MAX).saturating_add(1);
        let other = usize::try_from(mixed % range).unwrap_or(last);
        items.swap(last, other);
    }
}
