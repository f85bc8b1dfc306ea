use core::fmt;

use cors_http::in_code;

/// A part of a link that couldn't be read, or was read differently from how it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The key, as written; shortened when overlong.
    pub key: String,
    /// The value, as written; shortened when overlong, and empty if it may be secret.
    pub value: String,
    /// What is wrong, and what was done.
    pub kind: NoticeKind,
}

/// What is wrong in a link, and what was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// There is no key of that name. It was ignored.
    UnknownKey,
    /// A key without `=`.
    NoValue {
        /// How it was read.
        taken: &'static str,
    },
    /// A list occurs more than once. The items were joined.
    RepeatedList,
    /// A value occurs more than once. The first one counts.
    RepeatedValue,
    /// The value isn't one of those that the key can have.
    InvalidValue {
        /// The value that was used instead.
        taken: &'static str,
        /// The values that the key can have.
        allowed: &'static [&'static str],
    },
    /// Another spelling of a value.
    OtherWord {
        /// How it was read.
        taken: &'static str,
    },
    /// A `%` that starts no escape. It was kept.
    BadEscape,
    /// Escapes that aren't UTF-8. They were replaced.
    NotUtf8,
    /// A value that may be secret. It was removed.
    SecretDropped,
    /// A later version of the grammar. Some of the link may be ignored.
    LaterVersion,
    /// An unknown id. It was kept.
    UnknownId,
    /// A list has more items than it can have. The others were ignored.
    TooMany {
        /// How many items it can have.
        limit: usize,
    },
    /// Both the query and the fragment have a state. The query was ignored.
    QueryIgnored,
    /// There are more notices than are kept.
    More(usize),
}

impl Notice {
    /// The notice in a sentence or two.
    pub fn message(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, value, kind } = self;
        let pair = in_code(&format!("{key}={value}"));
        let [key, value] = [key, value].map(|text| in_code(text));
        match kind {
            NoticeKind::UnknownKey => write!(f, "Ignored unknown key {key}."),
            NoticeKind::NoValue { taken } => {
                write!(f, "{key} has no value, so it was read as {taken}.")
            }
            NoticeKind::RepeatedList => {
                write!(f, "{key} occurs more than once. The lists were joined.")
            }
            NoticeKind::RepeatedValue => {
                write!(f, "{key} occurs more than once. The first value counts, so {value} was ignored.")
            }
            NoticeKind::InvalidValue { taken, allowed } => write!(
                f,
                "{pair} is invalid, so {taken} was used. Allowed: {}.",
                one_of(allowed)
            ),
            NoticeKind::OtherWord { taken } => {
                write!(f, "{pair} was read as {}.", in_code(&format!("{}={taken}", self.key)))
            }
            NoticeKind::BadEscape => write!(
                f,
                "{pair} has a `%` that doesn't start an escape. It was kept; write it as `%25`."
            ),
            NoticeKind::NotUtf8 => write!(
                f,
                "{pair} has escapes that aren't UTF-8. They were replaced by `\u{FFFD}`."
            ),
            NoticeKind::SecretDropped => {
                write!(f, "Removed a value of {key} that may be secret. Secrets stay out of links.")
            }
            NoticeKind::LaterVersion => write!(
                f,
                "The link has version {value}, which is newer than this version of the builder. Some of it may be ignored."
            ),
            NoticeKind::UnknownId => write!(f, "{pair} isn't known here. It was kept in the link."),
            NoticeKind::TooMany { limit } => {
                write!(f, "{key} can have at most {limit} items, so {value} was ignored.")
            }
            NoticeKind::QueryIgnored => f.write_str(
                "The address has a state in its query and another in its fragment. The query was ignored.",
            ),
            NoticeKind::More(number) => {
                write!(f, "{number} more parts of the link couldn't be read.")
            }
        }
    }
}

/// `a, b or c`.
fn one_of(words: &[&str]) -> String {
    match words {
        [words @ .., last] if !words.is_empty() => format!("{} or {last}", words.join(", ")),
        words => words.concat(),
    }
}

/// Collects notices, and only counts them beyond a limit.
#[derive(Debug, Default)]
pub(super) struct Notices {
    kept: Vec<Notice>,
    more: usize,
}

/// How many notices of one link are kept.
const KEPT: usize = 20;
/// How many characters of a key or value are shown.
const SHOWN: usize = 80;

impl Notices {
    pub(super) fn push(&mut self, key: &str, value: &str, kind: NoticeKind) {
        if self.kept.len() < KEPT {
            self.kept.push(Notice {
                key: shortened(key),
                value: shortened(value),
                kind,
            });
        } else {
            self.more += 1;
        }
    }

    pub(super) fn into_vec(mut self) -> Vec<Notice> {
        if self.more > 0 {
            self.kept.push(Notice {
                key: String::new(),
                value: String::new(),
                kind: NoticeKind::More(self.more),
            });
        }
        self.kept
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
