use super::language::Language;

/// Config, ready to paste.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The parts, each with the place where it goes.
    pub files: Vec<SnippetFile>,
    /// How to use it on a server of one's own, in order.
    pub steps: Vec<Step>,
    /// A full example that runs as it is.
    pub example: Example,
    /// What to know before deploying, the most important first.
    pub notes: Vec<String>,
}

/// A part of a snippet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnippetFile {
    /// The name of the file, without a folder or with one that the project has.
    pub path: String,
    /// The language of the text.
    pub language: Language,
    /// Where it goes, as a sentence.
    pub context: String,
    /// The text.
    pub text: String,
}

/// A full example: an application or server around the snippet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Example {
    /// Its files; one or more of them contain the snippet literally, but for the indent.
    pub files: Vec<ExampleFile>,
    /// How to start it in its folder, check it and end it.
    pub steps: Vec<Step>,
}

/// A file of the full example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleFile {
    /// The path in the example's folder.
    pub path: String,
    /// The language of the text.
    pub language: Language,
    /// The text.
    pub text: String,
}

/// Something to do, in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it is for.
    pub kind: StepKind,
    /// What to do, as a sentence.
    pub text: String,
    /// The command for it, for a POSIX shell, where one command does it. It succeeds when the step does; that
    /// of a `reload` in an example may run until the example is ended.
    pub command: Option<String>,
}

/// What a step is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// Installs what the config needs.
    Install,
    /// Puts a part where it goes.
    Place,
    /// Makes the server read it: tests and reloads, restarts or starts.
    Reload,
    /// Sends a preflight and fails if CORS does not work.
    Check,
    /// Takes the config out again.
    Undo,
}

impl StepKind {
    /// The id in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Install => "install",
            Self::Place => "place",
            Self::Reload => "reload",
            Self::Check => "check",
            Self::Undo => "undo",
        }
    }
}

impl Step {
    /// A step without a command.
    pub(super) fn text(kind: StepKind, text: impl Into<String>) -> Self {
        Self {
            kind,
            text: text.into(),
            command: None,
        }
    }

    /// A step with a command.
    pub(super) fn command(
        kind: StepKind,
        text: impl Into<String>,
        command: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            text: text.into(),
            command: Some(command.into()),
        }
    }
}

/// A sound policy that a target cannot express.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsupported {
    /// What cannot be expressed and what to do instead, as a sentence or two.
    pub reason: String,
}

impl Unsupported {
    pub(super) fn because<T>(reason: impl Into<String>) -> Result<T, Self> {
        Err(Self {
            reason: reason.into(),
        })
    }
}
