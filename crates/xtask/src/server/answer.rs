//! Which answer a request gets.

use super::path::{self, Named};
use super::request::Request;
use super::{Site, content_type};
use std::fs;
use std::hash::{DefaultHasher, Hasher as _};
use std::path::{Path, PathBuf};

/// An answer before it is written to the connection.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// Code and phrase.
    pub(crate) status: &'static str,
    /// All headers but `Content-Length` and `Connection`, which the connection knows.
    pub(crate) headers: Vec<(String, String)>,
    /// The content; for HEAD it only tells its length.
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// An answer that explains itself in its status.
    pub(crate) fn plain(status: &'static str) -> Self {
        Self {
            status,
            headers: vec![(
                "Content-Type".to_owned(),
                "text/plain; charset=utf-8".to_owned(),
            )],
            body: format!("{status}\n").into_bytes(),
        }
    }

    fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }
}

/// Answers a request from the files of a site and its header rules.
pub(crate) fn answer(site: &Site, request: &Request) -> Answer {
    let mut answer = if matches!(request.method.as_str(), "GET" | "HEAD") {
        answer_with_file(site, request)
    } else {
        Answer::plain("405 Method Not Allowed").with("Allow", "GET, HEAD")
    };
    // A rule replaces what the server would have sent by itself.
    let rules = site.rules.headers_for(&request.path);
    answer.headers.retain(|(name, _)| {
        !rules
            .iter()
            .any(|(known, _)| known.eq_ignore_ascii_case(name))
    });
    answer.headers.extend(rules);
    answer
}

fn answer_with_file(site: &Site, request: &Request) -> Answer {
    match path::resolve(&request.path) {
        None => Answer::plain("404 Not Found"),
        Some(Named::Folder(folder)) => answer_with(site, &folder.join("index.html"), request),
        Some(Named::File(file)) if site.folder.join(&file).is_dir() => {
            Answer::plain("301 Moved Permanently").with("Location", format!("{}/", request.path))
        }
        Some(Named::File(file)) => answer_with(site, &file, request),
    }
}

fn answer_with(site: &Site, relative: &Path, request: &Request) -> Answer {
    let Some((file, body)) = read(site, relative) else {
        return Answer::plain("404 Not Found");
    };
    let tag = entity_tag(&body);
    let is_known = request
        .if_none_match
        .as_deref()
        .is_some_and(|value| matches_tag(value, &tag));
    let answer = if is_known {
        Answer {
            status: "304 Not Modified",
            headers: Vec::new(),
            body: Vec::new(),
        }
    } else {
        Answer {
            status: "200 OK",
            headers: vec![(
                "Content-Type".to_owned(),
                content_type::of(&file).to_owned(),
            )],
            body,
        }
    };
    answer
        .with("ETag", tag)
        .with("Cache-Control", "public, max-age=0, must-revalidate")
}

/// Reads a file that lies within the site, symbolic links included. The rules are not a page.
fn read(site: &Site, relative: &Path) -> Option<(PathBuf, Vec<u8>)> {
    if relative == Path::new("_headers") {
        return None;
    }
    let file = site.folder.join(relative).canonicalize().ok()?;
    if !file.starts_with(&site.folder) || !file.is_file() {
        return None;
    }
    let body = fs::read(&file).ok()?;
    Some((file, body))
}

fn entity_tag(body: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(body);
    format!("\"{:016x}-{:x}\"", hasher.finish(), body.len())
}

fn matches_tag(if_none_match: &str, tag: &str) -> bool {
    if_none_match
        .split(',')
        .map(|one| one.trim().trim_start_matches("W/"))
        .any(|one| one == "*" || one == tag)
}
