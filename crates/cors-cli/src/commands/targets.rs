use std::io::Result;

use cors_core::target::TARGETS;
use serde_json::json;

use crate::exit::Exit;
use crate::output::Output;

/// Every target, one on each line.
pub(crate) fn run(output: &mut Output) -> Result<Exit> {
    for target in TARGETS {
        let versions: Vec<&str> = target.versions.iter().map(|version| version.0).collect();
        // Only versions whose answers were compared are offered at all.
        output.value(&json!({
            "id": target.id,
            "label": target.label,
            "language": target.language,
            "versions": versions,
            "verified": versions,
        }))?;
    }
    output.flush()?;
    Ok(Exit::Done)
}
