/// Why a fetch failed: one variant per step of the standard that returns a network error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NetworkError {
    /// No answer came.
    ConnectionClosed,
}
