//! <https://fastcgi-archives.github.io/FastCGI_Specification.html>: records with a kind and a length.

use std::io::{self, Write as _};
use std::net::TcpStream;

use super::{Variables, answer_to, as_cgi, exactly, latin1};

const END_REQUEST: u8 = 3;
const PARAMS: u8 = 4;
const STDIN: u8 = 5;
const STDOUT: u8 = 6;

pub(super) fn serve(mut connection: TcpStream) -> io::Result<()> {
    let mut parameters = Vec::new();
    loop {
        let head = exactly(&mut connection, 8)?;
        let [_, kind, _, _, high, low, padding, _] = head.as_slice() else {
            return Ok(());
        };
        let length = u16::from_be_bytes([*high, *low]);
        let content = exactly(&mut connection, usize::from(length))?;
        exactly(&mut connection, usize::from(*padding))?;
        match *kind {
            PARAMS => parameters.extend_from_slice(&content),
            // An empty record ends a stream, and the request's body is the last one.
            STDIN if content.is_empty() => break,
            _ => {}
        }
    }
    let Some(answer) = answer_to(&variables(&parameters)) else {
        return Ok(());
    };
    let mut records = record(STDOUT, as_cgi(&answer).as_bytes());
    records.extend(record(STDOUT, b""));
    records.extend(record(END_REQUEST, &[0; 8]));
    connection.write_all(&records)
}

fn record(kind: u8, content: &[u8]) -> Vec<u8> {
    // Answers here are short.
    let [high, low] = u16::try_from(content.len())
        .unwrap_or_default()
        .to_be_bytes();
    let mut record = vec![1, kind, 0, 1, high, low, 0, 0];
    record.extend_from_slice(content);
    record
}

fn variables(mut bytes: &[u8]) -> Variables {
    let mut variables = Variables::new();
    while let Some((name, value, rest)) = pair(bytes) {
        variables.push((latin1(name), latin1(value)));
        bytes = rest;
    }
    variables
}

fn pair(bytes: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let (name_length, rest) = length(bytes)?;
    let (value_length, rest) = length(rest)?;
    let (name, rest) = rest.split_at_checked(name_length)?;
    let (value, rest) = rest.split_at_checked(value_length)?;
    Some((name, value, rest))
}

/// One byte, or four of which the first has its highest bit set.
fn length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    match *bytes {
        [short @ 0..=127, ref rest @ ..] => Some((usize::from(short), rest)),
        [a, b, c, d, ref rest @ ..] => {
            let long = u32::from_be_bytes([a & 0x7f, b, c, d]);
            Some((usize::try_from(long).ok()?, rest))
        }
        _ => None,
    }
}
