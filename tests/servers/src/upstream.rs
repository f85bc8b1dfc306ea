//! The applications behind nginx: they say what the request's query tells them to.

pub(crate) mod backends;

use std::fmt::Write as _;
use std::io::{self, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

/// Where the one over HTTP listens.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Upstream {
    pub(crate) http: u16,
}

/// Starts it on a free port, for as long as this process lives.
pub(crate) fn start() -> io::Result<Upstream> {
    Ok(Upstream {
        http: listen(serve)?,
    })
}

fn listen(serve: fn(TcpStream) -> io::Result<()>) -> io::Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port();
    thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            thread::spawn(move || {
                // Whoever asked has gone: there is nobody to tell.
                drop(
                    connection
                        .set_read_timeout(Some(Duration::from_secs(10)))
                        .and_then(|()| serve(connection)),
                );
            });
        }
    });
    Ok(port)
}

fn serve(mut connection: TcpStream) -> io::Result<()> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 16 * 1024];
    let end = loop {
        let count = connection.read(&mut chunk)?;
        if count == 0 {
            return Ok(());
        }
        bytes.extend_from_slice(chunk.get(..count).unwrap_or_default());
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
    };
    let head: String = bytes.iter().take(end).copied().map(char::from).collect();
    let mut lines = head.split("\r\n");
    let first: Vec<&str> = lines.next().unwrap_or_default().split(' ').collect();
    let [method, target, ..] = first.as_slice() else {
        return Ok(());
    };
    let headers: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once(": ")).collect();
    let header = |name: &str| {
        headers
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, value)| *value)
    };
    let length: usize = header("Content-Length")
        .and_then(|v| v.parse().ok())
        .unwrap_or(0);
    let mut left = length.saturating_sub(bytes.len() - end - 4);
    while left > 0 {
        let count = connection.read(&mut chunk)?;
        if count == 0 {
            return Ok(());
        }
        left = left.saturating_sub(count);
    }
    if let Some(answer) = answer(method, target, header("Authorization").is_some()) {
        connection.write_all(answer.as_bytes())?;
    }
    Ok(())
}

/// The whole answer, or nothing for a handler that dies.
pub(crate) fn answer(method: &str, target: &str, authorized: bool) -> Option<String> {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut status = 200;
    let mut headers = String::new();
    match path {
        "/panics" => return None,
        "/auth" if !authorized => status = 401,
        "/get-only" if !matches!(method, "GET" | "HEAD") => status = 405,
        "/say" | "/auth" | "/before" | "/get-only" | "/protected" | "/fallback" | "/large" => {
            headers.push_str("X-Reached-App: 1\r\n");
        }
        _ => status = 404,
    }
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = percent_decoded(value);
        match (key, value.split_once(':')) {
            ("status", _) => status = value.parse().ok()?,
            ("header", Some((name, value))) => {
                // Writing to a string cannot fail.
                let _ = write!(headers, "{name}: {value}\r\n");
            }
            _ => return None,
        }
    }
    let body = if matches!(status, 204 | 304) {
        ""
    } else {
        "said\n"
    };
    let length = if matches!(status, 204 | 304) {
        String::new()
    } else {
        format!("Content-Length: {}\r\n", body.len())
    };
    let body = if method == "HEAD" { "" } else { body };
    Some(format!(
        "HTTP/1.1 {status} Said\r\n{headers}{length}Connection: close\r\n\r\n{body}"
    ))
}

fn percent_decoded(text: &str) -> String {
    let mut decoded = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        decoded.push_str(before);
        let byte = after
            .get(..2)
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        if let Some(byte) = byte {
            decoded.push(char::from(byte));
        }
        rest = after.get(2..).unwrap_or_default();
    }
    decoded.push_str(rest);
    decoded
}
