//! Requests and responses as a paste shows them, without what could be a secret.

use cors_fetch::{CredentialsMode, Mode, Profile};

use crate::key::Kind;
use crate::said::Engine;
use crate::secret::{clean_url, is_worth_a_mention, kept_header_value, origin_of};

/// Headers of a message: the values that may be repeated, and the names of the others.
#[derive(Clone, Debug, Default)]
pub(crate) struct Headers {
    /// Lowercase names and values.
    pub(crate) kept: Vec<(String, String)>,
    /// Every name as it is spelled.
    pub(crate) names: Vec<String>,
    /// Lowercase names whose values were dropped.
    pub(crate) dropped: Vec<String>,
    /// The engine that the user agent names.
    pub(crate) engine: Engine,
}

impl Headers {
    /// Adds a header. Its value is dropped if it could be a secret.
    pub(crate) fn add(&mut self, name: &str, value: &str) {
        let name = name.trim();
        let value = value.trim();
        let lower = name.to_ascii_lowercase();
        if self.names.len() > 2000 {
            return;
        }
        if lower == "user-agent" || lower == "sec-ch-ua" {
            self.engine = self.engine.or(engine_of_agent(value));
        }
        self.names.push(name.to_owned());
        match kept_header_value(&lower, value) {
            Some(value) => self.kept.push((lower, value)),
            None if is_worth_a_mention(&lower) => self.dropped.push(lower),
            None => {}
        }
    }

    /// The value, several lines joined.
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        let values: Vec<&str> = self
            .kept
            .iter()
            .filter(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
            .collect();
        (!values.is_empty()).then(|| values.join(", "))
    }

    /// Whether there is a header of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.names
            .iter()
            .any(|known| known.eq_ignore_ascii_case(name))
    }
}

/// The engine of a user agent.
pub(crate) fn engine_of_agent(agent: &str) -> Engine {
    if agent.contains("Firefox/") {
        Some(Profile::Firefox)
    } else if agent.contains("Chrome/") || agent.contains("Chromium") {
        Some(Profile::Chromium)
    } else if agent.contains("Safari/") {
        Some(Profile::Webkit)
    } else {
        None
    }
}

/// What made a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Maker {
    /// A browser, or a command that one copied.
    Browser,
    /// A command that a person wrote.
    Command,
    /// Code.
    Code,
}

/// A request.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) maker: Maker,
    pub(crate) page_origin: Option<String>,
    pub(crate) url: Option<String>,
    /// The method that it is about: that of the actual request.
    pub(crate) method: Option<String>,
    pub(crate) headers: Headers,
    /// Whether the request itself is a preflight.
    pub(crate) is_preflight: bool,
    /// `OPTIONS` without `Access-Control-Request-Method`.
    pub(crate) is_plain_options: bool,
    /// Names of the headers that the preflight names, lowercase.
    pub(crate) preflight_headers: Vec<String>,
    pub(crate) has_cookie: bool,
    pub(crate) credentials: Option<CredentialsMode>,
    pub(crate) mode: Mode,
    pub(crate) facts: Vec<String>,
}

impl Asked {
    /// A request from its parts.
    pub(crate) fn new(
        maker: Maker,
        method: Option<&str>,
        url: Option<&str>,
        headers: Headers,
    ) -> Self {
        let page_origin = headers
            .get("origin")
            .filter(|origin| !origin.contains(' '))
            .or_else(|| headers.get("referer"));
        let asks_for = headers.get("access-control-request-method");
        let is_options = method.is_some_and(|method| method.eq_ignore_ascii_case("OPTIONS"));
        let is_preflight = is_options && asks_for.is_some();
        let names = headers
            .get("access-control-request-headers")
            .filter(|_| is_preflight)
            .unwrap_or_default();
        let has_cookie = headers.has("cookie");
        Self {
            maker,
            page_origin,
            url: url.map(clean_url),
            method: if is_preflight {
                asks_for
            } else {
                method.filter(|_| !is_options).map(str::to_owned)
            },
            is_preflight,
            is_plain_options: is_options && !is_preflight,
            preflight_headers: names
                .split(',')
                .map(|name| name.trim().to_ascii_lowercase())
                .filter(|name| cors_http::is_token(name.as_bytes()))
                .collect(),
            has_cookie,
            credentials: has_cookie.then_some(CredentialsMode::Include),
            mode: Mode::Cors,
            facts: Vec::new(),
            headers,
        }
    }

    /// The headers that JavaScript must have set: names, with the value where it decides.
    pub(crate) fn script_headers(&self) -> Vec<(String, String)> {
        const BROWSER: [&str; 34] = [
            "accept-charset",
            "accept-encoding",
            "accept-language",
            "access-control-request-headers",
            "access-control-request-method",
            "connection",
            "content-length",
            "cookie",
            "date",
            "dnt",
            "expect",
            "host",
            "keep-alive",
            "origin",
            "referer",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "upgrade-insecure-requests",
            "user-agent",
            "via",
            "priority",
            "pragma",
            "cache-control",
            "authority",
            "method",
            "path",
            "scheme",
            "sec-gpc",
            "save-data",
            "if-none-match",
            "if-modified-since",
            "x-client-data",
        ];
        if self.is_preflight {
            return self
                .preflight_headers
                .iter()
                .map(|name| (name.clone(), String::new()))
                .collect();
        }
        let mut found: Vec<(String, String)> = Vec::new();
        for name in &self.headers.names {
            let lower = name.to_ascii_lowercase();
            if BROWSER.contains(&lower.as_str())
                || lower.starts_with("sec-")
                || lower.starts_with(':')
            {
                continue;
            }
            let value = self.headers.get(&lower).unwrap_or_default();
            if lower == "accept" && (value.is_empty() || value.contains("*/*")) {
                continue;
            }
            if found.iter().any(|(known, _)| *known == lower) {
                continue;
            }
            let value = match lower.as_str() {
                "content-type" => essence(&value),
                "accept" | "range" | "content-language" | "x-http-method-override" => value,
                _ => String::new(),
            };
            found.push((lower, value));
        }
        found
    }
}

/// A media type without its parameters.
fn essence(value: &str) -> String {
    value
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned()
}

/// A response.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answered {
    pub(crate) status: Option<u16>,
    pub(crate) headers: Headers,
    /// Whether the body looks like a page.
    pub(crate) has_html: bool,
    /// Whether the body has what looks like a CORS header.
    pub(crate) has_header_in_body: bool,
}

impl Answered {
    /// Where it redirects to.
    pub(crate) fn location(&self) -> Option<String> {
        self.headers
            .get("location")
            .filter(|_| self.is_redirect() || self.status.is_none())
    }

    /// Whether it is a redirect.
    pub(crate) fn is_redirect(&self) -> bool {
        matches!(self.status, Some(301 | 302 | 303 | 307 | 308))
    }
}

/// A request with its responses, as far as they are in the paste.
#[derive(Clone, Debug)]
pub(crate) struct Recorded {
    pub(crate) kind: Kind,
    pub(crate) asked: Option<Asked>,
    /// The responses, in the order of redirects.
    pub(crate) responses: Vec<Answered>,
    /// Why there is no response: a cause and the words.
    pub(crate) no_response: Option<(crate::key::Cause, String)>,
    pub(crate) engine: Engine,
    pub(crate) from: usize,
    pub(crate) to: usize,
}

impl Recorded {
    /// The URL that was requested.
    pub(crate) fn url(&self) -> Option<&str> {
        self.asked.as_ref()?.url.as_deref()
    }
}

/// The address of a request line, with the host from its headers.
pub(crate) fn address(target: &str, headers: &Headers, scheme: Option<&str>) -> Option<String> {
    if target.starts_with("http://") || target.starts_with("https://") {
        return Some(target.to_owned());
    }
    let host = headers.get("host")?;
    let scheme = scheme.unwrap_or(if is_local(&host) { "http" } else { "https" });
    Some(format!("{scheme}://{host}{target}"))
}

fn is_local(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    name == "localhost"
        || name.starts_with("127.")
        || name.starts_with("192.168.")
        || name.starts_with("10.")
        || name == "[::1]"
        || name == "0.0.0.0"
}

/// The origin of the page from an address of it.
pub(crate) fn page_of(address: &str) -> Option<String> {
    origin_of(address)
}
