//! The target and version that a name means.

use std::collections::BTreeMap;

use cors_core::targets::{
    self, Chosen, OptionError, OptionValues, Options, Setup, TARGETS, Target, Version,
};

/// The target of that id.
pub(crate) fn target(id: &str) -> Result<&'static Target, String> {
    targets::find(id).ok_or_else(|| {
        let ids: Vec<&str> = TARGETS.iter().map(|target| target.id).collect();
        format!(
            "There is no target “{id}”; the targets are {}.",
            ids.join(", ")
        )
    })
}

/// The version of that name; the newest for an empty name.
pub(crate) fn version(target: &Target, name: &str) -> Result<Version, String> {
    target.version(name).ok_or_else(|| {
        let names: Vec<&str> = target.versions.iter().map(|version| version.line).collect();
        format!(
            "The target “{}” has no version “{name}”; its versions are {}.",
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
                    "The target “{}” has no options; “{id}” was given.",
                    target.id
                ),
                ids => format!(
                    "The target “{}” has no option “{id}”; its options are {}.",
                    target.id,
                    ids.join(", ")
                ),
            }
        }
        OptionError::Value { option, value } => match option.values {
            OptionValues::OneOf(values) => {
                let ids: Vec<&str> = values.iter().map(|value| value.id).collect();
                format!(
                    "The option “{}” can't be “{value}”; it can be {}.",
                    option.id,
                    ids.join(", ")
                )
            }
            OptionValues::Text { pattern, .. } => format!(
                "The option “{}” can't be “{value}”; it has to fit {pattern}",
                option.id
            ),
        },
    }
}
