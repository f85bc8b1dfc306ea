use std::io::Result;

use cors_core::targets::{OptionValues, TARGETS, Target, TargetOption, evidence};
use serde_json::{Value, json};

use crate::exit::Exit;
use crate::output::Output;

/// Every target, one on each line.
pub(crate) fn run(output: &mut Output) -> Result<Exit> {
    for target in TARGETS {
        let versions: Vec<&str> = target.versions.iter().map(|version| version.0).collect();
        let evidence = evidence_of(target);
        let verified: Vec<&Value> = evidence
            .iter()
            .filter(|one| one["differences"] == 0)
            .map(|one| &one["version"])
            .collect();
        output.value(&json!({
            "id": target.id,
            "label": target.label,
            "language": target.language,
            "options": target.options.iter().map(option_json).collect::<Vec<_>>(),
            "versions": versions,
            "verified": verified,
            "evidence": evidence,
        }))?;
    }
    output.flush()?;
    Ok(Exit::Done)
}

fn option_json(option: &TargetOption) -> Value {
    let (values, pattern) = match option.values {
        OptionValues::OneOf(values) => {
            let values: Vec<&str> = values.iter().map(|(id, _)| *id).collect();
            (Some(values), None)
        }
        OptionValues::Text { pattern, .. } => (None, Some(pattern)),
    };
    json!({
        "id": option.id,
        "label": option.label,
        "values": values,
        "pattern": pattern,
        "default": option.default,
    })
}

/// The evidence from the real server, for each version.
fn evidence_of(target: &Target) -> Vec<Value> {
    let found = target
        .versions
        .iter()
        .filter_map(|&version| evidence(target, version));
    found
        .map(|one| {
            json!({
                "version": one.version,
                "server": one.server,
                "policies": one.policies,
                "requests": one.requests,
                "comparisons": one.comparisons,
                "differences": one.differences,
            })
        })
        .collect()
}
