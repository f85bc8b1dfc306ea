//! The intended meaning of an entry of the allow list that is written in another notation.

use strsim::osa_distance;

use cors_http::Host;
use cors_http::Platform;
use cors_http::Url;

/// A word that another library uses for its allow list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LibraryWord {
    /// `true`, `all`, `any`: every origin.
    Any,
    /// `self`, `same-origin`: the server's own origin, which needs no CORS.
    OwnOrigin,
    /// `false`, `none`: no origin.
    None,
}

impl LibraryWord {
    pub(super) fn of(entry: &str) -> Option<Self> {
        let word = entry.trim_matches(['\'', '"']).to_ascii_lowercase();
        match word.as_str() {
            "true" | "all" | "any" | "everyone" | "reflect" => Some(Self::Any),
            "self" | "same-origin" | "sameorigin" => Some(Self::OwnOrigin),
            "false" | "none" | "no" => Some(Self::None),
            _ => None,
        }
    }
}

/// Schemes of web views and browser extensions.
const KNOWN_SCHEMES: [&str; 16] = [
    "app",
    "capacitor",
    "chrome-extension",
    "cordova",
    "electron",
    "extension",
    "gap",
    "ionic",
    "moz-extension",
    "ms-appx",
    "ms-appx-web",
    "ms-browser-extension",
    "safari-web-extension",
    "tauri",
    "vscode-webview",
    "wails",
];

/// Whether pages of this scheme are known to exist.
pub fn is_known_scheme(scheme: &str) -> bool {
    matches!(scheme, "http" | "https") || KNOWN_SCHEMES.contains(&scheme)
}

/// `http` or `https`, if the scheme differs from one of them by one or two letters.
pub(super) fn misspelled_scheme(scheme: &str) -> Option<&'static str> {
    if is_known_scheme(scheme) {
        return None;
    }
    let distances = ["https", "http"].map(|meant| (osa_distance(scheme, meant), meant));
    let (least, meant) = distances
        .into_iter()
        .min_by_key(|(distance, _)| *distance)?;
    (1..=2).contains(&least).then_some(meant)
}

/// The entry with its missing scheme. The scheme is `http` for `localhost` and for IP addresses, which
/// seldom have a certificate.
pub(super) fn with_scheme(entry: &str) -> String {
    let end = entry.find([':', ';', '/']).unwrap_or(entry.len());
    let (word, rest) = entry.split_at(end);
    let word = word.to_ascii_lowercase();
    let known = matches!(word.as_str(), "http" | "https").then_some(word.as_str());
    let after = rest.trim_start_matches([':', ';', '/', '\\']);
    // A port doesn't belong to a scheme.
    let is_host = after.starts_with(|c: char| c.is_ascii_digit()) && !after.contains('.');
    if let Some(scheme) = known.or_else(|| misspelled_scheme(&word))
        && !rest.is_empty()
        && !is_host
    {
        return format!("{scheme}://{after}");
    }
    let host = entry.trim_start_matches(['/', '\\', ':']);
    let url = Url::parse(
        &format!("http://{}", host.trim_start_matches("*.")),
        None,
        &Platform::BARE,
    );
    let is_local = |host: &Host| host.is_loopback() || host.is_ip_address();
    let scheme = match url {
        Ok(url) if url.host().is_some_and(is_local) => "http",
        _ => "https",
    };
    format!("{scheme}://{host}")
}

/// The first placeholder of a template, such as `<branch>`, `{name}`, `${NAME}`, `$NAME` or `%NAME%`.
pub(super) fn placeholder(entry: &str) -> Option<&str> {
    let is_name = |text: &str| {
        text.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && text
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '))
    };
    let pairs = [
        ("${", "}"),
        ("{{", "}}"),
        ("<", ">"),
        ("{", "}"),
        ("%", "%"),
    ];
    let in_brackets = pairs.into_iter().find_map(|(open, close)| {
        let start = entry.find(open)?;
        let inner = entry.get(start + open.len()..)?;
        let length = inner.find(close)?;
        let end = start + open.len() + length + close.len();
        is_name(inner.get(..length)?.trim()).then(|| entry.get(start..end))?
    });
    in_brackets.or_else(|| {
        let start = entry.find('$')?;
        let rest = entry.get(start + 1..)?;
        let length = rest
            .find(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_'))
            .unwrap_or(rest.len());
        let name = rest.get(..length)?;
        (name.len() > 1 && is_name(name)).then(|| entry.get(start..start + 1 + length))?
    })
}

/// The template with a `*` in place of each placeholder.
pub(super) fn without_placeholders(entry: &str) -> String {
    let mut text = entry.to_owned();
    while let Some(found) = placeholder(&text).map(str::to_owned) {
        text = text.replacen(&found, "*", 1);
    }
    text
}

/// Whether an entry looks like a regular expression.
pub(super) fn is_regular_expression(entry: &str) -> bool {
    let is_literal = entry.len() > 2
        && entry.starts_with('/')
        && !entry.starts_with("//")
        && entry.rfind('/').is_some_and(|end| end > 0);
    let marks = [
        "\\.", "\\d", "\\w", "\\/", "(", "[^", "[a-", "[A-", "[0-", "[\\", ".+",
    ];
    is_literal
        || entry.starts_with('^')
        || entry.ends_with('$')
        || marks.iter().any(|mark| entry.contains(mark))
        || has_dot_star(entry)
}

/// `.*` that isn't the end of a label and a wildcard.
fn has_dot_star(entry: &str) -> bool {
    entry.match_indices(".*").any(|(at, _)| {
        let before = entry.get(..at).and_then(|text| text.chars().next_back());
        before.is_none_or(|c| matches!(c, '/' | '(' | '-'))
    })
}

/// The regular expression as one of our patterns, if they mean the same.
pub(super) fn from_regular_expression(entry: &str) -> Option<String> {
    let inner = match entry.strip_prefix('/') {
        Some(literal) => literal.get(..literal.rfind('/')?)?,
        None => entry,
    };
    let inner = inner.strip_prefix('^').unwrap_or(inner);
    let inner = inner.strip_suffix('$').unwrap_or(inner);
    let mut letters = inner.chars().peekable();
    let text = sequence(&mut letters, false)?;
    Some(match text.split_once("://") {
        Some(_) => text,
        // The end of a host, with anything before it.
        None if text.starts_with('.') => format!("https://*{text}"),
        None => format!("https://{text}"),
    })
}

type Letters<'a> = core::iter::Peekable<core::str::Chars<'a>>;

/// The pattern for a part of an expression, with `*` for what can vary.
fn sequence(letters: &mut Letters<'_>, in_group: bool) -> Option<String> {
    let mut text = String::new();
    while let Some(letter) = letters.next() {
        let (piece, is_open) = match letter {
            ')' if in_group => return Some(text),
            '(' => {
                // `(?:` is a group like any other.
                if letters.next_if_eq(&'?').is_some() && letters.next()? != ':' {
                    return None;
                }
                (sequence(letters, true)?, false)
            }
            '[' => {
                while letters.next()? != ']' {}
                ("*".to_owned(), true)
            }
            '\\' => match letters.next()? {
                'd' | 'w' | 'S' => ("*".to_owned(), true),
                other => (other.to_string(), false),
            },
            '.' if letters.next_if(|c| matches!(c, '*' | '+')).is_some() => ("*".to_owned(), false),
            '|' | '{' | '}' | '^' | '$' | '*' | '+' => return None,
            other => (other.to_string(), false),
        };
        text.push_str(&piece);
        let is_repeated = letters.next_if(|c| matches!(c, '*' | '+')).is_some();
        if is_repeated && !is_open && !piece.ends_with("*.") {
            return None;
        }
        // For `https?` and `(:\d+)?`, the longer form is used.
        let _ = letters.next_if_eq(&'?');
    }
    (!in_group).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_expression(entry: &str, expected: Option<&str>) {
        assert!(is_regular_expression(entry), "{entry}");
        assert_eq!(
            from_regular_expression(entry).as_deref(),
            expected,
            "{entry}"
        );
    }

    #[test]
    fn regular_expressions_are_read_where_they_say_no_more_than_a_pattern() {
        check_expression(r"/\.x\.example\.com$/", Some("https://*.x.example.com"));
        check_expression(r"^https://.*\.example\.com$", Some("https://*.example.com"));
        check_expression(r"https://.*\.example\.com", Some("https://*.example.com"));
        check_expression(r"http://localhost:\d+", Some("http://localhost:*"));
        check_expression(
            r"/^https:\/\/([a-z0-9-]+\.)+example\.com(:\d+)?$/i",
            Some("https://*.example.com:*"),
        );
        check_expression(
            r"^https?://app\.example\.com$",
            Some("https://app.example.com"),
        );
        check_expression(r"^https://(a|b)\.example\.com$", None);
        check_expression(r"^https://[a-z]{3}\.example\.com$", None);
    }

    #[track_caller]
    fn check_template(entry: &str, found: Option<&str>, expected: &str) {
        assert_eq!(placeholder(entry), found, "{entry}");
        assert_eq!(without_placeholders(entry), expected, "{entry}");
    }

    #[test]
    fn placeholders_of_templates_are_found() {
        check_template(
            "https://acme-git-<branch>-team.vercel.app",
            Some("<branch>"),
            "https://acme-git-*-team.vercel.app",
        );
        check_template(
            "https://{tenant}.example.com",
            Some("{tenant}"),
            "https://*.example.com",
        );
        check_template("https://${HOST}", Some("${HOST}"), "https://*");
        check_template("$FRONTEND_URL", Some("$FRONTEND_URL"), "*");
        check_template("https://app.example.com$", None, "https://app.example.com$");
        check_template(
            "https://a{1,5}.example.com",
            None,
            "https://a{1,5}.example.com",
        );
    }

    #[track_caller]
    fn check_scheme(entry: &str, expected: &str) {
        assert_eq!(with_scheme(entry), expected);
    }

    #[test]
    fn missing_schemes_are_completed() {
        check_scheme("app.example.com", "https://app.example.com");
        check_scheme("localhost:3000", "http://localhost:3000");
        check_scheme("127.0.0.1:8080", "http://127.0.0.1:8080");
        check_scheme("192.168.1.4", "http://192.168.1.4");
        check_scheme("https:/app.example.com", "https://app.example.com");
        check_scheme("https//app.example.com", "https://app.example.com");
        check_scheme("htps:/app.example.com", "https://app.example.com");
        check_scheme("//app.example.com", "https://app.example.com");
        check_scheme("http:8080", "https://http:8080");
    }
}
