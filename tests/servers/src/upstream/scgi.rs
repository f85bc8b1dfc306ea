//! <https://python.ca/scgi/protocol.txt>: names and values, each ended by a zero byte, in one string that
//! begins with its length.

use std::io::{self, Write as _};
use std::net::TcpStream;

use super::{Variables, answer_to, as_cgi, exactly, latin1};

pub(super) fn serve(mut connection: TcpStream) -> io::Result<()> {
    let mut length = 0;
    while let [digit @ b'0'..=b'9'] = exactly(&mut connection, 1)?.as_slice() {
        length = length * 10 + usize::from(digit - b'0');
    }
    let bytes = latin1(&exactly(&mut connection, length)?);
    let mut texts = bytes.split('\0').map(str::to_owned);
    let mut variables = Variables::new();
    while let (Some(name), Some(value)) = (texts.next(), texts.next()) {
        variables.push((name, value));
    }
    if let Some(answer) = answer_to(&variables) {
        connection.write_all(as_cgi(&answer).as_bytes())?;
    }
    Ok(())
}
