//! One connection: requests in, responses out.

use super::Site;
use super::request::{self, Afterwards};
use super::response::{Response, respond};
use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

/// Larger than the head of any request that a browser sends for these files.
const HEAD_LIMIT: usize = 16 * 1024;

/// Long enough for a browser between two clicks, short enough not to collect dead connections.
const IDLE_LIMIT: Duration = Duration::from_secs(30);

/// Responds until the client closes the connection, is silent for too long or sends an invalid request.
pub(crate) fn converse(stream: &TcpStream, site: &Site) {
    // There is no way to report an error to a client whose connection is broken.
    let _ = try_converse(stream, site);
    let _ = stream.shutdown(Shutdown::Both);
}

fn try_converse(mut stream: &TcpStream, site: &Site) -> io::Result<()> {
    stream.set_read_timeout(Some(IDLE_LIMIT))?;
    stream.set_write_timeout(Some(IDLE_LIMIT))?;
    stream.set_nodelay(true)?;
    let mut received = Vec::new();
    loop {
        let Some(end) = find_end(&received) else {
            if received.len() > HEAD_LIMIT {
                write(
                    stream,
                    &Response::plain("431 Request Header Fields Too Large"),
                    "GET",
                    Afterwards::Close,
                )?;
                return drain(stream);
            }
            let mut chunk = [0; 4096];
            match stream.read(&mut chunk)? {
                0 => return Ok(()),
                count => received.extend_from_slice(&chunk[..count]),
            }
            continue;
        };
        let head: Vec<u8> = received.drain(..end + 4).collect();
        let request = std::str::from_utf8(&head[..end])
            .ok()
            .and_then(request::parse);
        let Some(request) = request else {
            write(
                stream,
                &Response::plain("400 Bad Request"),
                "GET",
                Afterwards::Close,
            )?;
            return drain(stream);
        };
        write(
            stream,
            &respond(site, &request),
            &request.method,
            request.afterwards,
        )?;
        if request.afterwards == Afterwards::Close {
            return drain(stream);
        }
    }
}

fn find_end(received: &[u8]) -> Option<usize> {
    received.windows(4).position(|bytes| bytes == b"\r\n\r\n")
}

fn write(
    mut stream: &TcpStream,
    response: &Response,
    method: &str,
    afterwards: Afterwards,
) -> io::Result<()> {
    let mut bytes = format!("HTTP/1.1 {}\r\n", response.status).into_bytes();
    for (name, value) in &response.headers {
        write!(bytes, "{name}: {value}\r\n")?;
    }
    if !response.status.starts_with("304") {
        write!(bytes, "Content-Length: {}\r\n", response.body.len())?;
    }
    if afterwards == Afterwards::Close {
        bytes.extend_from_slice(b"Connection: close\r\n");
    }
    bytes.extend_from_slice(b"\r\n");
    if method != "HEAD" {
        bytes.extend_from_slice(&response.body);
    }
    stream.write_all(&bytes)
}

/// Reads the rest of the request, because closing before that would reset the connection and lose
/// the response.
fn drain(mut stream: &TcpStream) -> io::Result<()> {
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(Duration::from_secs(1)))?;
    let mut left = HEAD_LIMIT * 16;
    let mut chunk = [0; 4096];
    while left > 0 {
        match stream.read(&mut chunk)? {
            0 => break,
            count => left = left.saturating_sub(count),
        }
    }
    Ok(())
}
