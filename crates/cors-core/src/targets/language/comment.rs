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
    verified: &str,
    version: Version,
    permalink: Option<&str>,
) -> String {
    let mark = match comment {
        Comment::Hash => "#",
        Comment::Slashes => "//",
    };
    let mut comment = format!("{mark} {what} Verified on {verified} {}.", version.0);
    if let Some(link) = permalink.filter(|link| link.len() <= LONGEST_LINK) {
        comment.push_str(" Change it at ");
        comment.push_str(link);
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

    #[track_caller]
    fn check(permalink: Option<&str>, expected: &str) {
        let line = header_comment(Comment::Hash, "CORS for x.", "x", Version("1.2"), permalink);
        assert_eq!(line, expected);
    }

    #[test]
    fn the_comment_links_to_the_policy_where_there_is_a_link() {
        check(
            Some("https://tools.example/cors/#v=1&origins=*&"),
            "# CORS for x. Verified on x 1.2. Change it at https://tools.example/cors/#v=1&origins=*&",
        );
        check(None, "# CORS for x. Verified on x 1.2.");
        check(Some(&"x".repeat(2_000)), "# CORS for x. Verified on x 1.2.");
    }

    #[test]
    fn nothing_leaves_the_line() {
        assert_eq!(one_line("a\nb\r\u{2028}\u{202e}c~"), "a?b???c~");
    }
}
