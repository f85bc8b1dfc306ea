use crate::link;
use crate::policy::Policy;
use crate::targets::Version;

/// How a language starts a comment that ends with the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::targets) enum Comment {
    /// `#`.
    Hash,
    /// `//`.
    Slashes,
}

/// Chats, mails and some servers cut longer addresses off, and one that was cut off opens another policy.
const LONGEST_LINK: usize = 1_800;

/// The first line of every snippet: what it is, with which version it was verified, and, where the page has an
/// address, the link that opens the policy again.
pub(in crate::targets) fn header_comment(
    comment: Comment,
    what: &str,
    target: &str,
    verified: &str,
    version: Version,
    policy: &Policy,
    base: Option<&str>,
) -> String {
    let mark = match comment {
        Comment::Hash => "#",
        Comment::Slashes => "//",
    };
    let mut comment = format!("{mark} {what} Verified on {verified} {}.", version.0);
    let link = base.map(|base| link::permalink_url(base, policy, target, version.0));
    if let Some(link) = link.filter(|link| link.len() <= LONGEST_LINK) {
        comment.push_str(" Change it at ");
        comment.push_str(&link);
    }
    one_line(&comment)
}

/// Nothing ends a comment of these kinds but the end of the line. Links and our own words hold no such
/// character; should one ever come in, it must not let the rest of the text out of the comment.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            ' '..='~' => c,
            _ => '?',
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::Platform;
    use crate::policy::PolicyDraft;

    #[track_caller]
    fn check(comment: Comment, origins: usize, base: Option<&str>, expected: &str) {
        let draft = PolicyDraft {
            allow_origins: (0..origins)
                .map(|i| format!("https://customer-{i}.example"))
                .collect(),
            allow_headers: vec!["x-#$&'*".to_owned()],
            ..PolicyDraft::default()
        };
        let parsed = draft.parse(&Platform::BARE);
        let version = Version("1.2");
        let line = header_comment(
            comment,
            "CORS for x.",
            "some-target",
            "x",
            version,
            parsed.policy(),
            base,
        );
        assert_eq!(line, expected);
    }

    #[test]
    fn the_comment_links_to_the_policy() {
        check(
            Comment::Hash,
            2,
            Some("https://tools.example/cors/"),
            "# CORS for x. Verified on x 1.2. Change it at https://tools.example/cors/#v=1&origins=https://customer-0.example,https://customer-1.example&headers=x-%23$%26%27*&target=some-target&version=1.2",
        );
    }

    #[test]
    fn a_long_link_is_left_out() {
        check(
            Comment::Slashes,
            100,
            Some("https://tools.example/cors/"),
            "// CORS for x. Verified on x 1.2.",
        );
    }

    #[test]
    fn without_an_address_there_is_no_link() {
        check(
            Comment::Slashes,
            2,
            None,
            "// CORS for x. Verified on x 1.2.",
        );
    }

    #[test]
    fn nothing_leaves_the_line() {
        assert_eq!(one_line("a\nb\r\u{2028}\u{202e}c~"), "a?b???c~");
    }
}
