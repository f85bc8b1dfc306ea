/// Why a fetch failed: one variant per step of the standard that returns a network error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NetworkError {
    /// No answer came.
    ConnectionClosed,
}

impl NetworkError {
    /// What was seen, why that matters, what to do.
    pub fn sentence(&self) -> String {
        match self {
            Self::ConnectionClosed => {
                "The server gave no answer. Look whether it runs and can be reached.".to_owned()
            }
        }
    }
}
