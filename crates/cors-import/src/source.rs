//! The text of a config: its lines, and which of them are something else.

use core::cell::OnceCell;

/// What is read of a text at most, in bytes. No config comes near it.
pub const LONGEST_TEXT: usize = 2 * 1024 * 1024;

/// A text with the numbers of its lines.
#[derive(Debug)]
pub(crate) struct Source {
    text: String,
    starts: OnceCell<Vec<usize>>,
    /// Whether the end was cut off.
    pub(crate) is_cut: bool,
}

impl Source {
    /// The text with the lines blanked that belong to a console, a shell or an HTTP response, so that everything
    /// else keeps its line.
    pub(crate) fn new(text: &str) -> Self {
        let mut end = text.len().min(LONGEST_TEXT);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let kept = text.get(..end).unwrap_or_default();
        Self {
            text: without_noise(kept),
            starts: OnceCell::new(),
            is_cut: end < text.len(),
        }
    }

    /// The text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The number of the line that this byte is in, from 1.
    pub(crate) fn line_at(&self, offset: usize) -> u32 {
        u32::try_from(self.starts().partition_point(|&start| start <= offset)).unwrap_or(u32::MAX)
    }

    /// A line by its number.
    pub(crate) fn line(&self, number: u32) -> &str {
        let index = usize::try_from(number)
            .unwrap_or(usize::MAX)
            .saturating_sub(1);
        let starts = self.starts();
        let start = starts.get(index).copied().unwrap_or(self.text.len());
        let end = starts.get(index.saturating_add(1)).copied();
        self.text
            .get(start..end.unwrap_or(self.text.len()))
            .unwrap_or_default()
            .trim_end_matches(['\n', '\r'])
    }

    /// How many lines there are.
    pub(crate) fn lines(&self) -> u32 {
        u32::try_from(self.starts().len()).unwrap_or(u32::MAX)
    }

    fn starts(&self) -> &[usize] {
        self.starts.get_or_init(|| {
            let breaks = self.text.match_indices('\n').map(|(at, _)| at + 1);
            core::iter::once(0).chain(breaks).collect()
        })
    }
}

/// Phrases of consoles and shells. A line with one of them is no config.
const NOISE: [&str; 16] = [
    "has been blocked by CORS policy",
    "net::ERR_",
    "Cross-Origin Request Blocked",
    "(Reason: CORS",
    "is not allowed by Access-Control-Allow-Origin",
    "due to access control checks",
    "Preflight response is not successful",
    "Failed to load resource",
    "Uncaught (in promise)",
    "TypeError: Failed to fetch",
    "TypeError: Load failed",
    "NetworkError when attempting to fetch",
    "(Grund: CORS",
    "(raison : CORS",
    "(razón: CORS",
    "Access to ",
];

/// What a line of HTML begins with, unlike a section of Apache or the start of PHP.
const MARKUP: [&str; 12] = [
    "<!doctype",
    "<html",
    "</html",
    "<head",
    "</head",
    "<body",
    "</body",
    "<title",
    "<h1",
    "<center",
    "<hr",
    "<p>",
];

fn without_noise(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut in_response = false;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            in_response = false;
        }
        let bare = trimmed.trim_start_matches(['<', '>', '*', ' ', '$', '#']);
        if is_status_line(bare) || is_shell(trimmed) {
            in_response = true;
        }
        let lower = trimmed.get(..12).unwrap_or(trimmed).to_ascii_lowercase();
        let is_noise = in_response
            || NOISE.iter().any(|phrase| trimmed.contains(phrase))
            || MARKUP.iter().any(|tag| lower.starts_with(tag))
            || trimmed.starts_with("<?xml")
            || trimmed.starts_with("<Error>");
        if is_noise {
            // Only the line break stays.
            clean.push_str(if line.ends_with('\n') { "\n" } else { "" });
        } else {
            clean.push_str(line);
        }
    }
    clean
}

fn is_status_line(line: &str) -> bool {
    line.strip_prefix("HTTP/")
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

fn is_shell(line: &str) -> bool {
    let command = line.trim_start_matches(['$', '%', '#', ' ']);
    (line.starts_with('$') || line.starts_with("curl "))
        && (command.starts_with("curl ")
            || command.starts_with("http ")
            || command.starts_with("wget "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(Source::new(text).text(), expected);
    }

    #[test]
    fn what_is_no_configuration_is_blanked() {
        check("server {\n}\n", "server {\n}\n");
        check(
            "Access to fetch at 'https://a' has been blocked by CORS policy: x\n\nserver {}",
            "\n\nserver {}",
        );
        check(
            "$ curl -i https://a\nHTTP/1.1 403 Forbidden\nServer: x\n\n<?xml version=\"1.0\"?>\n\n[\n]",
            "\n\n\n\n\n\n[\n]",
        );
        check("<IfModule mod_headers.c>\n", "<IfModule mod_headers.c>\n");
        check("<?php\nreturn [];\n", "<?php\nreturn [];\n");
    }

    #[test]
    fn lines_are_counted_from_one() {
        let source = Source::new("a\nb\n\nc");
        let lines: Vec<u32> = [0, 1, 2, 3, 4, 5, 99].map(|at| source.line_at(at)).to_vec();
        assert_eq!(lines, [1, 1, 2, 2, 3, 4, 4]);
        assert_eq!(source.line(4), "c");
        assert_eq!(source.line(9), "");
    }
}
