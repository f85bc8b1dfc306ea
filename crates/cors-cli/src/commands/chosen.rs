//! The target and version that a name means.

use cors_core::targets::{self, TARGETS, Target, Version};

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
        let names: Vec<&str> = target.versions.iter().map(|version| version.0).collect();
        format!(
            "The target “{}” has no version “{name}”; its versions are {}.",
            target.id,
            names.join(", ")
        )
    })
}
