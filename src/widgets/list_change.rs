//! What can be done to a list whose new entry counts while it is being typed.
//!
//! The entry in the field that adds is the last one of the list; a mark beside the list says so.

/// An entry of such a list.
pub(crate) trait Entry {
    /// Whether nothing is typed.
    fn is_blank(&self) -> bool;
    /// The entry without white space around it.
    #[must_use]
    fn trimmed(self) -> Self;
}

impl Entry for String {
    fn is_blank(&self) -> bool {
        self.is_empty()
    }

    fn trimmed(self) -> Self {
        self.trim().to_owned()
    }
}

impl Entry for (String, String) {
    fn is_blank(&self) -> bool {
        self.0.is_empty() && self.1.is_empty()
    }

    fn trimmed(self) -> Self {
        (self.0.trimmed(), self.1.trimmed())
    }
}

/// One change of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ListChange<T> {
    /// The field that adds now holds this.
    Type(T),
    /// What is in the field that adds becomes an entry like the others.
    Commit,
    /// These come in place of what is in the field that adds.
    Add(Vec<T>),
    /// This comes as an entry, whatever is in the field that adds.
    Insert(T),
    /// The entry of this number now reads so.
    Edit(usize, T),
    /// The entry of this number goes.
    Remove(usize),
}

impl<T: Entry> ListChange<T> {
    /// Whether more of the same is likely to follow.
    pub(crate) fn is_typing(&self) -> bool {
        matches!(self, Self::Type(_) | Self::Edit(..))
    }

    /// Applies the change; `adding` says whether the last entry is in the field that adds.
    pub(crate) fn apply(self, entries: &mut Vec<T>, adding: &mut bool) {
        match self {
            Self::Type(entry) => {
                if core::mem::take(adding) {
                    entries.pop();
                }
                if !entry.is_blank() {
                    entries.push(entry);
                    *adding = true;
                }
            }
            Self::Commit => {
                if core::mem::take(adding) {
                    let last = entries.pop().map(T::trimmed);
                    entries.extend(last.filter(|entry| !entry.is_blank()));
                }
            }
            Self::Add(new) => {
                if core::mem::take(adding) {
                    entries.pop();
                }
                let new = new.into_iter().map(T::trimmed);
                entries.extend(new.filter(|entry| !entry.is_blank()));
            }
            Self::Insert(entry) => {
                let end = entries.len() - usize::from(*adding && !entries.is_empty());
                entries.insert(end, entry);
            }
            Self::Edit(index, entry) => {
                if let Some(place) = entries.get_mut(index) {
                    *place = entry;
                }
            }
            Self::Remove(index) => {
                if index < entries.len() {
                    entries.remove(index);
                    *adding &= index < entries.len();
                }
            }
        }
    }
}

/// The entries of a pasted or typed text, which commas, spaces and lines separate.
pub(crate) fn split(text: &str) -> Vec<String> {
    text.split(|c: char| c == ',' || c.is_whitespace())
        .map(|item| item.trim_matches(['"', '\'']))
        .filter(|item| !item.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(before: (&[&str], bool), change: ListChange<&str>, expected: (&[&str], bool)) {
        let own = |items: &[&str]| {
            items
                .iter()
                .map(|&item| item.to_owned())
                .collect::<Vec<_>>()
        };
        let (mut entries, mut adding) = (own(before.0), before.1);
        let change = match change {
            ListChange::Type(text) => ListChange::Type(text.to_owned()),
            ListChange::Commit => ListChange::Commit,
            ListChange::Add(items) => ListChange::Add(own(&items)),
            ListChange::Insert(text) => ListChange::Insert(text.to_owned()),
            ListChange::Edit(index, text) => ListChange::Edit(index, text.to_owned()),
            ListChange::Remove(index) => ListChange::Remove(index),
        };
        change.apply(&mut entries, &mut adding);
        assert_eq!((entries, adding), (own(expected.0), expected.1));
    }

    #[test]
    fn typed_text_counts_at_once() {
        check((&["a"], false), ListChange::Type("b"), (&["a", "b"], true));
        check(
            (&["a", "b"], true),
            ListChange::Type("bc"),
            (&["a", "bc"], true),
        );
        check((&["a", "b"], true), ListChange::Type(""), (&["a"], false));
        check((&["a"], false), ListChange::Type(""), (&["a"], false));
    }

    #[test]
    fn commit_keeps_the_entry_without_spaces_around_it() {
        check(
            (&["a", " b "], true),
            ListChange::Commit,
            (&["a", "b"], false),
        );
        check((&["a", "  "], true), ListChange::Commit, (&["a"], false));
        check((&["a"], false), ListChange::Commit, (&["a"], false));
    }

    #[test]
    fn several_replace_what_was_being_typed() {
        check(
            (&["a", "b,c"], true),
            ListChange::Add(vec!["b", "", "c"]),
            (&["a", "b", "c"], false),
        );
    }

    #[test]
    fn numbers_out_of_range_change_nothing() {
        check((&["a"], false), ListChange::Remove(1), (&["a"], false));
        check((&["a"], false), ListChange::Edit(1, "b"), (&["a"], false));
        check((&["a", "b"], true), ListChange::Remove(0), (&["b"], true));
        check(
            (&["a", "b"], true),
            ListChange::Edit(0, "c"),
            (&["c", "b"], true),
        );
    }

    #[test]
    fn insert_leaves_the_field_that_adds_alone() {
        check(
            (&["a", "b"], true),
            ListChange::Insert("c"),
            (&["a", "c", "b"], true),
        );
        check((&[], false), ListChange::Insert("c"), (&["c"], false));
    }

    #[test]
    fn removing_what_is_being_typed_empties_the_field_that_adds() {
        check((&["a", "b"], true), ListChange::Remove(1), (&["a"], false));
    }

    #[test]
    fn commas_spaces_lines_and_quotes_separate() {
        assert_eq!(
            split("\"https://a.example\", 'https://b.example'\n\thttps://c.example ,"),
            [
                "https://a.example",
                "https://b.example",
                "https://c.example"
            ]
        );
    }
}
