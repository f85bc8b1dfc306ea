//! The table as Markdown and as plain text.

use super::table::{Kind, Row, Table};
use crate::targets::language::Text;

const TITLE: &str = "CORS responses";

/// What the table can't say.
const RULES: [&str; 5] = [
    "A preflight is an `OPTIONS` request with the headers `Origin` and `Access-Control-Request-Method`. Respond to it on every path, before auth and before the app.",
    "Other responses keep the app's status and body. Errors and redirects get the same headers as successes.",
    "Remove the `Access-Control-*` headers that the app sets itself. Keep its `Vary`, and add the one here.",
    "Send no other `Access-Control-*` header.",
    "A value in braces is that of the request's header of this name, as it is. If the request has no such header, or an empty one, leave the header out.",
];

const COMPARE: &str = "Compare byte for byte. Several `Origin` lines are no allowed origin.";
const MATCH: &str =
    "An origin is also allowed if one of these regular expressions matches the whole of it:";
const ANY: &str = "Any origin is allowed.";

pub(super) fn markdown(table: &Table, permalink: Option<&str>) -> String {
    let mut text = Text::default();
    text.line(format!("# {TITLE}"));
    text.line("");
    text.line("## Allowed origins");
    text.line("");
    origins(&mut text, table, "- ", code);
    text.line("## Responses");
    text.line("");
    text.line("| request | status | headers |");
    text.line("|---|---|---|");
    for Row {
        request,
        status,
        headers,
    } in &table.rows
    {
        let headers: Vec<String> = headers
            .iter()
            .map(|(name, value)| code(&format!("{name}: {value}")).replace('|', "\\|"))
            .collect();
        text.line(format!(
            "| {} | {} | {} |",
            request.words(table.lists_origins()),
            status.map_or_else(
                || "the app's".to_owned(),
                |status| status.code().to_string()
            ),
            headers.join("<br>")
        ));
    }
    text.line("");
    text.line("## Rules");
    text.line("");
    for rule in RULES {
        text.line(format!("- {rule}"));
    }
    if let Some(link) = permalink {
        text.line("");
        text.line(format!("[Edit this policy]({link})"));
    }
    text.finish()
}

pub(super) fn plain(table: &Table, permalink: Option<&str>) -> String {
    let mut text = Text::default();
    text.line(TITLE);
    text.line("");
    text.line("Allowed origins");
    text.line("");
    origins(&mut text, table, "    ", str::to_owned);
    for Row {
        request,
        status,
        headers,
    } in &table.rows
    {
        text.line(without_marks(request.words(table.lists_origins())));
        text.line("");
        let status = status.map_or_else(
            || "    status of the app".to_owned(),
            |status| format!("    status {}", status.code()),
        );
        text.line(status);
        for (name, value) in headers {
            text.line(format!("    {name}: {value}"));
        }
        text.line("");
    }
    text.line("Rules");
    text.line("");
    for rule in RULES {
        text.line(format!("- {}", without_marks(rule)));
    }
    if let Some(link) = permalink {
        text.line("");
        text.line(format!("Edit this policy: {link}"));
    }
    text.finish()
}

fn origins(text: &mut Text, table: &Table, mark: &str, write: fn(&str) -> String) {
    let words = |words: &str| match mark.trim() {
        "-" => words.to_owned(),
        _ => without_marks(words),
    };
    if !table.lists_origins() {
        text.line(ANY);
        text.line("");
        return;
    }
    text.line(words(COMPARE));
    text.line("");
    for origin in &table.exact {
        text.line(format!("{mark}{}", write(origin)));
    }
    if !table.exact.is_empty() {
        text.line("");
    }
    if !table.patterns.is_empty() {
        text.line(MATCH);
        text.line("");
        for pattern in &table.patterns {
            text.line(format!("{mark}{}", write(pattern)));
        }
        text.line("");
    }
}

impl Table {
    fn lists_origins(&self) -> bool {
        self.rows.iter().any(|row| row.request == Kind::Others)
    }
}

fn without_marks(words: &str) -> String {
    words.replace('`', "")
}

/// A text as code, with more marks around it than it has in a row.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max();
    let marks = "`".repeat(longest.unwrap_or_default() + 1);
    if text.contains('`') {
        format!("{marks} {text} {marks}")
    } else {
        format!("{marks}{text}{marks}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_keeps_its_backticks() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a``b"), "``` a``b ```");
    }
}
