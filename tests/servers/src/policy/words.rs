//! Lists of methods and header names, ordinary ones and ones that nobody would choose.

use crate::random::Random;

/// Methods that every server here knows.
const METHODS: [&str; 19] = [
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "DELETE",
    "PATCH",
    "OPTIONS",
    "PROPFIND",
    "PROPPATCH",
    "MKCOL",
    "COPY",
    "MOVE",
    "LOCK",
    "UNLOCK",
    "REPORT",
    "SEARCH",
    "PURGE",
    "M-SEARCH",
    "NOTIFY",
];

const HEADERS: [&str; 24] = [
    "Accept",
    "Accept-Language",
    "Authorization",
    "Cache-Control",
    "Content-Type",
    "DNT",
    "If-Match",
    "If-None-Match",
    "If-Modified-Since",
    "Idempotency-Key",
    "Origin-Agent",
    "Range",
    "Sentry-Trace",
    "Traceparent",
    "X-API-KEY",
    "X-CSRF-Token",
    "x-client-version",
    "X-Forwarded-For",
    "X-HTTP-Version",
    "X-Requested-With",
    "X_Underscore_Name",
    "x.dotted.name",
    "constructor",
    "__proto__",
];

const EXPOSED: [&str; 14] = [
    "Content-Disposition",
    "Content-Length",
    "Content-Range",
    "Date",
    "ETag",
    "Link",
    "Location",
    "Retry-After",
    "Server-Timing",
    "X-RateLimit-Remaining",
    "X-Request-Id",
    "x-total-count",
    "X-Reached-App",
    "__proto__",
];

/// Names that mean something to nginx, JavaScript, Rust, a shell or a template where they are not quoted.
const TREACHEROUS: [&str; 28] = [
    "$",
    "$$",
    "$1",
    "$http_host",
    "$http_origin",
    "$&",
    "$'",
    "$`",
    "'",
    "''",
    "`",
    "``",
    "#",
    "##",
    "#x",
    "%",
    "%s",
    "%0a",
    "&&",
    "||",
    "~",
    "~*",
    "^",
    "!",
    "+",
    ".",
    ".*",
    "x-*",
];

/// Every character that a method or a header name may hold.
const TOKEN: &str = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Some methods, or `*`.
pub(super) fn methods(random: &mut Random) -> Vec<String> {
    match random.below(8) {
        0 => Vec::new(),
        1 => vec!["*".to_owned()],
        2 => random.sample(&METHODS, METHODS.len()),
        _ => {
            let count = random.between(1, 7);
            random.sample(&METHODS, count)
        }
    }
}

/// Some request headers, or `*`.
pub(super) fn headers(random: &mut Random) -> Vec<String> {
    match random.below(10) {
        0 => Vec::new(),
        1 => vec!["*".to_owned()],
        2 => vec!["authorization".to_owned(), "*".to_owned()],
        3 => long(random),
        4 => odd(random, 20),
        _ => ordinary(random, &HEADERS),
    }
}

/// Some response headers.
pub(super) fn exposed(random: &mut Random) -> Vec<String> {
    match random.below(6) {
        0 | 1 => Vec::new(),
        2 => odd(random, 12),
        _ => ordinary(random, &EXPOSED),
    }
}

fn ordinary(random: &mut Random, names: &[&str]) -> Vec<String> {
    let count = random.between(1, 9);
    let mut names = random.sample(names, count);
    for name in &mut names {
        match random.below(4) {
            0 => name.make_ascii_lowercase(),
            1 => name.make_ascii_uppercase(),
            _ => {}
        }
    }
    names
}

/// As many as make a header of some 3,000 bytes.
fn long(random: &mut Random) -> Vec<String> {
    let count = random.between(40, 90);
    (0..count)
        .map(|i| format!("X-{}-{i}", random.word("abcdefghijKLMNOPQRST", 24)))
        .collect()
}

/// Names that are valid and look like anything but a name.
pub(super) fn odd(random: &mut Random, count: usize) -> Vec<String> {
    let mut names = random.sample(&TREACHEROUS, count);
    // The digit in front keeps two random names from being the same.
    names.extend((0..count).map(|i| {
        let length = random.between(1, 12);
        format!("{i}{}", random.word(TOKEN, length))
    }));
    names.push(format!("x{TOKEN}"));
    without_repetition(names)
}

/// The reader drops names that repeat an earlier one in another case, and so is the list kept as meant.
fn without_repetition(mut names: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    names.retain(|name| seen.insert(name.to_ascii_lowercase()));
    names
}
