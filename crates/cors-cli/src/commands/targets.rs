use std::io::Result;

use cors_core::targets::{
    Evidence, OptionValues, Source, TARGETS, Target, TargetInfo, TargetOption, Version,
    all_evidence, evidence,
};
use serde_json::{Value, json};

use crate::exit::Exit;
use crate::output::Output;

/// Every target, one on each line.
pub(crate) fn run(output: &mut Output) -> Result<Exit> {
    for target in TARGETS {
        let versions: Vec<&str> = target.versions.iter().map(|version| version.line).collect();
        let verified: Vec<&str> = target
            .versions
            .iter()
            .filter(|version| evidence(target, **version).is_some_and(|one| one.differences == 0))
            .map(|version| version.line)
            .collect();
        output.value(&json!({
            "id": target.id,
            "label": target.label,
            "group": target.group.id(),
            "language": target.language.id,
            "library": target.library.is_some(),
            "proof": target.proof.id(),
            "source": source_json(target),
            "options": target.options.iter().map(option_json).collect::<Value>(),
            "versions": versions,
            "verified": verified,
            "evidence": evidence_of(target),
        }))?;
    }
    output.flush()?;
    Ok(Exit::Done)
}

/// Where what is said of a target that isn't run can be read; `null` for the others.
pub(super) fn source_json(target: &TargetInfo) -> Value {
    let json = |source: &Source| {
        json!({
            "label": Source::HEADING,
            "title": source.title,
            "url": source.url,
            "read": source.read,
        })
    };
    target.source().map_or(Value::Null, json)
}

fn option_json(option: &TargetOption) -> Value {
    let (values, pattern) = match option.values {
        OptionValues::OneOf(values) => (Some(values), None),
        OptionValues::Text { pattern, .. } => (None, Some(pattern)),
    };
    let values: Option<Vec<&str>> =
        values.map(|values| values.iter().map(|value| value.id).collect());
    json!({
        "id": option.id,
        "label": option.label,
        "values": values,
        "pattern": pattern,
        "default": option.default,
    })
}

/// The evidence from the real server, for each version with each set of options.
fn evidence_of(target: &Target) -> Value {
    let found = |&version: &Version| all_evidence(target, version);
    target
        .versions
        .iter()
        .flat_map(found)
        .map(json_of)
        .collect()
}

fn json_of(evidence: &Evidence) -> Value {
    json!({
        "version": evidence.version,
        "release": evidence.release,
        "options": evidence.options,
        "server": evidence.server,
        "policies": evidence.policies,
        "requests": evidence.requests,
        "comparisons": evidence.comparisons,
        "differences": evidence.differences,
    })
}
