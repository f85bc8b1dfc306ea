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
        let What::Map(entries) = &self.what else {
            return &[];
        };
        entries
    }

    pub(crate) fn as_text(&self) -> Option<&str> {
        let What::Text(text) = &self.what else {
            return None;
        };
        Some(text)
    }

    pub(crate) fn as_name(&self) -> Option<&str> {
        let What::Name(name) = &self.what else {
            return None;
        };
        Some(name)
    }

    pub(crate) fn as_number(&self) -> Option<&str> {
        let What::Number(number) = &self.what else {
            return None;
        };
        Some(number)
    }

    pub(crate) fn as_list(&self) -> Option<&[Self]> {
        let What::List(items) = &self.what else {
            return None;
        };
        Some(items)
    }

    /// The name of a call and its arguments.
    pub(crate) fn as_call(&self) -> Option<(&str, &[Argument])> {
        let What::Call(name, arguments, _) = &self.what else {
            return None;
        };
        Some((name, arguments))
    }
}
