/// How a value that should be `1` or `0` reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flag {
    /// As this grammar writes it.
    Plain(bool),
    /// In other words whose meaning is certain.
    InOtherWords(bool),
    /// Not at all.
    Unreadable,
}

impl Flag {
    pub(super) fn read(value: &str) -> Self {
        let is_one_of =
            |words: [&str; 3]| words.iter().any(|word| word.eq_ignore_ascii_case(value));
        match value {
            "1" => Self::Plain(true),
            "0" | "" => Self::Plain(false),
            _ if is_one_of(["true", "yes", "on"]) => Self::InOtherWords(true),
            _ if is_one_of(["false", "no", "off"]) => Self::InOtherWords(false),
            _ => Self::Unreadable,
        }
    }
}
