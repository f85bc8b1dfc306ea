//! The server: the app of the other proxies, behind what a document says.

use std::io::{self, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::document::{Document, Kind, Row};
use crate::compare::is_cors;
use crate::server::{Trouble, trouble};
use crate::upstream;

/// A document and the paths that it governs.
pub(super) struct Site {
    /// What these paths begin with.
    pub(super) path: String,
    pub(super) document: Document,
}

/// Where no other status is said.
const UNAUTHORIZED: u16 = 401;
const TOO_LARGE: u16 = 413;
const PANICKED: u16 = 500;
const UNREACHABLE: u16 = 502;
/// What a body may have.
const MOST_BYTES: usize = 1024;

/// Starts it on a free port, for as long as this process lives.
pub(super) fn start(sites: Vec<Site>) -> Result<u16, Trouble> {
    let about = || "the reference server";
    let listener = TcpListener::bind("127.0.0.1:0").map_err(trouble(about()))?;
    let port = listener.local_addr().map_err(trouble(about()))?.port();
    let sites = Arc::new(sites);
    thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            let sites = Arc::clone(&sites);
            thread::spawn(move || {
                // The client has gone: there is nobody to tell.
                drop(
                    connection
                        .set_read_timeout(Some(Duration::from_secs(30)))
                        .and_then(|()| connection.set_nodelay(true))
                        .and_then(|()| serve(connection, &sites)),
                );
            });
        }
    });
    Ok(port)
}

/// A request: Latin-1, so that any byte is a character.
struct Request {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    length: usize,
}

impl Request {
    /// All lines of that name as one value.
    fn header(&self, name: &str) -> Option<String> {
        let lines = self.headers.iter();
        let lines: Vec<&str> = lines
            .filter(|(one, _)| one.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
            .collect();
        (!lines.is_empty()).then(|| lines.join(", "))
    }

    fn has(&self, name: &str) -> bool {
        self.header(name).is_some_and(|value| !value.is_empty())
    }

    fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }
}

/// Everything that one connection asks.
fn serve(mut connection: TcpStream, sites: &[Site]) -> io::Result<()> {
    let mut bytes = Vec::new();
    loop {
        let Some(request) = read(&mut connection, &mut bytes)? else {
            return Ok(());
        };
        let response = respond(&request, sites);
        let text: Vec<u8> = response
            .chars()
            .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
            .collect();
        connection.write_all(&text)?;
    }
}

fn read(connection: &mut TcpStream, bytes: &mut Vec<u8>) -> io::Result<Option<Request>> {
    let mut chunk = [0; 16 * 1024];
    let mut more = |bytes: &mut Vec<u8>| -> io::Result<bool> {
        let count = connection.read(&mut chunk)?;
        bytes.extend_from_slice(chunk.get(..count).unwrap_or_default());
        Ok(count > 0)
    };
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
        if !more(bytes)? {
            return Ok(None);
        }
    };
    let head: String = bytes.iter().take(end).copied().map(char::from).collect();
    let mut lines = head.split("\r\n");
    let first = lines.next().unwrap_or_default();
    let mut words = first.split(' ');
    let (method, target) = (words.next(), words.next());
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_owned(), value.trim_matches([' ', '\t']).to_owned()))
        .collect();
    let request = Request {
        method: method.unwrap_or_default().to_owned(),
        target: target.unwrap_or_default().to_owned(),
        headers,
        length: 0,
    };
    let length = request.header("Content-Length");
    let length: usize = length.and_then(|value| value.parse().ok()).unwrap_or(0);
    while bytes.len() < end + 4 + length {
        if !more(bytes)? {
            return Ok(None);
        }
    }
    bytes.drain(..end + 4 + length);
    Ok(Some(Request { length, ..request }))
}

fn respond(request: &Request, sites: &[Site]) -> String {
    if request.path() == "/before" && !request.has("Authorization") {
        return write(&status_line(UNAUTHORIZED), &[], "", request);
    }
    let site = sites
        .iter()
        .find(|site| request.path().starts_with(&site.path));
    let Some(Site { document, .. }) = site else {
        let App {
            first,
            headers,
            body,
        } = app(request);
        return write(&first, &headers, &body, request);
    };
    let origin = request.header("Origin").filter(|value| !value.is_empty());
    let is_allowed = match &origin {
        Some(origin) => document.allows(&latin1(origin)),
        None => !document.lists_origins(),
    };
    let is_preflight = request.method == "OPTIONS"
        && origin.is_some()
        && request.has("Access-Control-Request-Method");
    let kind = match (is_preflight, is_allowed) {
        (true, true) => Kind::AllowedPreflight,
        (true, false) => Kind::BlockedPreflight,
        (false, true) => Kind::Allowed,
        (false, false) => Kind::Others,
    };
    let row = document.row(kind);
    let ours = row.map_or_else(Vec::new, |row| headers(row, request));
    if let Some(status) = row.and_then(|row| row.status) {
        return write(&status_line(status), &ours, "", request);
    }
    let App {
        first,
        mut headers,
        body,
    } = app(request);
    headers.retain(|(name, _)| !is_cors(name));
    headers.extend(ours);
    write(&first, &headers, &body, request)
}

fn latin1(text: &str) -> Vec<u8> {
    text.chars()
        .filter_map(|c| u8::try_from(u32::from(c)).ok())
        .collect()
}

/// The headers of a row; a value in braces is that of the request.
fn headers(row: &Row, request: &Request) -> Vec<(String, String)> {
    let value = |value: &str| match value
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
    {
        None => Some(value.to_owned()),
        Some(name) => request.header(name).filter(|value| !value.is_empty()),
    };
    row.headers
        .iter()
        .filter_map(|(name, text)| Some((name.clone(), value(text)?)))
        .collect()
}

/// What the app says.
struct App {
    first: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl App {
    fn failed(status: u16) -> Self {
        Self {
            first: status_line(status),
            headers: Vec::new(),
            body: String::new(),
        }
    }
}

fn app(request: &Request) -> App {
    if request.length > MOST_BYTES {
        return App::failed(TOO_LARGE);
    }
    if request.path() == "/dead" {
        return App::failed(UNREACHABLE);
    }
    let is_authorized = request.has("Authorization");
    let Some(text) = upstream::answer(&request.method, &request.target, is_authorized) else {
        return App::failed(PANICKED);
    };
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let mut lines = head.split("\r\n");
    let first = lines.next().unwrap_or_default().to_owned();
    // The framing is this server's own.
    let framing = ["content-length", "connection"];
    let headers = lines
        .filter_map(|line| line.split_once(": "))
        .filter(|(name, _)| !framing.contains(&name.to_ascii_lowercase().as_str()))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    App {
        first,
        headers,
        body: body.to_owned(),
    }
}

fn status_line(status: u16) -> String {
    format!("HTTP/1.1 {status} Said")
}

fn write(first: &str, headers: &[(String, String)], body: &str, request: &Request) -> String {
    let mut text = format!("{first}\r\n");
    for (name, value) in headers {
        text.extend([name, ": ", value, "\r\n"]);
    }
    let status = first.split(' ').nth(1).unwrap_or_default();
    let has_body = !matches!(status, "204" | "304");
    if has_body {
        text.extend(["Content-Length: ", &body.len().to_string(), "\r\n"]);
    }
    text.push_str("\r\n");
    if has_body && request.method != "HEAD" {
        text.push_str(body);
    }
    text
}
