use core::fmt;

/// Something in a link that was not understood, or not taken as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The key, as written; shortened when overlong.
    pub key: String,
    /// The value, as written; shortened when overlong, and empty where it may be secret.
    pub value: String,
    /// What about it, and what was done.
    pub kind: NoticeKind,
}

/// What was seen in a link, and what was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// No key of that name; left out.
    UnknownKey,
    /// A key without `=`.
    NoValue {
        /// How it was taken.
        taken: &'static str,
    },
    /// A list was given twice; the items were joined.
    RepeatedList,
    /// A value was given twice; the first one counts.
    RepeatedValue,
    /// Not one of the values that the key can have.
    InvalidValue {
        /// What was taken instead.
        taken: &'static str,
        /// The values that it can have.
        allowed: &'static [&'static str],
    },
    /// Another word for a value; taken.
    OtherWord {
        /// How it was taken.
        taken: &'static str,
    },
    /// A `%` that begins no escape; kept.
    BadEscape,
    /// Escapes that are not UTF-8; replaced.
    NotUtf8,
    /// A value that may be secret; dropped.
    SecretDropped,
    /// A later version of the grammar; read as well as possible.
    LaterVersion,
    /// An id that is not known here; kept.
    UnknownId,
    /// An item beyond those that a list can have; left out.
    TooMany {
        /// How many it can have.
        limit: usize,
    },
    /// Query and fragment both hold a state; the fragment was taken.
    QueryIgnored,
    /// More notices than are kept.
    More(usize),
}

impl Notice {
    /// A sentence for people.
    pub fn message(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, value, kind } = self;
        match kind {
            NoticeKind::UnknownKey => {
                write!(f, "The link has a key that is not known here, “{key}”; it was left out.")
            }
            NoticeKind::NoValue { taken } => {
                write!(f, "“{key}” has no value in the link; it was taken as {taken}.")
            }
            NoticeKind::RepeatedList => {
                write!(f, "“{key}” is in the link more than once; the lists were joined.")
            }
            NoticeKind::RepeatedValue => write!(
                f,
                "“{key}” is in the link more than once; the first value counts, “{value}” was left out."
            ),
            NoticeKind::InvalidValue { taken, allowed } => write!(
                f,
                "“{key}” cannot be “{value}”; {taken} was taken. It can be {}.",
                one_of(allowed)
            ),
            NoticeKind::OtherWord { taken } => write!(
                f,
                "“{key}” is “{value}” in the link; it was taken as {taken}, which is how to write it."
            ),
            NoticeKind::BadEscape => write!(
                f,
                "“{key}” holds a “%” that begins no escape: “{value}”; it was kept. Write it as %25."
            ),
            NoticeKind::NotUtf8 => write!(
                f,
                "“{key}” holds escapes that are not UTF-8: “{value}”; they were replaced by “\u{FFFD}”."
            ),
            NoticeKind::SecretDropped => write!(
                f,
                "“{key}” held a value that may be secret; it was dropped. Links carry no secrets."
            ),
            NoticeKind::LaterVersion => write!(
                f,
                "The link says version “{value}”, which is later than this page; it was read as well as possible."
            ),
            NoticeKind::UnknownId => write!(
                f,
                "“{key}” is “{value}”, which is not known here; it was kept in the link."
            ),
            NoticeKind::TooMany { limit } => write!(
                f,
                "“{key}” can have {limit} items at most; “{value}” was left out."
            ),
            NoticeKind::QueryIgnored => f.write_str(
                "The address holds a state in its query and in its fragment; the fragment was taken.",
            ),
            NoticeKind::More(number) => {
                write!(f, "{number} more parts of the link were not understood.")
            }
        }
    }
}

/// Words as a sentence lists alternatives.
fn one_of(words: &[&str]) -> String {
    match words {
        [words @ .., last] if !words.is_empty() => format!("{} or {last}", words.join(", ")),
        words => words.concat(),
    }
}

/// Collects notices, and counts those beyond what anybody reads.
#[derive(Debug, Default)]
pub(super) struct Notices {
    kept: Vec<Notice>,
    more: usize,
}

/// How many notices of one link are kept.
const KEPT: usize = 20;
/// How many characters of a key or value are quoted.
const QUOTED: usize = 80;

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
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
