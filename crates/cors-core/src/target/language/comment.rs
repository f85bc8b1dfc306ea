use crate::policy::Policy;
use crate::target::Version;

/// How a language starts a comment that ends with the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::target) enum Comment {
    /// `#`.
    Hash,
    /// `//`.
    Slashes,
}

/// The first lines of every snippet: what it is, and with which version it was verified. A link back to
/// the policy belongs here too, which is why the policy is handed in.
pub(in crate::target) fn header_comment(
    comment: Comment,
    what: &str,
    verified: &str,
    version: Version,
    _policy: &Policy,
) -> String {
    let mark = match comment {
        Comment::Hash => "#",
        Comment::Slashes => "//",
    };
    format!("{mark} {what} Verified on {verified} {}.", version.0)
}
