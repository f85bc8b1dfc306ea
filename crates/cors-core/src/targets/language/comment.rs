use super::Language;

/// Chats, mails and some servers cut longer addresses off, and one that was cut off opens another policy.
const LONGEST_LINK: usize = 1_800;

/// The first line of every part: what it is for and, where the page has an address, the link that opens the
/// policy again.
pub(in crate::targets) fn header_comment(
    language: Language,
    what: &str,
    permalink: Option<&str>,
) -> String {
    let mut text = what.to_owned();
    if let Some(link) = permalink.filter(|link| link.len() <= LONGEST_LINK) {
        text.push_str(" Edit: ");
        text.push_str(link);
    }
    language.comment_line(&one_line(&text))
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
        let line = header_comment(Language::NGINX, "CORS for x.", permalink);
        assert_eq!(line, expected);
    }

    #[test]
    fn the_comment_links_to_the_policy_where_there_is_a_link() {
        check(
            Some("https://tools.example/cors/#v=1&origins=*&"),
            "# CORS for x. Edit: https://tools.example/cors/#v=1&origins=*&",
        );
        check(None, "# CORS for x.");
        check(Some(&"x".repeat(2_000)), "# CORS for x.");
    }

    #[test]
    fn nothing_leaves_the_line() {
        assert_eq!(one_line("a\nb\r\u{2028}\u{202e}c~"), "a?b???c~");
    }
}
