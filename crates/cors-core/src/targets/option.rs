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
    /// One of these.
    OneOf(&'static [OptionValue]),
    /// A text; the pattern is a regular expression for the whole of it.
    Text {
        /// The pattern, as in an HTML `pattern` attribute.
        pattern: &'static str,
        /// Whether a text fits the pattern.
        fits: fn(&str) -> bool,
    },
}

/// One of the values that an option can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OptionValue {
    /// The id in links, JSON and on the command line.
    pub id: &'static str,
    /// What it is called.
    pub label: &'static str,
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
                OptionValues::OneOf(values) => values.iter().any(|one| one.id == value),
                OptionValues::Text { fits, .. } => fits(value),
            }
    }
}

/// An option whose values are a type of the target: the table from which the option is made and by which it
/// is read.
#[derive(Debug)]
pub(super) struct Choice<T: 'static, const N: usize> {
    pub(super) id: &'static str,
    pub(super) label: &'static str,
    /// Id, label and meaning of each value, the default first.
    pub(super) values: [(&'static str, &'static str, T); N],
}

impl<T: Copy, const N: usize> Choice<T, N> {
    /// What is chosen.
    pub(super) fn of(&self, options: &Options) -> T {
        let chosen = options.0.get(self.id);
        let chosen = chosen.and_then(|id| self.values.iter().find(|(value, ..)| value == id));
        chosen.unwrap_or(&self.values[0]).2
    }

    pub(super) const fn option(&self, values: &'static [OptionValue]) -> TargetOption {
        TargetOption {
            id: self.id,
            label: self.label,
            values: OptionValues::OneOf(values),
            default: self.values[0].0,
        }
    }

    pub(super) const fn option_values(&self) -> [OptionValue; N] {
        let mut all = [OptionValue { id: "", label: "" }; N];
        let mut index = 0;
        while index < N {
            let (id, label, _) = &self.values[index];
            all[index] = OptionValue { id, label };
            index += 1;
        }
        all
    }
}

/// What a policy is called among several on one server: it goes into the names of files and variables.
pub(super) const NAME: TargetOption = TargetOption {
    id: "name",
    label: "Name of this policy",
    values: OptionValues::Text {
        pattern: "[a-z][a-z0-9]{0,23}",
        fits: is_name,
    },
    default: "",
};

fn is_name(text: &str) -> bool {
    const LONGEST: usize = 24;
    text.len() <= LONGEST
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

/// The name that is given to the policy.
pub(super) fn name(options: &Options) -> Option<&str> {
    Some(options.get(&NAME)).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_and_fits_everywhere() {
        for (text, expected) in [
            ("", true),
            ("shop", true),
            ("a1", true),
            ("abcdefghijklmnopqrstuvwx", true),
            ("abcdefghijklmnopqrstuvwxy", false),
            ("1a", false),
            ("Shop", false),
            ("a_b", false),
            ("a-b", false),
            ("a b", false),
            ("é", false),
        ] {
            assert_eq!(NAME.takes(text), expected, "{text}");
        }
    }
}
