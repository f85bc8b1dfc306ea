//! The lists that token fields edit.

use cors_analysis::field::Field;
use cors_core::policy::{PolicyField, parse_origin};
use cors_fetch::RequestField;
use cors_http::{HeaderName, Method, Platform};
use cors_state::Draft;

/// A list of texts in the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum List {
    Origins,
    Methods,
    RequestHeaders,
    ResponseHeaders,
    /// The headers that the test request sets, each as `Name` or `Name: value`.
    SentHeaders,
}

impl List {
    /// The field that findings about this list name.
    pub(crate) fn field(self) -> Field {
        match self {
            Self::Origins => Field::Policy(PolicyField::AllowOrigins),
            Self::Methods => Field::Policy(PolicyField::AllowMethods),
            Self::RequestHeaders => Field::Policy(PolicyField::AllowHeaders),
            Self::ResponseHeaders => Field::Policy(PolicyField::ExposeHeaders),
            Self::SentHeaders => Field::Request(RequestField::Headers),
        }
    }

    /// The entries.
    pub(crate) fn entries(self, draft: &Draft) -> Vec<String> {
        let policy = &draft.policy;
        match self {
            Self::Origins => policy.allow_origins.clone(),
            Self::Methods => policy.allow_methods.clone(),
            Self::RequestHeaders => policy.allow_headers.clone(),
            Self::ResponseHeaders => policy.expose_headers.clone(),
            Self::SentHeaders => {
                let headers = &draft.request().headers;
                headers
                    .iter()
                    .map(|(name, value)| header_line(name, value))
                    .collect()
            }
        }
    }

    /// Puts other entries in their place.
    pub(crate) fn replace(self, draft: &mut Draft, entries: Vec<String>) {
        let policy = &mut draft.policy;
        match self {
            Self::Origins => policy.allow_origins = entries,
            Self::Methods => policy.allow_methods = entries,
            Self::RequestHeaders => policy.allow_headers = entries,
            Self::ResponseHeaders => policy.expose_headers = entries,
            Self::SentHeaders => {
                let headers = entries.iter().map(|line| header_of(line)).collect();
                draft.request_mut().headers = headers;
            }
        }
    }

    /// The entries of a text that somebody pasted or typed.
    pub(crate) fn split(self, text: &str) -> Vec<String> {
        let is_separator = |c: char| match self {
            // A header's value may have commas and spaces.
            Self::SentHeaders => c == '\n' || c == '\r',
            Self::Origins | Self::Methods | Self::RequestHeaders | Self::ResponseHeaders => {
                c == ',' || c == ';' || c.is_whitespace()
            }
        };
        text.split(is_separator)
            .map(|item| item.trim().trim_matches(['"', '\'', '[', ']']).trim())
            .filter(|item| !item.is_empty())
            .map(str::to_owned)
            .collect()
    }

    /// Whether a text can be an entry. While it can't, it doesn't count: it is still being typed.
    pub(crate) fn accepts(self, text: &str, platform: &Platform) -> bool {
        let text = text.trim();
        match self {
            Self::Origins => parse_origin(text, platform).is_ok(),
            Self::Methods => text == "*" || Method::parse(text).is_ok(),
            Self::RequestHeaders | Self::ResponseHeaders => {
                text == "*" || HeaderName::parse(text).is_ok()
            }
            Self::SentHeaders => {
                let name = text.split(':').next().unwrap_or_default();
                HeaderName::parse(name.trim()).is_ok()
            }
        }
    }
}

fn header_line(name: &str, value: &str) -> String {
    if value.is_empty() {
        name.to_owned()
    } else {
        format!("{name}: {value}")
    }
}

fn header_of(line: &str) -> (String, String) {
    let (name, value) = line.split_once(':').unwrap_or((line, ""));
    (name.trim().to_owned(), value.trim().to_owned())
}

/// Whether an entry of the allow list is one of the names that are reserved for examples.
pub(crate) fn is_example_origin(entry: &str) -> bool {
    let host = entry.split_once("://").map_or(entry, |(_, host)| host);
    let host = host.split([':', '/']).next().unwrap_or_default();
    ["example.com", "example.org", "example.net", "example"]
        .iter()
        .any(|name| {
            host.strip_suffix(name)
                .is_some_and(|before| before.is_empty() || before.ends_with('.'))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_split(list: List, text: &str, expected: &[&str]) {
        assert_eq!(list.split(text), expected, "{text:?}");
    }

    #[test]
    fn commas_spaces_lines_and_quotes_separate() {
        check_split(
            List::Origins,
            "\"https://a.example\", 'https://b.example'\n\thttps://c.example ;[\"https://d.example\"]",
            &[
                "https://a.example",
                "https://b.example",
                "https://c.example",
                "https://d.example",
            ],
        );
        check_split(List::Methods, " GET,PUT , ", &["GET", "PUT"]);
    }

    #[test]
    fn only_lines_separate_headers_with_values() {
        check_split(
            List::SentHeaders,
            "Accept: text/html, */*\r\nAuthorization",
            &["Accept: text/html, */*", "Authorization"],
        );
    }

    #[test]
    fn half_typed_entries_are_not_accepted() {
        for (list, text, expected) in [
            (List::Origins, "https:", false),
            (List::Origins, "https://a", true),
            (List::Origins, "*", true),
            (List::Methods, "PU T", false),
            (List::Methods, "PU", true),
            (List::RequestHeaders, "x-", true),
            (List::RequestHeaders, "x:", false),
            (List::SentHeaders, "X-A: b c", true),
            (List::SentHeaders, ": b", false),
        ] {
            assert_eq!(
                list.accepts(text, &Platform::BARE),
                expected,
                "{list:?} {text:?}"
            );
        }
    }

    #[test]
    fn example_names_are_known() {
        for (entry, expected) in [
            ("https://app.example.com", true),
            ("https://*.example.com:8443", true),
            ("https://shop.example", true),
            ("https://myexample.com", false),
            ("http://localhost:3000", false),
            ("*", false),
            ("https://example.com.acme.dev", false),
        ] {
            assert_eq!(is_example_origin(entry), expected, "{entry}");
        }
    }

    #[test]
    fn sent_headers_are_lines() {
        let mut draft = Draft::default();
        let lines = ["Authorization", "X-A: b: c"].map(str::to_owned).to_vec();
        List::SentHeaders.replace(&mut draft, lines.clone());
        assert_eq!(
            draft.request().headers,
            [
                ("Authorization".to_owned(), String::new()),
                ("X-A".to_owned(), "b: c".to_owned())
            ]
        );
        assert_eq!(List::SentHeaders.entries(&draft), lines);
    }
}
