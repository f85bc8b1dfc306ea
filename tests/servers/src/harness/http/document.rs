//! The text that is handed over, read as another team would: Markdown or plain.

use regex::bytes::Regex;

use crate::server::Trouble;

/// What it says.
pub(super) struct Document {
    /// `None` if any origin is allowed.
    origins: Option<Origins>,
    rows: Vec<Row>,
}

#[derive(Default)]
struct Origins {
    exact: Vec<String>,
    patterns: Vec<Regex>,
}

/// What a kind of request gets.
pub(super) struct Row {
    title: String,
    /// `None` for the app's own.
    pub(super) status: Option<u16>,
    pub(super) headers: Vec<(String, String)>,
}

/// A kind of request.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    AllowedPreflight,
    BlockedPreflight,
    Allowed,
    Others,
}

impl Document {
    pub(super) fn read(text: &str) -> Result<Self, Trouble> {
        let is_markdown = text.starts_with("# ");
        let any = text.lines().any(|line| line == "Any origin is allowed.");
        let mut origins = Origins::default();
        let mut rows: Vec<Row> = Vec::new();
        let mut are_patterns = false;
        for line in text.lines() {
            are_patterns |= line.contains("regular expressions");
            if is_markdown {
                if let Some(cells) = line.strip_prefix("| ") {
                    rows.extend(markdown_row(cells)?);
                } else if let Some(item) = line.strip_prefix("- `")
                    && rows.is_empty()
                {
                    origins.take(item.trim_end_matches('`'), are_patterns)?;
                }
                continue;
            }
            match (line.strip_prefix("    "), rows.last_mut()) {
                (Some(item), None) => origins.take(item, are_patterns)?,
                (Some(item), Some(row)) => row.take(item)?,
                (None, _) if is_title(line) => rows.push(Row {
                    title: line.to_owned(),
                    status: None,
                    headers: Vec::new(),
                }),
                (None, _) => {}
            }
        }
        if rows.is_empty() {
            return Err("it has no responses".to_owned());
        }
        Ok(Self {
            origins: (!any).then_some(origins),
            rows,
        })
    }

    /// Whether the value of `Origin` is allowed.
    pub(super) fn allows(&self, origin: &[u8]) -> bool {
        self.origins.as_ref().is_none_or(|origins| {
            origins.exact.iter().any(|one| one.as_bytes() == origin)
                || origins.patterns.iter().any(|one| one.is_match(origin))
        })
    }

    /// Whether it lists origins.
    pub(super) fn lists_origins(&self) -> bool {
        self.origins.is_some()
    }

    /// What that kind of request gets.
    pub(super) fn row(&self, kind: Kind) -> Option<&Row> {
        let title = match (kind, self.lists_origins()) {
            (Kind::AllowedPreflight, true) => "Preflight from an allowed origin",
            (Kind::AllowedPreflight, false) => "Preflight",
            (Kind::BlockedPreflight, _) => "Preflight from another origin",
            (Kind::Allowed, true) => "Any other request from an allowed origin",
            (Kind::Allowed, false) => "Any other request",
            (Kind::Others, _) => "Any other request from another origin, or without Origin",
        };
        self.rows.iter().find(|row| row.title == title)
    }
}

impl Origins {
    fn take(&mut self, item: &str, is_pattern: bool) -> Result<(), Trouble> {
        if is_pattern {
            let regex = Regex::new(item).map_err(|error| error.to_string())?;
            self.patterns.push(regex);
        } else {
            self.exact.push(item.to_owned());
        }
        Ok(())
    }
}

impl Row {
    /// A line of the plain text: the status or a header.
    fn take(&mut self, item: &str) -> Result<(), Trouble> {
        if let Some(status) = item.strip_prefix("status ") {
            self.status = status.parse().ok();
            return Ok(());
        }
        let (name, value) = item
            .split_once(": ")
            .ok_or_else(|| format!("`{item}` is no header"))?;
        self.headers.push((name.to_owned(), value.to_owned()));
        Ok(())
    }
}

fn is_title(line: &str) -> bool {
    line.starts_with("Preflight") || line.starts_with("Any other request")
}

/// A row of the table, unless it is its head.
fn markdown_row(cells: &str) -> Result<Option<Row>, Trouble> {
    let cells: Vec<&str> = cells.trim_end_matches('|').split(" | ").collect();
    let [title, status, headers] = cells.as_slice() else {
        return Err(format!("{cells:?} has not three cells"));
    };
    if *title == "request" {
        return Ok(None);
    }
    let mut row = Row {
        title: title.replace('`', ""),
        status: status.parse().ok(),
        headers: Vec::new(),
    };
    for code in headers.trim().split("<br>").filter(|code| !code.is_empty()) {
        let code = code.replace("\\|", "|");
        let marks = code.len() - code.trim_start_matches('`').len();
        let text = code.get(marks..code.len() - marks).unwrap_or_default();
        // Next to a backtick there is a space that belongs to the marks.
        row.take(if marks > 1 { text.trim() } else { text })?;
    }
    Ok(Some(row))
}
