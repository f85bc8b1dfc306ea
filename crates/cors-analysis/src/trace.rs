use cors_fetch::Place;

/// One thing that the browser checked or decided, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Which message it is about.
    pub place: Place,
    /// How it came out.
    pub result: StepResult,
    /// A sentence for people.
    pub text: String,
    /// The header that decided, if one did: it is marked in the message shown.
    pub header: Option<&'static str>,
    /// What the check expected, as a value, where that says something.
    pub expected: Option<String>,
    /// What it found.
    pub actual: Option<String>,
    /// The part of the standard, such as `https://fetch.spec.whatwg.org/#cors-check`.
    pub anchor: &'static str,
    /// The step's number in that part, such as `4`.
    pub step: &'static str,
}

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepResult {
    /// It passed.
    Passed,
    /// It failed, and the fetch with it.
    Failed,
    /// Nothing was checked; this says what follows.
    Noted,
}

impl StepResult {
    /// The id in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Noted => "noted",
        }
    }
}
