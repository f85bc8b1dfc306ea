use std::collections::BTreeMap;

/// Something that can be chosen about a target, besides its version.
#[derive(Clone, Copy, Debug)]
pub struct TargetOption {
    /// The id in links, JSON and on the command line.
    pub id: &'static str,
    /// What is chosen, as a label.
    pub label: &'static str,
    /// What it can be.
    pub values: OptionValues,
    /// What it is when nothing is said.
    pub default: &'static str,
}

/// What an option can be.
#[derive(Clone, Copy, Debug)]
pub enum OptionValues {
    /// One of these: id and label.
    OneOf(&'static [(&'static str, &'static str)]),
    /// A text; the pattern is a regular expression for the whole of it.
    Text {
        /// The pattern, as in an HTML `pattern` attribute.
        pattern: &'static str,
        /// Whether a text fits the pattern.
        fits: fn(&str) -> bool,
    },
}

/// The options chosen for a target. What isn't there has its default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Options(BTreeMap<String, String>);

/// Why an option can't be what was given.
#[derive(Clone, Debug)]
pub enum OptionError {
    /// The target has no such option.
    Unknown {
        /// What was given.
        id: String,
    },
    /// The option can't have this value.
    Value {
        /// Which option.
        option: &'static TargetOption,
        /// What was given.
        value: String,
    },
}

impl Options {
    /// Takes these pairs as far as the target has such options; the rest is reported.
    pub fn read<'a>(
        options: &'static [TargetOption],
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> (Self, Vec<OptionError>) {
        let (mut read, mut errors) = (Self::default(), Vec::new());
        for (id, value) in pairs {
            match options.iter().find(|option| option.id == id) {
                None => errors.push(OptionError::Unknown { id: id.to_owned() }),
                Some(option) if !option.takes(value) => errors.push(OptionError::Value {
                    option,
                    value: value.to_owned(),
                }),
                Some(option) if value == option.default => {
                    read.0.remove(option.id);
                }
                Some(option) => {
                    read.0.insert(option.id.to_owned(), value.to_owned());
                }
            }
        }
        (read, errors)
    }

    /// The value of an option.
    pub fn get(&self, option: &TargetOption) -> &str {
        self.0.get(option.id).map_or(option.default, String::as_str)
    }

    /// What isn't at its default.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(id, value)| (id.as_str(), value.as_str()))
    }
}

impl TargetOption {
    /// Whether the option can have this value.
    pub fn takes(&self, value: &str) -> bool {
        value == self.default
            || match self.values {
                OptionValues::OneOf(values) => values.iter().any(|(id, _)| *id == value),
                OptionValues::Text { fits, .. } => fits(value),
            }
    }
}
