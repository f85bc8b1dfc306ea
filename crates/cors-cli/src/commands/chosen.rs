//! The target that a command is about, with its version and options.

use std::collections::BTreeMap;

use cors_core::targets::{
    self, Chosen, OptionError, OptionValues, Options, Setup, TARGETS, Target, Version,
};
use cors_state::Draft;

use crate::args::SetupArgs;
use crate::input::Input;

/// The choices of the arguments; a state makes the rest.
pub(crate) struct Choice {
    target: Option<&'static Target>,
    version: Option<String>,
    options: BTreeMap<String, String>,
}

impl Choice {
    /// The choice, unless the target that it names has no such version or option.
    pub(crate) fn new(target: Option<&'static Target>, setup: SetupArgs) -> Result<Self, String> {
        let choice = Self {
            target,
            version: setup.version,
            options: by_name(setup.options)?,
        };
        if let Some(target) = choice.target {
            let version = choice.version.as_deref().unwrap_or_default();
            chosen(target, version, &choice.options)?;
        }
        Ok(choice)
    }

    /// An error if the arguments set up a target: the reference response has no versions and no options.
    pub(crate) fn refuse_setup(&self) -> Result<(), String> {
        match (&self.version, self.options.first_key_value()) {
            (None, None) => Ok(()),
            (Some(_), _) => {
                Err("The target `model` has no versions. Leave out `--version`.".to_owned())
            }
            (None, Some(_)) => {
                Err("The target `model` has no options. Leave out `--option`.".to_owned())
            }
        }
    }

    /// The target of the arguments, set up without a state.
    pub(crate) fn alone(&self, target: &'static Target) -> Result<Chosen, String> {
        let version = self.version.as_deref().unwrap_or_default();
        chosen(target, version, &self.options)
    }

    /// Whether the arguments name a target.
    pub(crate) fn names_target(&self) -> bool {
        self.target.is_some()
    }

    /// The state with the target of the arguments, or else its own. Its version and options count if they are about
    /// this target, and options of the arguments are added to them.
    pub(crate) fn applied_to(&self, input: &Input) -> Result<Draft, String> {
        let draft = &input.draft;
        let target = match self.target {
            Some(target) => target,
            None => target(&draft.target)?,
        };
        let (version, mut options) = if draft.target == target.id {
            (draft.version.as_str(), draft.options.clone())
        } else {
            ("", BTreeMap::new())
        };
        options.extend(self.options.clone());
        let version = self.version.as_deref().unwrap_or(version);
        let Chosen { setup, .. } = chosen(target, version, &options)?;
        let options = setup.options.iter();
        Ok(Draft {
            target: target.id.to_owned(),
            version: version.to_owned(),
            options: options
                .map(|(id, value)| (id.to_owned(), value.to_owned()))
                .collect(),
            ..draft.clone()
        })
    }
}

/// The options by name; each may be set once.
fn by_name(options: Vec<(String, String)>) -> Result<BTreeMap<String, String>, String> {
    let mut by_name = BTreeMap::new();
    for (name, value) in options {
        if let Some(first) = by_name.insert(name.clone(), value) {
            return Err(format!(
                "`--option {name}={first}` is followed by another `--option {name}=…`. Set each option once."
            ));
        }
    }
    Ok(by_name)
}

/// The target of that id.
pub(crate) fn target(id: &str) -> Result<&'static Target, String> {
    targets::find(id).ok_or_else(|| {
        let ids: Vec<&str> = TARGETS.iter().map(|target| target.id).collect();
        format!(
            "There is no target `{id}`. The targets are {}.",
            ids.join(", ")
        )
    })
}

/// The version of that name; the newest for an empty name.
fn version(target: &Target, name: &str) -> Result<Version, String> {
    target.version(name).ok_or_else(|| {
        let names: Vec<&str> = target.versions.iter().map(|version| version.line).collect();
        format!(
            "The target `{}` has no version `{name}`. Its versions are {}.",
            target.id,
            names.join(", ")
        )
    })
}

/// The target in a version with options.
pub(crate) fn chosen(
    target: &'static Target,
    version_name: &str,
    options: &BTreeMap<String, String>,
) -> Result<Chosen, String> {
    let version = version(target, version_name)?;
    let pairs = options
        .iter()
        .map(|(id, value)| (id.as_str(), value.as_str()));
    let (options, errors) = Options::read(target.options, pairs);
    match errors.first() {
        Some(error) => Err(option_error(target, error)),
        None => Ok(Chosen {
            target,
            setup: Setup { version, options },
        }),
    }
}

fn option_error(target: &Target, error: &OptionError) -> String {
    match error {
        OptionError::Unknown { id } => {
            let ids: Vec<&str> = target.options.iter().map(|option| option.id).collect();
            match ids.as_slice() {
                [] => format!(
                    "The target `{}` has no options, so `{id}` can't be set.",
                    target.id
                ),
                ids => format!(
                    "The target `{}` has no option `{id}`. Its options are {}.",
                    target.id,
                    ids.join(", ")
                ),
            }
        }
        OptionError::Value { option, value } => match option.values {
            OptionValues::OneOf(values) => {
                let ids: Vec<&str> = values.iter().map(|value| value.id).collect();
                format!(
                    "The option `{}` can't be `{value}`. Its values are {}.",
                    option.id,
                    ids.join(", ")
                )
            }
            OptionValues::Text { pattern, .. } => format!(
                "The option `{}` can't be `{value}`. Its value has to match {pattern}.",
                option.id
            ),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cors_core::targets::{OptionValue, TargetInfo, TargetOption};
    use serde_json::{Value, json};

    const NAME: TargetOption = TargetOption {
        id: "name",
        label: "Name",
        values: OptionValues::Text {
            pattern: "[a-z]+",
            fits: |text| text.bytes().all(|byte| byte.is_ascii_lowercase()),
        },
        default: "cors",
    };
    const LAYOUT: TargetOption = TargetOption {
        id: "layout",
        label: "Layout",
        values: OptionValues::OneOf(&[
            OptionValue {
                id: "one",
                label: "One file",
            },
            OptionValue {
                id: "two",
                label: "Two files",
            },
        ]),
        default: "one",
    };
    static WITH_OPTIONS: Target = Target {
        info: TargetInfo {
            options: &[NAME, LAYOUT],
            ..TARGETS[0].info
        },
        ..TARGETS[0]
    };

    /// Chooses by these arguments and the options of a state that names this target; expects these options, or
    /// this error.
    #[track_caller]
    fn check(arguments: &[(&str, &str)], state: &Value, expected: Result<&[(&str, &str)], &str>) {
        let setup = SetupArgs {
            version: None,
            options: arguments
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        };
        let input = Input::read(state).unwrap();
        let draft =
            Choice::new(Some(&WITH_OPTIONS), setup).and_then(|choice| choice.applied_to(&input));
        let options = draft.as_ref().map(|draft| {
            let options = draft.options.iter();
            options
                .map(|(id, value)| (id.as_str(), value.as_str()))
                .collect::<Vec<_>>()
        });
        assert_eq!(
            options.map_err(String::as_str),
            expected.map(<[(&str, &str)]>::to_vec)
        );
    }

    #[test]
    fn options_of_the_arguments_are_added_to_those_of_the_state() {
        let state = json!({"target": TARGETS[0].id, "options": {"name": "shop", "layout": "two"}});
        let other = json!({"target": TARGETS[1].id, "options": {"name": "shop"}});
        check(&[], &state, Ok(&[("layout", "two"), ("name", "shop")]));
        check(
            &[("name", "api")],
            &state,
            Ok(&[("layout", "two"), ("name", "api")]),
        );
        check(&[("layout", "one")], &state, Ok(&[("name", "shop")]));
        // Options of another target don't count.
        check(&[("layout", "two")], &other, Ok(&[("layout", "two")]));
        check(
            &[("color", "red")],
            &state,
            Err("The target `nginx` has no option `color`. Its options are name, layout."),
        );
        check(
            &[("layout", "three")],
            &state,
            Err("The option `layout` can't be `three`. Its values are one, two."),
        );
        check(
            &[("name", "A")],
            &state,
            Err("The option `name` can't be `A`. Its value has to match [a-z]+."),
        );
    }
}
