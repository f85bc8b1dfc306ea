/// Which bytes are percent-encoded in a part of a URL (<https://url.spec.whatwg.org/#percent-encoded-bytes>).
#[derive(Clone, Copy)]
pub(super) enum EncodeSet {
    Fragment,
    Query,
    Path,
    Userinfo,
}

pub(super) fn percent_encode(text: &str, set: EncodeSet) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if set.contains(byte) {
            const HEX: [u8; 16] = *b"0123456789ABCDEF";
            encoded.push('%');
            encoded.push(char::from(HEX[usize::from(byte >> 4)]));
            encoded.push(char::from(HEX[usize::from(byte & 15)]));
        } else {
            encoded.push(char::from(byte));
        }
    }
    encoded
}

impl EncodeSet {
    fn contains(self, byte: u8) -> bool {
        if !(0x20..0x7F).contains(&byte) {
            return true;
        }
        let listed: &[u8] = match self {
            Self::Fragment => b" \"<>`",
            Self::Query => b" \"#<>'",
            Self::Path => b" \"#<>?^`{}",
            Self::Userinfo => b" \"#<>?^`{}/:;=@[\\]|",
        };
        listed.contains(&byte)
    }
}
