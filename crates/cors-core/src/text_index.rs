use std::collections::BTreeMap;

/// Texts, each with a number: the only search tree of this crate.
///
/// A tree of another type would be another copy of the same code in the page, where every kilobyte is
/// downloaded. So sets of names, positions by name and orders by key all go through this one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TextIndex {
    tree: BTreeMap<String, usize>,
}

impl TextIndex {
    /// An empty one.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Whether the text is new; one that is there keeps its number.
    #[inline(never)]
    pub(crate) fn insert(&mut self, text: String, number: usize) -> bool {
        if self.tree.contains_key(&text) {
            return false;
        }
        self.tree.insert(text, number);
        true
    }

    /// The number of a text.
    #[inline(never)]
    pub(crate) fn get(&self, text: &str) -> Option<usize> {
        self.tree.get(text).copied()
    }

    /// Whether the text is there.
    pub(crate) fn contains(&self, text: &str) -> bool {
        self.get(text).is_some()
    }

    /// The texts and their numbers, in the order of the texts' bytes.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, usize)> {
        self.tree
            .iter()
            .map(|(text, &number)| (text.as_str(), number))
    }
}
