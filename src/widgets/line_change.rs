//! Which lines of a text an edit changed, so that they can be marked.

/// Whether each line of `new` was not in `old`. Lines are compared by their `key`, which leaves out what
/// every edit changes.
pub(crate) fn changed_lines(old: &str, new: &str, key: fn(&str) -> String) -> Vec<bool> {
    let keys = |text: &str| -> Vec<String> { text.split_inclusive('\n').map(key).collect() };
    let (old, new) = (keys(old), keys(new));
    // Most edits touch one place; only what is between the equal ends is searched.
    let ahead = old.iter().zip(&new).take_while(|(old, new)| old == new);
    let ahead = ahead.count();
    let behind = old.iter().rev().zip(new.iter().rev());
    let behind = behind.take_while(|(old, new)| old == new).count();
    let end = |length: usize| length.saturating_sub(behind).max(ahead);
    let before = &old[ahead..end(old.len())];
    let inside = ahead..end(new.len());
    new.iter()
        .enumerate()
        .map(|(place, line)| inside.contains(&place) && !before.contains(line))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::changed_lines;

    #[track_caller]
    fn check(old: &str, new: &str, expected: &[usize]) {
        let changed = changed_lines(old, new, str::to_owned);
        let places = changed.iter().enumerate().filter(|(_, is)| **is);
        let places: Vec<usize> = places.map(|(place, _)| place).collect();
        assert_eq!(places, expected, "{old:?} to {new:?}");
    }

    #[test]
    fn only_lines_that_were_not_there_are_changed() {
        check("a\nb\nc\n", "a\nb\nc\n", &[]);
        check("a\nb\nc\n", "a\nx\nc\n", &[1]);
        check("a\nb\nc\n", "a\nb\nx\nc\n", &[2]);
        check("a\nb\nc\n", "a\nc\n", &[]);
        check("a\na\n", "a\na\na\n", &[]);
        check("", "a\n", &[0]);
        check("a\n", "", &[]);
        check("a\nb\nc\nd\n", "x\nb\ny\nd\n", &[0, 2]);
    }
}
