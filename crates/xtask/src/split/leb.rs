//! The numbers of a wasm file, and a reader for them.

use crate::error::Error;

/// Reads a file from front to back.
#[derive(Clone, Debug)]
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// How far it has read.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.bytes.len()
    }

    pub(super) fn byte(&mut self) -> Result<u8, Error> {
        let byte = self.bytes.get(self.at).copied();
        self.at += 1;
        byte.ok_or_else(cut_short)
    }

    /// A number without sign; with a sign it has the same length, which is what matters here.
    pub(super) fn number(&mut self) -> Result<usize, Error> {
        let mut number = 0_usize;
        let mut shift = 0;
        loop {
            let byte = self.byte()?;
            if shift < usize::BITS {
                number |= usize::from(byte & 0x7f) << shift;
            }
            shift += 7;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
    }

    pub(super) fn take(&mut self, length: usize) -> Result<&'a [u8], Error> {
        let end = self.at.checked_add(length).ok_or_else(cut_short)?;
        let taken = self.bytes.get(self.at..end).ok_or_else(cut_short)?;
        self.at = end;
        Ok(taken)
    }

    pub(super) fn text(&mut self) -> Result<&'a str, Error> {
        let length = self.number()?;
        std::str::from_utf8(self.take(length)?)
            .map_err(|_| Error::failed("a name in the page's wasm is not UTF-8"))
    }
}

/// Writes a number without sign.
pub(super) fn write(to: &mut Vec<u8>, number: usize) {
    let mut rest = number;
    loop {
        let low = u8::try_from(rest & 0x7f).unwrap_or_default();
        rest >>= 7;
        if rest == 0 {
            to.push(low);
            return;
        }
        to.push(low | 0x80);
    }
}

fn cut_short() -> Error {
    Error::failed("the page's wasm ends too early")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_survive_writing_and_reading() {
        for number in [0, 1, 127, 128, 300, 16_384, 4_294_967_295] {
            let mut bytes = Vec::new();
            write(&mut bytes, number);
            let mut reader = Reader::new(&bytes);
            assert_eq!(reader.number(), Ok(number));
            assert!(reader.is_at_end());
        }
        assert!(Reader::new(&[0x80]).number().is_err());
    }
}
