//! What the proof on real servers found, so that it can be shown next to the snippet.

mod table;

use core::fmt;

use super::{Proof, TargetInfo, Version, VersionsOf};

/// The last full run of the proof for one target in one version with some options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The target's id.
    pub target: &'static str,
    /// The version's line.
    pub version: &'static str,
    /// The exact release that was run.
    pub release: &'static str,
    /// The options that are not at their default, as in a link.
    pub options: &'static str,
    /// The server with its version, as it says it itself.
    pub server: &'static str,
    /// Policies whose snippets were run.
    pub policies: u32,
    /// Requests sent; the response to each was compared with the predicted one.
    pub requests: u32,
    /// Things compared: statuses, headers, promises.
    pub comparisons: u32,
    /// How many of them differed.
    pub differences: u32,
}

/// What is known of the target in that version, with default options.
pub fn evidence(target: &TargetInfo, version: Version) -> Option<&'static Evidence> {
    all_evidence(target, version).find(|one| one.options.is_empty())
}

/// What is known of the target in that version, with each set of options that was run.
pub fn all_evidence(
    target: &TargetInfo,
    version: Version,
) -> impl Iterator<Item = &'static Evidence> {
    table::TABLE
        .iter()
        .filter(move |one| one.target == target.id && one.version == version.line)
}

/// On which releases the target was tested, as a sentence without its end, such as `Tested on nginx 1.30.6,
/// 1.26.3, 1.22.1`; `None` if on none.
pub fn tested_on(target: &TargetInfo) -> Option<String> {
    match target.proof {
        Proof::Run | Proof::Emulator => {}
        Proof::Reference | Proof::Documented(_) => return None,
    }
    let releases: Vec<&str> = target
        .versions
        .iter()
        .filter_map(|&version| evidence(target, version))
        .map(|one| one.release)
        .collect();
    let name = match (target.library, target.versions_of) {
        (Some(library), VersionsOf::Library) => library,
        (_, VersionsOf::Server | VersionsOf::Documentation) | (None, VersionsOf::Library) => {
            target.server
        }
    };
    (!releases.is_empty()).then(|| format!("Tested on {name} {}", releases.join(", ")))
}

/// A sentence for people.
impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tested on ")?;
        f.write_str(self.server)?;
        f.write_str(": ")?;
        grouped(self.requests, f)?;
        f.write_str(" responses checked, ")?;
        grouped(self.differences, f)?;
        f.write_str(" mismatches.")
    }
}

/// The number with commas between its thousands.
fn grouped(number: u32, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (thousands, rest) = (number / 1_000, number % 1_000);
    if thousands == 0 {
        return fmt::Display::fmt(&rest, f);
    }
    grouped(thousands, f)?;
    f.write_str(",")?;
    for digit in [rest / 100, rest / 10 % 10, rest % 10] {
        fmt::Display::fmt(&digit, f)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_is_a_sentence() {
        let mut evidence = Evidence {
            target: "x",
            version: "1.2",
            release: "1.2.3",
            options: "",
            server: "x 1.2",
            policies: 3,
            requests: 1_013_400,
            comparisons: 5,
            differences: 0,
        };
        assert_eq!(
            evidence.to_string(),
            "Tested on x 1.2: 1,013,400 responses checked, 0 mismatches."
        );
        evidence.requests = 60;
        assert_eq!(
            evidence.to_string(),
            "Tested on x 1.2: 60 responses checked, 0 mismatches."
        );
    }
}
