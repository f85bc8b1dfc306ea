//! <https://uwsgi-docs.readthedocs.io/en/latest/Protocol.html>: the length of all variables, then each as
//! two texts with their lengths. The answer is that of HTTP.

use std::io::{self, Write as _};
use std::net::TcpStream;

use super::{Variables, answer_to, exactly, latin1};

pub(super) fn serve(mut connection: TcpStream) -> io::Result<()> {
    let head = exactly(&mut connection, 4)?;
    let size = match head.as_slice() {
        [_, low, high, _] => usize::from(u16::from_le_bytes([*low, *high])),
        _ => 0,
    };
    let bytes = exactly(&mut connection, size)?;
    if let Some(answer) = answer_to(&variables(&bytes)) {
        connection.write_all(answer.as_bytes())?;
    }
    Ok(())
}

fn variables(mut bytes: &[u8]) -> Variables {
    let mut variables = Variables::new();
    while let Some((name, rest)) = text(bytes) {
        let Some((value, rest)) = text(rest) else {
            break;
        };
        variables.push((name, value));
        bytes = rest;
    }
    variables
}

fn text(bytes: &[u8]) -> Option<(String, &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<2>()?;
    let (text, rest) = rest.split_at_checked(usize::from(u16::from_le_bytes(*length)))?;
    Some((latin1(text), rest))
}
