use cors_fetch::Place;

/// A check or decision of the browser, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The message that it belongs to.
    pub place: Place,
    /// The result.
    pub result: StepResult,
    /// The text.
    pub text: String,
    /// The header that decided, if there is one. It is marked in the message.
    pub header: Option<&'static str>,
    /// The expected value, if there is one.
    pub expected: Option<String>,
    /// The actual value.
    pub actual: Option<String>,
    /// The part of the standard, such as `https://fetch.spec.whatwg.org/#cors-check`.
    pub anchor: &'static str,
    /// The step's number in that part, such as `4`.
    pub step: &'static str,
}

/// The result of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepResult {
    /// It passed.
    Passed,
    /// It failed, and the fetch failed.
    Failed,
    /// Nothing was checked; the text says what follows.
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
