//! <https://url.spec.whatwg.org/#concept-ipv6-parser>, with the standard library's grammar.

use core::fmt;
use core::net::Ipv6Addr;

pub(super) fn parse(text: &str) -> Option<[u16; 8]> {
    text.parse::<Ipv6Addr>()
        .ok()
        .map(|address| address.segments())
}

/// <https://url.spec.whatwg.org/#concept-ipv6-serializer>: the first longest run of two or more zero
/// pieces is compressed, and an embedded IPv4 address is written in hexadecimal too.
pub(super) fn write(f: &mut fmt::Formatter<'_>, pieces: [u16; 8]) -> fmt::Result {
    let compress = longest_zero_run(pieces);
    f.write_str("[")?;
    let mut index = 0;
    while let Some(piece) = pieces.get(index) {
        match compress {
            Some((start, length)) if start == index => {
                f.write_str(if index == 0 { "::" } else { ":" })?;
                index += length;
            }
            _ => {
                write!(f, "{piece:x}")?;
                if index < 7 {
                    f.write_str(":")?;
                }
                index += 1;
            }
        }
    }
    f.write_str("]")
}

fn longest_zero_run(pieces: [u16; 8]) -> Option<(usize, usize)> {
    let mut best: Option<(usize, usize)> = None;
    let mut start = 0;
    while start < pieces.len() {
        let length = pieces[start..]
            .iter()
            .take_while(|&&piece| piece == 0)
            .count();
        if length > 1 && best.is_none_or(|(_, longest)| length > longest) {
            best = Some((start, length));
        }
        start += length.max(1);
    }
    best
}
