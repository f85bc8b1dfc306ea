//! What the proof on real servers found, so that it can be said beside the snippet.

mod table;

use core::fmt;

use super::{Target, Version};

/// The last whole run of the proof for one target in one version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The target's id.
    pub target: &'static str,
    /// The version's name.
    pub version: &'static str,
    /// The server with its version, as it says it itself.
    pub server: &'static str,
    /// Policies whose snippets were run.
    pub policies: u32,
    /// Requests sent; the answer to each was compared with the predicted one.
    pub requests: u32,
    /// Things compared: statuses, headers, promises.
    pub comparisons: u32,
    /// How many of them differed.
    pub differences: u32,
}

/// What is known of the target in that version.
pub fn evidence(target: &Target, version: Version) -> Option<&'static Evidence> {
    table::TABLE
        .iter()
        .find(|one| one.target == target.id && one.version == version.0)
}

/// A sentence for people.
impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Verified on ")?;
        f.write_str(self.server)?;
        f.write_str(": ")?;
        grouped(self.requests, f)?;
        f.write_str(" answers compared, ")?;
        grouped(self.differences, f)?;
        f.write_str(" differences.")
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
            server: "x 1.2",
            policies: 3,
            requests: 1_013_400,
            comparisons: 5,
            differences: 0,
        };
        assert_eq!(
            evidence.to_string(),
            "Verified on x 1.2: 1,013,400 answers compared, 0 differences."
        );
        evidence.requests = 60;
        assert_eq!(
            evidence.to_string(),
            "Verified on x 1.2: 60 answers compared, 0 differences."
        );
    }
}
