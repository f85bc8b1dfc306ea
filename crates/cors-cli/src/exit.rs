use std::process::ExitCode;

/// The result of a run. Of several values the worst decides, in this order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// Everything was done.
    #[default]
    Done,
    /// A policy isn't sound or can't be expressed, a check failed, or two policies differ.
    Failed,
    /// Input or arguments couldn't be read.
    BadInput,
    /// A running server couldn't be reached.
    NotReached,
}

impl Exit {
    pub(crate) fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::BadInput => 2,
            Self::NotReached => 3,
        })
    }
}
