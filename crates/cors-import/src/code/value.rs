/// A value as written.
#[derive(Clone, Debug)]
pub(crate) struct Value {
    /// Where it begins, in bytes.
    pub(crate) at: usize,
    pub(crate) what: What,
}

/// What kind of value.
#[derive(Clone, Debug)]
pub(crate) enum What {
    Text(String),
    /// A text with holes.
    Template(String),
    Number(String),
    Bool(bool),
    Null,
    /// A regular expression and its flags.
    Regex(String, String),
    List(Vec<Value>),
    Map(Vec<Entry>),
    /// A name with its dots.
    Name(String),
    /// A call: the name with its dots, without a receiver that is no name.
    Call(String, Vec<Argument>, Option<Box<Value>>),
    /// `a ?? b`, `a || b`, `c ? a : b`.
    Either(Vec<Value>),
    /// A function: its first and last token.
    Function(usize, usize),
    /// Anything else.
    Code,
}

/// An entry of a map.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) at: usize,
    pub(crate) key: String,
    pub(crate) value: Value,
}

/// An argument of a call.
#[derive(Clone, Debug)]
pub(crate) struct Argument {
    pub(crate) name: Option<String>,
    pub(crate) value: Value,
}

impl Value {
    /// The entry of a map.
    pub(crate) fn get(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        match &self.what {
            What::Map(entries) => entries,
            What::Text(_)
            | What::Template(_)
            | What::Number(_)
            | What::Bool(_)
            | What::Null
            | What::Regex(..)
            | What::List(_)
            | What::Name(_)
            | What::Call(..)
            | What::Either(_)
            | What::Function(..)
            | What::Code => &[],
        }
    }

    pub(crate) fn as_text(&self) -> Option<&str> {
        match &self.what {
            What::Text(text) => Some(text),
            What::Template(_)
            | What::Number(_)
            | What::Bool(_)
            | What::Null
            | What::Regex(..)
            | What::List(_)
            | What::Map(_)
            | What::Name(_)
            | What::Call(..)
            | What::Either(_)
            | What::Function(..)
            | What::Code => None,
        }
    }
}
