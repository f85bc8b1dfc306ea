//! The proof of the proof: for each target, ways to break what it writes that the tests must notice.

/// One way to break what a target writes.
#[derive(Clone, Copy, Debug)]
pub struct Mutation {
    /// What a renderer would have got wrong.
    pub name: &'static str,
    /// Which text is broken.
    pub breaks: Broken,
    /// The options that it is tried with.
    pub options: &'static [(&'static str, &'static str)],
    /// Breaks one text; a text without the place that is broken stays as it is.
    pub apply: fn(&str) -> String,
    /// What must be found to differ, by the beginning of its name.
    pub caught_by: &'static str,
}

/// Which text is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// The snippet's files.
    Snippet,
    /// The files of the full example.
    Example,
}

impl Mutation {
    /// A break of the snippet with default options.
    pub(super) const fn snippet(
        name: &'static str,
        caught_by: &'static str,
        apply: fn(&str) -> String,
    ) -> Self {
        Self {
            name,
            breaks: Broken::Snippet,
            options: &[],
            apply,
            caught_by,
        }
    }

    /// A break of the full example with default options.
    pub(super) const fn example(
        name: &'static str,
        caught_by: &'static str,
        apply: fn(&str) -> String,
    ) -> Self {
        Self {
            breaks: Broken::Example,
            ..Self::snippet(name, caught_by, apply)
        }
    }

    /// The same with these options.
    pub(super) const fn with(self, options: &'static [(&'static str, &'static str)]) -> Self {
        Self { options, ..self }
    }
}

/// The text without the lines that contain the part.
pub(super) fn without_lines(text: &str, part: &str) -> String {
    text.lines()
        .filter(|line| !line.contains(part))
        .flat_map(|line| [line, "\n"])
        .collect()
}

/// The text with the part taken out and put in front of the other.
pub(super) fn moved(text: &str, part: &str, before: &str) -> String {
    if !text.contains(before) {
        return text.to_owned();
    }
    text.replacen(part, "", 1)
        .replacen(before, &format!("{part}\n{before}"), 1)
}
