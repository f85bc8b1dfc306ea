//! Chance that can be repeated: the same seed gives the same choices on every machine.

/// The generator `SplitMix64`.
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

impl Random {
    /// A generator of its own for the item of that number, so that items do not depend on their neighbours.
    pub(crate) fn of(seed: u64, item: usize) -> Self {
        let item = u64::try_from(item).unwrap_or(u64::MAX);
        let mut random = Self(seed ^ item.wrapping_mul(0xd6e8_feb8_6659_fd93));
        random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below the bound, or 0 where there is none.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let range = u64::try_from(bound).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % range).unwrap_or(0)
    }

    /// A number from one to the other, both of them possible.
    pub(crate) fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most.saturating_sub(least) + 1)
    }

    /// True once in so many times.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of the texts; an empty one where there is none.
    pub(crate) fn pick<'a>(&mut self, texts: &[&'a str]) -> &'a str {
        texts
            .get(self.below(texts.len()))
            .copied()
            .unwrap_or_default()
    }

    /// As many of the texts, each at most once.
    pub(crate) fn sample(&mut self, texts: &[&str], count: usize) -> Vec<String> {
        let mut texts: Vec<String> = texts.iter().map(|&text| text.to_owned()).collect();
        self.shuffle(&mut texts);
        texts.truncate(count);
        texts
    }

    /// So many characters out of these.
    pub(crate) fn word(&mut self, characters: &str, length: usize) -> String {
        let characters: Vec<char> = characters.chars().collect();
        (0..length)
            .filter_map(|_| characters.get(self.below(characters.len())))
            .collect()
    }

    /// Another order (Fisher and Yates).
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn the_same_seed_makes_the_same_choices() {
        let choices = |seed| -> Vec<usize> {
            let mut random = Random::of(seed, 0);
            (0..20).map(|_| random.below(1000)).collect()
        };
        assert_eq!(choices(1), choices(1));
        assert_ne!(choices(1), choices(2));
    }

    #[test]
    fn items_are_kept_by_another_order() {
        let mut items: Vec<usize> = (0..100).collect();
        Random::of(1, 7).shuffle(&mut items);
        assert_ne!(items, (0..100).collect::<Vec<_>>());
        items.sort_unstable();
        assert_eq!(items, (0..100).collect::<Vec<_>>());
    }
}
