use serde::{Deserialize, Serialize};

/// The simulated failures, outer layer first, each as `id` or `id:argument`. There are at most two.
///
/// Unknown ids are kept, so that a link written by a later version survives being opened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(try_from = "OneOrMany", into = "OneOrMany")]
pub struct Faults(Vec<String>);

/// More than two failures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyFaults;

impl Faults {
    /// How many layers there can be.
    pub const LIMIT: usize = 2;

    /// One failure; an empty text means none.
    pub fn one(fault: &str) -> Self {
        Self(
            Some(fault.to_owned())
                .filter(|fault| !fault.is_empty())
                .into_iter()
                .collect(),
        )
    }

    /// As written, the outer layer first.
    pub fn as_slice(&self) -> &[String] {
        &self.0
    }

    /// Whether there is no failure.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl TryFrom<Vec<String>> for Faults {
    type Error = TooManyFaults;

    fn try_from(mut faults: Vec<String>) -> Result<Self, TooManyFaults> {
        faults.retain(|fault| !fault.is_empty());
        if faults.len() > Self::LIMIT {
            return Err(TooManyFaults);
        }
        Ok(Self(faults))
    }
}

impl core::fmt::Display for TooManyFaults {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("expected at most two failures, the outer one first")
    }
}

impl core::error::Error for TooManyFaults {}

/// The JSON form.
#[derive(Deserialize, Serialize)]
#[serde(
    untagged,
    expecting = "expected a failure such as \"server-down\", or an array of at most two"
)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl TryFrom<OneOrMany> for Faults {
    type Error = TooManyFaults;

    fn try_from(faults: OneOrMany) -> Result<Self, TooManyFaults> {
        match faults {
            OneOrMany::One(fault) => Ok(Self::one(&fault)),
            OneOrMany::Many(faults) => Self::try_from(faults),
        }
    }
}

impl From<Faults> for OneOrMany {
    fn from(Faults(mut faults): Faults) -> Self {
        match faults.pop() {
            Some(fault) if faults.is_empty() => Self::One(fault),
            last => Self::Many(faults.into_iter().chain(last).collect()),
        }
    }
}
