//! A small HTTP/1.1 client: requests are the bytes given, answers are read as they are.

use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// A request, every byte of it but the framing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RawRequest {
    pub(crate) method: String,
    pub(crate) target: String,
    /// Lines in order, names as spelled; `Host` and `Content-Length` are added.
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) body: Vec<u8>,
}

/// An answer as received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RawAnswer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl RawAnswer {
    /// The lines of that name.
    pub(crate) fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        self.headers
            .iter()
            .filter(move |(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

/// A server's address, and the connection to it while one is open.
#[derive(Debug)]
pub(crate) struct Client {
    port: u16,
    connection: Option<TcpStream>,
    connections: usize,
    buffer: Vec<u8>,
}

impl Client {
    pub(crate) fn new(port: u16) -> Self {
        Self {
            port,
            connection: None,
            connections: 0,
            buffer: Vec::new(),
        }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// How many connections were opened so far.
    pub(crate) fn connections(&self) -> usize {
        self.connections
    }

    /// Sends the request on the open connection, or on a new one. `None` when the server closes the
    /// connection without an answer.
    pub(crate) fn send(&mut self, request: &RawRequest) -> io::Result<Option<RawAnswer>> {
        let reused = self.connection.is_some();
        let answer = self.attempt(request)?;
        // A server may close an idle connection at any time; that is no answer to this request.
        if answer.is_none() && reused {
            return self.attempt(request);
        }
        Ok(answer)
    }

    fn attempt(&mut self, request: &RawRequest) -> io::Result<Option<RawAnswer>> {
        if self.connection.is_none() {
            let connection = TcpStream::connect(("127.0.0.1", self.port))?;
            connection.set_nodelay(true)?;
            connection.set_read_timeout(Some(Duration::from_secs(10)))?;
            connection.set_write_timeout(Some(Duration::from_secs(10)))?;
            self.connection = Some(connection);
            self.connections += 1;
            self.buffer.clear();
        }
        let bytes = self.bytes(request);
        let written = match &mut self.connection {
            Some(connection) => connection.write_all(&bytes),
            None => Ok(()),
        };
        // Whoever answers early and closes is heard all the same.
        let answer = self.read(request.method == "HEAD");
        match (written, answer) {
            (_, Ok(Some((answer, keeps_open)))) => {
                if !keeps_open {
                    self.connection = None;
                }
                Ok(Some(answer))
            }
            (_, Ok(None)) => {
                self.connection = None;
                Ok(None)
            }
            (_, Err(error)) if is_closed(&error) => {
                self.connection = None;
                Ok(None)
            }
            (_, Err(error)) => {
                self.connection = None;
                Err(error)
            }
        }
    }

    fn bytes(&self, request: &RawRequest) -> Vec<u8> {
        let mut bytes = format!(
            "{} {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n",
            request.method, request.target, self.port
        )
        .into_bytes();
        for (name, value) in &request.headers {
            bytes.extend_from_slice(name.as_bytes());
            bytes.extend_from_slice(b": ");
            bytes.extend_from_slice(value);
            bytes.extend_from_slice(b"\r\n");
        }
        if !request.body.is_empty() {
            bytes.extend_from_slice(
                format!("Content-Length: {}\r\n", request.body.len()).as_bytes(),
            );
        }
        bytes.extend_from_slice(b"\r\n");
        bytes.extend_from_slice(&request.body);
        bytes
    }

    /// The answer, and whether the connection stays open.
    fn read(&mut self, to_head: bool) -> io::Result<Option<(RawAnswer, bool)>> {
        let head = loop {
            if let Some(end) = find(&self.buffer, b"\r\n\r\n") {
                let head: Vec<u8> = self.buffer.drain(..end + 4).collect();
                break head;
            }
            if !self.fill()? {
                return if self.buffer.is_empty() {
                    Ok(None)
                } else {
                    Err(invalid(
                        "the connection was closed within the head of an answer",
                    ))
                };
            }
        };
        let text: String = head.iter().copied().map(char::from).collect();
        let mut lines = text.trim_end_matches("\r\n").split("\r\n");
        let status = lines
            .next()
            .and_then(|line| line.strip_prefix("HTTP/1.1 "))
            .and_then(|rest| rest.get(..3))
            .and_then(|code| code.parse().ok())
            .ok_or_else(|| invalid("the first line of the answer has no status"))?;
        let mut headers = Vec::new();
        for line in lines {
            let (name, value) = line
                .split_once(':')
                .ok_or_else(|| invalid("a header line has no colon"))?;
            headers.push((name.to_owned(), value.trim_matches([' ', '\t']).to_owned()));
        }
        let mut answer = RawAnswer {
            status,
            headers,
            body: Vec::new(),
        };
        let closes = answer
            .values("Connection")
            .any(|value| value.eq_ignore_ascii_case("close"));
        let length: Option<usize> = answer.values("Content-Length").find_map(|v| v.parse().ok());
        let chunked = answer
            .values("Transfer-Encoding")
            .any(|value| value.eq_ignore_ascii_case("chunked"));
        let without_body = to_head || matches!(status, 100..=199 | 204 | 304);
        if without_body {
            return Ok(Some((answer, !closes)));
        }
        if chunked {
            answer.body = self.read_chunks()?;
        } else if let Some(length) = length {
            answer.body = self.take(length)?;
        } else {
            while self.fill()? {}
            answer.body = std::mem::take(&mut self.buffer);
            return Ok(Some((answer, false)));
        }
        Ok(Some((answer, !closes)))
    }

    fn read_chunks(&mut self) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let end = loop {
                if let Some(end) = find(&self.buffer, b"\r\n") {
                    break end;
                }
                if !self.fill()? {
                    return Err(invalid("the connection was closed within a chunk"));
                }
            };
            let line: Vec<u8> = self.buffer.drain(..end + 2).collect();
            let size = std::str::from_utf8(line.get(..end).unwrap_or_default())
                .ok()
                .and_then(|text| usize::from_str_radix(text, 16).ok())
                .ok_or_else(|| invalid("a chunk has no size"))?;
            let chunk = self.take(size + 2)?;
            if size == 0 {
                return Ok(body);
            }
            body.extend_from_slice(chunk.get(..size).unwrap_or_default());
        }
    }

    fn take(&mut self, length: usize) -> io::Result<Vec<u8>> {
        while self.buffer.len() < length {
            if !self.fill()? {
                return Err(invalid("the connection was closed within a body"));
            }
        }
        Ok(self.buffer.drain(..length).collect())
    }

    fn fill(&mut self) -> io::Result<bool> {
        let mut chunk = [0; 16 * 1024];
        let count = match &mut self.connection {
            Some(connection) => connection.read(&mut chunk)?,
            None => 0,
        };
        self.buffer
            .extend_from_slice(chunk.get(..count).unwrap_or_default());
        Ok(count > 0)
    }
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes
        .windows(needle.len())
        .position(|window| window == needle)
}

fn invalid(text: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, text)
}

fn is_closed(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionReset
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::ConnectionAborted
    )
}
