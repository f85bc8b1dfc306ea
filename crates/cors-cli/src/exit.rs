use std::process::ExitCode;

/// How it went. Of several values the worst decides, in this order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// Everything was answered.
    #[default]
    Done,
    /// A policy is not sound or cannot be expressed, or a check failed.
    Failed,
    /// Something could not be read.
    BadInput,
}

impl Exit {
    pub(crate) fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::BadInput => 2,
        })
    }
}
