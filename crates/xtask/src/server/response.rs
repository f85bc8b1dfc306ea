//! The response to a request.

use super::path::{self, Named};
use super::request::Request;
use super::{Site, content_type};
use std::fs;
use std::hash::{DefaultHasher, Hasher as _};
use std::path::{Path, PathBuf};

/// A response before it is written to the connection.
#[derive(Clone, Debug)]
pub(crate) struct Response {
    /// Status code and phrase.
    pub(crate) status: &'static str,
    /// All headers except `Content-Length` and `Connection`, which the connection adds.
    pub(crate) headers: Vec<(String, String)>,
    /// The content; for HEAD it only gives the length.
    pub(crate) body: Vec<u8>,
}

impl Response {
    /// A response whose text is its status.
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

/// Responds to a request from the files of a site and its header rules.
pub(crate) fn respond(site: &Site, request: &Request) -> Response {
    let mut response = if matches!(request.method.as_str(), "GET" | "HEAD") {
        respond_with_file(site, request)
    } else {
        Response::plain("405 Method Not Allowed").with("Allow", "GET, HEAD")
    };
    // A rule replaces a header of the server itself.
    let rules = site.rules.headers_for(&request.path);
    response.headers.retain(|(name, _)| {
        !rules
            .iter()
            .any(|(known, _)| known.eq_ignore_ascii_case(name))
    });
    response.headers.extend(rules);
    response
}

fn respond_with_file(site: &Site, request: &Request) -> Response {
    match path::resolve(&request.path) {
        None => Response::plain("404 Not Found"),
        Some(Named::Folder(folder)) => respond_with_path(site, &folder.join("index.html"), request),
        Some(Named::File(file)) if site.folder.join(&file).is_dir() => {
            Response::plain("301 Moved Permanently").with("Location", format!("{}/", request.path))
        }
        Some(Named::File(file)) => respond_with_path(site, &file, request),
    }
}

fn respond_with_path(site: &Site, relative: &Path, request: &Request) -> Response {
    let Some((file, body)) = read(site, relative) else {
        return Response::plain("404 Not Found");
    };
    let tag = entity_tag(&body);
    let is_known = request
        .if_none_match
        .as_deref()
        .is_some_and(|value| matches_tag(value, &tag));
    let response = if is_known {
        Response {
            status: "304 Not Modified",
            headers: Vec::new(),
            body: Vec::new(),
        }
    } else {
        Response {
            status: "200 OK",
            headers: vec![(
                "Content-Type".to_owned(),
                content_type::of(&file).to_owned(),
            )],
            body,
        }
    };
    response
        .with("ETag", tag)
        .with("Cache-Control", "public, max-age=0, must-revalidate")
}

/// Reads a file inside the site, following symbolic links only within it. The rules aren't served.
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
