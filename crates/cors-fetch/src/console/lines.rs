//! Every console line, as data.

use super::template::{Fields, fill, read};
use crate::network_error::Stage;
use crate::profile::Profile;

/// A line that an engine writes to its console.
#[derive(Debug)]
pub struct ConsoleLine {
    /// The engine.
    pub browser: Profile,
    /// The code of the cause; see [`CauseRow`](crate::CauseRow).
    pub code: &'static str,
    /// The stage at which the fetch failed, if the line says so.
    pub stage: Option<Stage>,
    frame: Frame,
    /// The text, with fields in braces and optional parts in square brackets.
    template: &'static str,
}

/// The text around the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Frame {
    None,
    Chromium,
    ChromiumAccessCheck,
    Firefox,
    FirefoxWarning,
    WebkitRedirect,
}

/// A console line that was recognized.
#[derive(Debug)]
pub struct ConsoleReading {
    /// The line in the table.
    pub line: &'static ConsoleLine,
    /// Its fields: `api`, `url`, `from` (redirected from), `page` (origin of the page), `origin` (origin as sent),
    /// `actual` (value of the header), `method`, `name` (of a request header), `header` (of a response header),
    /// `piece`, `location`, `status`, `host`.
    pub fields: Fields,
}

impl Frame {
    fn template(self) -> (&'static str, &'static str) {
        const CHROMIUM: &str = "Access to {api} at '{url}' [(redirected from '{from}') ]from origin '{page}' has been blocked by CORS policy: ";
        const CHROMIUM_ACCESS_CHECK: &str = "Access to {api} at '{url}' [(redirected from '{from}') ]from origin '{page}' has been blocked by CORS policy: Response to preflight request doesn't pass access control check: ";
        const FIREFOX: &str = "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at {url}. (Reason: ";
        const FIREFOX_WARNING: &str = "Cross-Origin Request Warning: The Same Origin Policy will disallow reading the remote resource at {url} soon. (Reason: ";
        const WEBKIT_REDIRECT: &str = "Cross-origin redirection to {location} denied by Cross-Origin Resource Sharing policy: ";
        match self {
            Self::None => ("", ""),
            Self::Chromium => (CHROMIUM, ""),
            Self::ChromiumAccessCheck => (CHROMIUM_ACCESS_CHECK, ""),
            Self::Firefox => (FIREFOX, ").[ Status code: {status}.]"),
            Self::FirefoxWarning => (FIREFOX_WARNING, ")."),
            Self::WebkitRedirect => (WEBKIT_REDIRECT, ""),
        }
    }
}

impl ConsoleLine {
    /// The line with these values.
    pub(super) fn fill(&self, values: &Fields) -> String {
        let (before, after) = self.frame.template();
        [
            fill(before, values),
            fill(self.template, values),
            fill(after, values),
        ]
        .concat()
    }

    /// The values of the fields, if the text is this line.
    fn read(&self, text: &str) -> Option<Fields> {
        let (before, after) = self.frame.template();
        // The frame is checked first, because its literal text is enough to rule out most lines.
        let start = read_start(before, text)?;
        start.into_iter().find_map(|(mut fields, rest)| {
            let end = match after {
                "" => vec![(Vec::new(), rest)],
                after => read_end(after, rest),
            };
            end.into_iter().find_map(|(more, reason)| {
                let inner = read(self.template, reason)?;
                fields.extend(inner);
                fields.extend(more);
                Some(fields.clone())
            })
        })
    }
}

/// All ways to match the template at the beginning of the text: the fields, and the rest of the text.
fn read_start<'a>(template: &'static str, text: &'a str) -> Option<Vec<(Fields, &'a str)>> {
    if template.is_empty() {
        return Some(vec![(Vec::new(), text)]);
    }
    let last = template.rsplit(['}', ']']).next().unwrap_or(template);
    let starts: Vec<_> = text
        .match_indices(last)
        .filter_map(|(at, _)| {
            let (start, rest) = text.split_at(at + last.len());
            Some((read(template, start)?, rest))
        })
        .collect();
    (!starts.is_empty()).then_some(starts)
}

/// All ways to match the template at the end of the text, the longest match last.
fn read_end<'a>(template: &'static str, text: &'a str) -> Vec<(Fields, &'a str)> {
    text.match_indices(").")
        .filter_map(|(at, _)| {
            let (rest, end) = text.split_at(at);
            Some((read(template, end)?, rest))
        })
        .collect()
}

/// The engine's line that the text is, if any.
pub fn read_console_line(text: &str) -> Option<ConsoleReading> {
    let text = text.trim();
    LINES.iter().find_map(|line| {
        Some(ConsoleReading {
            line,
            fields: line.read(text)?,
        })
    })
}

impl ConsoleReading {
    /// The value of a field.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.as_str())
    }
}

macro_rules! lines {
    ($($name:ident: $browser:ident, $frame:ident, $code:literal, $stage:expr, $template:expr;)+) => {
        $(pub(super) const $name: ConsoleLine = ConsoleLine {
            browser: Profile::$browser,
            code: $code,
            stage: $stage,
            frame: Frame::$frame,
            template: $template,
        };)+

        /// Every line, in the order in which a text is compared with them.
        pub static LINES: &[ConsoleLine] = &[$($name,)+];
    };
}

const PREFLIGHT: Option<Stage> = Some(Stage::Preflight);
const REDIRECT: Option<Stage> = Some(Stage::Redirect);

lines! {
    // Chromium. `{fetch}` and `{xhr}` are empty; they decide which interface adds the sentence after them.
    CHROMIUM_MISSING: Chromium, Chromium, "allow-origin-missing", None,
        "No 'Access-Control-Allow-Origin' header is present on the requested resource.";
    CHROMIUM_WILDCARD: Chromium, Chromium, "wildcard-with-credentials", None,
        "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.[{xhr} The credentials mode of requests initiated by the XMLHttpRequest is controlled by the withCredentials attribute.]";
    CHROMIUM_MULTIPLE: Chromium, Chromium, "allow-origin-multiple", None,
        "The 'Access-Control-Allow-Origin' header contains multiple values '{actual}', but only one is allowed.[{fetch} Have the server send the header with a valid value.]";
    CHROMIUM_INVALID: Chromium, Chromium, "allow-origin-invalid", None,
        "The 'Access-Control-Allow-Origin' header contains the invalid value '{actual}'.[{fetch} Have the server send the header with a valid value.]";
    CHROMIUM_MISMATCH: Chromium, Chromium, "allow-origin-mismatch", None,
        "The 'Access-Control-Allow-Origin' header has a value '{actual}' that is not equal to the supplied origin.[{fetch} Have the server send the header with a valid value.]";
    CHROMIUM_CREDENTIALS: Chromium, Chromium, "credentials-not-true", None,
        "The value of the 'Access-Control-Allow-Credentials' header in the response is '{actual}' which must be 'true' when the request's credentials mode is 'include'.[{xhr} The credentials mode of requests initiated by the XMLHttpRequest is controlled by the withCredentials attribute.]";
    CHROMIUM_PREFLIGHT_MISSING: Chromium, ChromiumAccessCheck, "allow-origin-missing", PREFLIGHT,
        "No 'Access-Control-Allow-Origin' header is present on the requested resource.";
    CHROMIUM_PREFLIGHT_WILDCARD: Chromium, ChromiumAccessCheck, "wildcard-with-credentials", PREFLIGHT,
        "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.[{xhr} The credentials mode of requests initiated by the XMLHttpRequest is controlled by the withCredentials attribute.]";
    CHROMIUM_PREFLIGHT_MULTIPLE: Chromium, ChromiumAccessCheck, "allow-origin-multiple", PREFLIGHT,
        "The 'Access-Control-Allow-Origin' header contains multiple values '{actual}', but only one is allowed.[{fetch} Have the server send the header with a valid value.]";
    CHROMIUM_PREFLIGHT_INVALID: Chromium, ChromiumAccessCheck, "allow-origin-invalid", PREFLIGHT,
        "The 'Access-Control-Allow-Origin' header contains the invalid value '{actual}'.[{fetch} Have the server send the header with a valid value.]";
    CHROMIUM_PREFLIGHT_MISMATCH: Chromium, ChromiumAccessCheck, "allow-origin-mismatch", PREFLIGHT,
        "The 'Access-Control-Allow-Origin' header has a value '{actual}' that is not equal to the supplied origin.[{fetch} Have the server send the header with a valid value.]";
    CHROMIUM_PREFLIGHT_CREDENTIALS: Chromium, ChromiumAccessCheck, "credentials-not-true", PREFLIGHT,
        "The value of the 'Access-Control-Allow-Credentials' header in the response is '{actual}' which must be 'true' when the request's credentials mode is 'include'.[{xhr} The credentials mode of requests initiated by the XMLHttpRequest is controlled by the withCredentials attribute.]";
    CHROMIUM_PREFLIGHT_REDIRECT: Chromium, ChromiumAccessCheck, "preflight-redirect", PREFLIGHT,
        "Redirect is not allowed for a preflight request.";
    CHROMIUM_PREFLIGHT_STATUS: Chromium, ChromiumAccessCheck, "preflight-status", PREFLIGHT,
        "It does not have HTTP ok status.";
    CHROMIUM_METHODS_UNPARSABLE: Chromium, Chromium, "methods-unparsable", PREFLIGHT,
        "Cannot parse Access-Control-Allow-Methods response header field in preflight response.";
    CHROMIUM_HEADERS_UNPARSABLE: Chromium, Chromium, "headers-unparsable", PREFLIGHT,
        "Cannot parse Access-Control-Allow-Headers response header field in preflight response.";
    CHROMIUM_METHOD: Chromium, Chromium, "method-not-allowed", PREFLIGHT,
        "Method {method} is not allowed by Access-Control-Allow-Methods in preflight response.";
    CHROMIUM_HEADER: Chromium, Chromium, "header-not-allowed", PREFLIGHT,
        "Request header field {name} is not allowed by Access-Control-Allow-Headers in preflight response.";
    // The empty quotes are Chromium's own.
    CHROMIUM_REDIRECT_CREDENTIALS: Chromium, Chromium, "redirect-with-credentials", REDIRECT,
        "Redirect location '' contains a username and password, which is disallowed for cross-origin requests.";
    CHROMIUM_SCHEMES: Chromium, Chromium, "scheme-not-supported", None,
        "Cross origin requests are only supported for protocol schemes: chrome, chrome-experimental-site-token-provider, chrome-extension, chrome-untrusted, data, http, https, isolated-app.";
    CHROMIUM_REFUSED: Chromium, None, "network", None,
        "Failed to load resource: net::ERR_CONNECTION_REFUSED";

    // Firefox. Its quotes are typographic.
    FIREFOX_MISSING: Firefox, Firefox, "allow-origin-missing", None,
        "CORS header ‘Access-Control-Allow-Origin’ missing";
    FIREFOX_WILDCARD: Firefox, Firefox, "wildcard-with-credentials", None,
        "Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’";
    FIREFOX_MULTIPLE: Firefox, Firefox, "allow-origin-multiple", None,
        "Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed";
    FIREFOX_MISMATCH: Firefox, Firefox, "allow-origin-mismatch", None,
        "CORS header ‘Access-Control-Allow-Origin’ does not match ‘{actual}’";
    FIREFOX_CREDENTIALS: Firefox, Firefox, "credentials-not-true", None,
        "expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’";
    FIREFOX_PREFLIGHT_STATUS: Firefox, Firefox, "preflight-status", PREFLIGHT,
        "CORS preflight response did not succeed";
    FIREFOX_EXTERNAL_REDIRECT: Firefox, Firefox, "preflight-redirect", PREFLIGHT,
        "CORS request external redirect not allowed";
    FIREFOX_METHODS_UNPARSABLE: Firefox, Firefox, "methods-unparsable", PREFLIGHT,
        "invalid token ‘{piece}’ in CORS header ‘Access-Control-Allow-Methods’";
    FIREFOX_HEADERS_UNPARSABLE: Firefox, Firefox, "headers-unparsable", PREFLIGHT,
        "invalid token ‘{piece}’ in CORS header ‘Access-Control-Allow-Headers’";
    FIREFOX_METHOD: Firefox, Firefox, "method-not-allowed", PREFLIGHT,
        "Did not find method in CORS header ‘Access-Control-Allow-Methods’";
    FIREFOX_HEADER: Firefox, Firefox, "header-not-allowed", PREFLIGHT,
        "header ‘{name}’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response";
    FIREFOX_NOT_HTTP: Firefox, Firefox, "scheme-not-supported", None,
        "CORS request not http";
    FIREFOX_NETWORK: Firefox, Firefox, "network", None,
        "CORS request did not succeed";
    FIREFOX_AUTHORIZATION: Firefox, FirefoxWarning, "wildcard-does-not-cover-authorization", PREFLIGHT,
        "When the `Access-Control-Allow-Headers` is `*`, the `Authorization` header is not covered. To include the `Authorization` header, it must be explicitly listed in CORS header `Access-Control-Allow-Headers`";

    // WebKit.
    WEBKIT_WILDCARD: Webkit, None, "wildcard-with-credentials", None,
        "Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true.";
    WEBKIT_MULTIPLE: Webkit, None, "allow-origin-multiple", None,
        "Access-Control-Allow-Origin cannot contain more than one origin.";
    WEBKIT_ORIGIN: Webkit, None, "allow-origin-missing", None,
        "Origin {origin} is not allowed by Access-Control-Allow-Origin. Status code: {status}";
    WEBKIT_CREDENTIALS: Webkit, None, "credentials-not-true", None,
        "Credentials flag is true, but Access-Control-Allow-Credentials is not \"true\".";
    WEBKIT_PREFLIGHT_STATUS: Webkit, None, "preflight-status", PREFLIGHT,
        "Preflight response is not successful. Status code: {status}";
    WEBKIT_METHODS_UNPARSABLE: Webkit, None, "methods-unparsable", PREFLIGHT,
        "Header Access-Control-Allow-Methods has an invalid value: {actual}";
    WEBKIT_HEADERS_UNPARSABLE: Webkit, None, "headers-unparsable", PREFLIGHT,
        "Header Access-Control-Allow-Headers has an invalid value: {actual}";
    WEBKIT_METHOD: Webkit, None, "method-not-allowed", PREFLIGHT,
        "Method {method} is not allowed by Access-Control-Allow-Methods.";
    WEBKIT_HEADER: Webkit, None, "header-not-allowed", PREFLIGHT,
        "Request header field {name} is not allowed by Access-Control-Allow-Headers.";
    WEBKIT_REDIRECT_WILDCARD: Webkit, WebkitRedirect, "wildcard-with-credentials", REDIRECT,
        "Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true.";
    WEBKIT_REDIRECT_MULTIPLE: Webkit, WebkitRedirect, "allow-origin-multiple", REDIRECT,
        "Access-Control-Allow-Origin cannot contain more than one origin.";
    WEBKIT_REDIRECT_ORIGIN: Webkit, WebkitRedirect, "allow-origin-missing", REDIRECT,
        "Origin {origin} is not allowed by Access-Control-Allow-Origin. Status code: {status}";
    WEBKIT_REDIRECT_CREDENTIALS_FLAG: Webkit, WebkitRedirect, "credentials-not-true", REDIRECT,
        "Credentials flag is true, but Access-Control-Allow-Credentials is not \"true\".";
    WEBKIT_REDIRECT_USERINFO: Webkit, WebkitRedirect, "redirect-with-credentials", REDIRECT,
        "redirection URL {target} has credentials";
    WEBKIT_REDIRECT_SCHEME: Webkit, WebkitRedirect, "scheme-not-supported", REDIRECT,
        "not allowed to follow a cross-origin CORS redirection with non CORS scheme";
    WEBKIT_FTP: Webkit, None, "scheme-not-supported", REDIRECT,
        "FTP URLs are disabled";
    WEBKIT_REDIRECT_MODE: Webkit, None, "redirect-not-allowed", REDIRECT,
        "Not allowed to follow a redirection while loading {url}";
    WEBKIT_CLOSED: Webkit, None, "network", None,
        "Connection terminated unexpectedly";
    WEBKIT_REFUSED: Webkit, None, "network", None,
        "Could not connect to {host}: Connection refused";
}
