//! Texts that would end a quotation, a comment or a line in some language. Whatever is typed, it is refused
//! before it can be rendered, or what is taken holds none of the dangerous characters.

use cors_core::policy::{PolicyDraft, PreflightStatus};
use cors_suffixes::PLATFORM;

use crate::compare::Compared;

/// What no name of a header or method may hold.
const NO_TOKEN: &[&str] = &[
    "\"", "\\", "{", "}", "(", ")", "<", ">", "[", "]", ";", ":", ",", "/", "?", "=", "@", " ",
    "\t", "\n", "\r", "\0", "\u{7f}", "\u{85}", "\u{a0}", "\u{2028}", "\u{2029}", "\u{202e}", "é",
    "😀", "\";", "';//", "*/", "-->", "${", "$(", "#{", "{{", "\r\n", "\n}\n", "\\u0022", "\\\"",
];

/// What no origin may hold.
const NO_HOST: &[&str] = &[
    "\"",
    "'",
    "`",
    "$",
    "{",
    "}",
    "#",
    ";",
    "\\",
    "(",
    ")",
    "|",
    "^",
    "+",
    "&",
    "~",
    "!",
    "<",
    ">",
    "%",
    "%22",
    "%0a",
    "\n",
    "\r\n",
    "\0",
    "\t",
    " ",
    ",",
    "?",
    "\u{7f}",
    "\u{a0}",
    "\u{2028}",
    "\u{202e}",
    "${http_host}",
    "$http_host",
    ".*",
    "[",
    "]",
];

/// What typed origins may become: letters, digits, and what separates them. A star is a pattern's.
fn is_harmless(text: &str) -> bool {
    text.bytes().all(|byte| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b'-' | b'_' | b'.' | b':' | b'/' | b'[' | b']')
    })
}

/// Tries every text in every place; a mismatch is a text that would have been rendered.
pub(crate) fn prove() -> Compared {
    let mut compared = Compared::default();
    for text in NO_TOKEN {
        for name in places(text, "x-name") {
            for field in [Field::Methods, Field::Headers, Field::Expose] {
                try_one(&mut compared, field, &name);
            }
        }
    }
    for text in NO_HOST {
        for host in places(text, "a.example") {
            for origin in [
                format!("https://{host}"),
                format!("https://{host}:8443"),
                format!("https://*.{host}"),
                format!("https://pr-*{host}"),
                format!("capacitor://{host}"),
            ] {
                try_one(&mut compared, Field::Origins, &origin);
            }
        }
        // A scheme may hold a plus sign, and generated policies have one.
        if *text != "+" {
            try_one(
                &mut compared,
                Field::Origins,
                &format!("https{text}://a.example"),
            );
        }
        for origin in [
            format!("https://a.example:{text}80"),
            format!("https://a.example:80{text}"),
            format!("null{text}"),
        ] {
            try_one(&mut compared, Field::Origins, &origin);
        }
    }
    for text in NO_TOKEN.iter().chain(NO_HOST) {
        for age in places(text, "60") {
            try_one(&mut compared, Field::MaxAge, &age);
        }
    }
    compared
}

fn places(text: &str, word: &str) -> [String; 3] {
    let (start, end) = word.split_at(word.len() / 2);
    [
        format!("{text}{word}"),
        format!("{start}{text}{end}"),
        format!("{word}{text}"),
    ]
}

#[derive(Clone, Copy, Debug)]
enum Field {
    Origins,
    Methods,
    Headers,
    Expose,
    MaxAge,
}

fn try_one(compared: &mut Compared, field: Field, text: &str) {
    let one = || vec![text.to_owned()];
    let mut draft = PolicyDraft {
        allow_origins: vec!["https://b.example".to_owned()],
        preflight_status: PreflightStatus::NoContent,
        ..PolicyDraft::default()
    };
    match field {
        Field::Origins => draft.allow_origins = one(),
        Field::Methods => draft.allow_methods = one(),
        Field::Headers => draft.allow_headers = one(),
        Field::Expose => draft.expose_headers = one(),
        Field::MaxAge => text.clone_into(&mut draft.max_age),
    }
    let parsed = draft.parse(&PLATFORM);
    // Only the whole of what was typed can become a sound policy, and only that can be rendered.
    let seen = match parsed.whole().map(PolicyDraft::from) {
        None => "refused".to_owned(),
        Some(read) => {
            let taken = match field {
                Field::Origins => read.allow_origins.concat(),
                Field::Methods => read.allow_methods.concat(),
                Field::Headers => read.allow_headers.concat(),
                Field::Expose => read.expose_headers.concat(),
                Field::MaxAge => read.max_age,
            };
            // White space around an entry is taken away, and a port's leading zero and the like.
            let pattern = taken.replacen('*', "", 1);
            if is_harmless(&pattern) {
                "refused".to_owned()
            } else {
                format!("taken as {taken:?}")
            }
        }
    };
    compared.check(&format!("{field:?} {text:?}"), "refused", seen);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out() {
        let compared = prove();
        assert!(compared.count > 1_000, "{}", compared.count);
        assert_eq!(compared.mismatches, []);
    }

    #[test]
    fn what_breaks_out_would_be_seen() {
        let mut compared = Compared::default();
        // A valid name that holds such a character stands for a reader that lets it through.
        try_one(&mut compared, Field::Headers, "x-$name");
        assert_eq!(compared.mismatches.len(), 1);
    }
}
