//! A cause in words: what happened, why, and what to change.

use cors_core::policy::PolicyDraft;
use cors_fetch::Profile;

use crate::diagnosis::{Failure, Fix};
use crate::key::{At, Cause, Kind, Root};
use crate::parts::Parts;
use crate::said::Said;
use crate::secret::origin_of;

/// A name for the page in a sentence.
fn page(said: &Said) -> String {
    said.page_origin
        .clone()
        .unwrap_or_else(|| "https://app.example.com".to_owned())
}

/// The origin of the server.
fn api(said: &Said) -> Option<String> {
    said.url.as_deref().and_then(origin_of)
}

fn subject(said: &Said) -> &'static str {
    match said.at {
        At::Preflight => "The preflight response (OPTIONS)",
        At::Redirect
            if said.redirected_from.is_none()
                && said
                    .status
                    .is_none_or(|status| (300..400).contains(&status)) =>
        {
            "The redirect"
        }
        At::Actual | At::Redirect | At::None | At::Unknown => "The response",
    }
}

/// What happened, in one sentence.
pub(crate) fn sentence(said: &Said) -> String {
    let subject = subject(said);
    let status = said
        .status
        .map_or_else(String::new, |status| format!(" ({status})"));
    let seen = said.seen.clone().unwrap_or_default();
    let names = list(&said.request_headers);
    let target = said
        .url
        .clone()
        .map_or_else(String::new, |url| format!(" `{url}`"));
    match said.cause {
        Cause::AllowOriginMissing => format!("{subject}{status} has no `Access-Control-Allow-Origin`."),
        Cause::AllowOriginMismatch if said.sent_origin.as_deref() == Some("null") => {
            format!("{subject} has `Access-Control-Allow-Origin: {seen}`, but after the redirect the browser sends `Origin: null`.")
        }
        Cause::AllowOriginMismatch if seen.is_empty() => format!("{subject}{status} names another origin than the page's in `Access-Control-Allow-Origin`."),
        Cause::AllowOriginMismatch => match &said.page_origin {
            Some(page) => format!("{subject} has `Access-Control-Allow-Origin: {seen}`, but the page is on `{page}`."),
            None => format!("{subject} has `Access-Control-Allow-Origin: {seen}`, which isn't the page's origin."),
        },
        Cause::AllowOriginInvalid if seen.is_empty() => format!("{subject} has an `Access-Control-Allow-Origin` that isn't an origin."),
        Cause::AllowOriginInvalid => format!("{subject} has `Access-Control-Allow-Origin: {seen}`, which isn't an origin."),
        Cause::AllowOriginMultiple if seen.is_empty() => format!("{subject} has several values in `Access-Control-Allow-Origin`."),
        Cause::AllowOriginMultiple => format!("{subject} has `Access-Control-Allow-Origin: {seen}`, but only one value is allowed."),
        Cause::WildcardWithCredentials => format!("{subject} has `Access-Control-Allow-Origin: *`, which browsers reject when the request has credentials."),
        Cause::CredentialsNotTrue if seen.is_empty() => format!("{subject} has no `Access-Control-Allow-Credentials: true`, but the request has credentials."),
        Cause::CredentialsNotTrue => format!("{subject} has `Access-Control-Allow-Credentials: {seen}`, but it must be exactly `true`."),
        Cause::PreflightStatus => format!("The preflight response{status} doesn't have a 2xx status."),
        Cause::PreflightRedirect => format!("The preflight was redirected{status}, and browsers don't follow redirects of a preflight."),
        Cause::MethodNotAllowed => match &said.method {
            Some(method) => format!("`{method}` isn't in `Access-Control-Allow-Methods` of the preflight response."),
            None => "The request's method isn't in `Access-Control-Allow-Methods` of the preflight response.".to_owned(),
        },
        Cause::HeaderNotAllowed if names.is_empty() => "A request header isn't in `Access-Control-Allow-Headers` of the preflight response.".to_owned(),
        Cause::HeaderNotAllowed => format!("The request header {names} isn't in `Access-Control-Allow-Headers` of the preflight response."),
        Cause::MethodsUnparsable => format!("`Access-Control-Allow-Methods`{} can't be parsed.", colon(&seen)),
        Cause::HeadersUnparsable => format!("`Access-Control-Allow-Headers`{} can't be parsed.", colon(&seen)),
        Cause::WildcardDoesNotCoverAuthorization => "`Access-Control-Allow-Headers: *` doesn't cover `Authorization` by the standard.".to_owned(),
        Cause::WildcardIsLiteralWithCredentials => "`*` isn't a wildcard when credentials are sent.".to_owned(),
        Cause::RedirectNotAllowed => "The request can't follow this redirect.".to_owned(),
        Cause::RedirectWithCredentials => "The redirect leads to a URL that contains a username and password.".to_owned(),
        Cause::SchemeNotSupported => match said.url.as_deref() {
            Some(url) if url.starts_with("file:") => "The page was opened from a file, and CORS works with http and https only.".to_owned(),
            Some(url) if !url.contains("://") => format!("The URL `{url}` has no `http://` in front."),
            Some(_) | None => "CORS works with http and https only.".to_owned(),
        },
        Cause::ModeSameOrigin => "The request is to another origin, but probably your code has `mode: 'same-origin'`.".to_owned(),
        Cause::NoCorsOpaque => "Your code has `mode: 'no-cors'`, so JavaScript can't read the response: it is opaque.".to_owned(),
        Cause::ExposeMissing => match &said.response_header {
            Some(name) => format!("JavaScript can't read the response header `{}`, because it isn't in `Access-Control-Expose-Headers`.", title(name)),
            None => "JavaScript can't read a response header that isn't in `Access-Control-Expose-Headers`.".to_owned(),
        },
        Cause::CrossoriginAttributeMissing => "The element has `integrity`, which needs `crossorigin=\"anonymous\"` for a file on another origin.".to_owned(),
        Cause::CookiesNotSent => format!("CORS passed, and JavaScript read the status{}. Probably no cookie was sent.", said.status.map_or_else(String::new, |status| format!(" `{status}`"))),
        Cause::VaryMissing => "It works, but `Vary: Origin` is missing from a response that caches can store.".to_owned(),
        Cause::OriginRefusedByServer => "This is the log of a server: its own check rejects the origin, or the request had no `Origin`.".to_owned(),
        Cause::Network => format!("Not a CORS problem: there is no response{}.", if target.is_empty() { String::new() } else { format!(" from{target}") }),
        Cause::Dns => "Not a CORS problem: the name of the server can't be resolved.".to_owned(),
        Cause::Tls => "Not a CORS problem: the secure connection failed, so CORS was never reached.".to_owned(),
        Cause::BlockedByClient => "Not a CORS problem: an ad blocker or another extension blocked the request.".to_owned(),
        Cause::MixedContent => format!("Not a CORS problem: an https page can't request{}.", said.url.as_deref().and_then(origin_of).map_or_else(|| " http".to_owned(), |origin| format!(" `{origin}`"))),
        Cause::Csp => "Not a CORS problem: the page's own Content-Security-Policy blocks the request.".to_owned(),
        Cause::Corp if said.works => "CORS passes, but `Cross-Origin-Resource-Policy` blocks plain elements on other origins.".to_owned(),
        Cause::Corp => "Not a CORS problem: `Cross-Origin-Resource-Policy` keeps the file from this page.".to_owned(),
        Cause::Orb => "The browser blocked a response without CORS, because it isn't an image, code or style (Opaque Response Blocking).".to_owned(),
        Cause::LocalNetwork => "Not a CORS problem: the visitor has to permit access to the local network, and no header does that.".to_owned(),
        Cause::HttpError => format!("CORS passed. The status{} says what is wrong.", said.status.map_or_else(String::new, |status| format!(" `{status}`"))),
        Cause::InvalidRequest => "Your code does what no page can do.".to_owned(),
        Cause::TaintedCanvas => "An image without CORS was drawn, so the canvas can't be read.".to_owned(),
        Cause::NotCorsWebsocket => format!("WebSockets don't use CORS. The server rejected the handshake{}.", said.status.map_or_else(String::new, |status| format!(" with `{status}`"))),
        Cause::CorsDisabled => "CORS is switched off in this browser (`content.cors.disable`).".to_owned(),
        Cause::OriginNotAdded => "Firefox couldn't add the `Origin` header.".to_owned(),
        Cause::Ok => "Nothing is blocked.".to_owned(),
        Cause::RequestOnly => "This is a request without its response.".to_owned(),
        Cause::CannotTell => "The text doesn't say what failed.".to_owned(),
    }
}

fn colon(value: &str) -> String {
    if value.is_empty() {
        String::new()
    } else {
        format!(" (`{value}`)")
    }
}

fn list(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

/// A header name as people write it.
fn title(name: &str) -> String {
    let words: Vec<String> = name
        .split('-')
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |first| {
                first.to_uppercase().chain(letters).collect()
            })
        })
        .collect();
    words.join("-")
}

/// Why, and what to know.
pub(crate) fn facts(said: &Said, failure: &Failure, parts: &Parts) -> Vec<String> {
    let mut facts = Vec::new();
    let error_status = said.status.filter(|status| *status >= 400);
    if let Some(status) = error_status
        && said.cause != Cause::PreflightStatus
        && said.at != At::Preflight
        && matches!(said.cause, Cause::AllowOriginMissing | Cause::HttpError)
    {
        facts.push(format!("The server responded with `{status}`: that is the real error, so look in its log first."));
    }
    match said.cause {
        Cause::AllowOriginMissing => missing(said, &mut facts),
        Cause::AllowOriginMismatch | Cause::AllowOriginInvalid => mismatch(said, &mut facts),
        Cause::AllowOriginMultiple => multiple(said, &mut facts),
        Cause::WildcardWithCredentials if !said.works => {
            facts.push(format!("Send `Access-Control-Allow-Origin: {}` instead of `*`, or leave out credentials (`credentials: 'include'`, `withCredentials`).", page(said)));
            facts.push("`Access-Control-Allow-Methods` and `Access-Control-Allow-Headers` can't be `*` then either.".to_owned());
            if said.url.as_deref().is_some_and(|url| url.contains("/socket.io/")) {
                facts.push("This is Socket.IO: `withCredentials` is on. Name the origin in the `cors` option of the socket server.".to_owned());
            }
        }
        Cause::CredentialsNotTrue => facts.push("Send `Access-Control-Allow-Credentials: true`, in lowercase and only once, on the preflight response and on the response itself.".to_owned()),
        Cause::PreflightStatus => preflight_status(said, &mut facts),
        Cause::PreflightRedirect => redirected(said, &mut facts),
        Cause::MethodNotAllowed => method(said, &mut facts),
        Cause::HeaderNotAllowed => header(said, &mut facts),
        Cause::MethodsUnparsable => facts.push("It is a list separated by commas: `GET, POST, PUT`.".to_owned()),
        Cause::HeadersUnparsable => facts.push("It is a list separated by commas: `Content-Type, Authorization`.".to_owned()),
        Cause::WildcardDoesNotCoverAuthorization => facts.push("Browsers let it pass today, and Firefox warns. List `authorization` next to `*`.".to_owned()),
        Cause::WildcardIsLiteralWithCredentials => facts.push("List the methods and headers by name, because credentials are sent.".to_owned()),
        Cause::RedirectNotAllowed => {
            if let Some(target) = &said.redirect_to {
                facts.push(format!("Call `{target}` directly."));
            }
            facts.push("Today's browsers follow a redirect after a preflight that passed, so an update can be enough too.".to_owned());
        }
        Cause::RedirectWithCredentials => facts.push("Remove the username and password from `Location`. The empty quotes (`''`) are part of the line in Chrome.".to_owned()),
        Cause::SchemeNotSupported => {
            if said.url.as_deref().is_some_and(|url| !url.contains("://")) {
                facts.push("Write `http://` in front of the address.".to_owned());
            } else {
                facts.push("Serve the page from `http://localhost`, with any development server: a page opened from a file can't load modules or other files.".to_owned());
            }
        }
        Cause::ModeSameOrigin => facts.push("Take `mode: 'same-origin'` out of your code.".to_owned()),
        Cause::NoCorsOpaque => {
            facts.push("Take `mode: 'no-cors'` out again. With it, `Content-Type: application/json` and `Authorization` are dropped, and the body looks empty.".to_owned());
            if let Some(api) = api(said) {
                facts.push(format!("`{api}` has to send `Access-Control-Allow-Origin: {}`.", page(said)));
            }
        }
        Cause::ExposeMissing => {
            let name = said.response_header.as_deref().map_or_else(|| "X-Total-Count".to_owned(), title);
            facts.push(format!("Send `Access-Control-Expose-Headers: {name}` with the response itself, not with the preflight response."));
        }
        Cause::CrossoriginAttributeMissing => facts.push("Set `crossorigin=\"anonymous\"` on the element, and let the server send `Access-Control-Allow-Origin`. `integrity` needs both.".to_owned()),
        Cause::CookiesNotSent => facts.push("Cookies go to another origin only with `credentials: 'include'`, on the request that signs in and on this one, and with `SameSite=None; Secure` between sites.".to_owned()),
        Cause::OriginRefusedByServer => facts.push("Compare the origin with the list of the server. The response is then a `500` without CORS headers. Requests without `Origin` (tools, health checks) need their own case.".to_owned()),
        Cause::Network => {
            let seen = said.seen.as_deref().unwrap_or_default();
            if seen.contains("EMPTY_RESPONSE") || seen.contains("CONNECTION_CLOSED") || seen.contains("CONNECTION_RESET") {
                facts.push("The server closed the connection without a response. It may have crashed, or dropped the preflight.".to_owned());
            } else if let Some(port) = said.url.as_deref().and_then(port_of) {
                facts.push(format!("Nothing may be listening on port `{port}`. Check that the server is running and that host and port are right."));
            }
        }
        Cause::Dns => {
            if let Some(host) = said.url.as_deref().and_then(host_of) {
                facts.push(format!("`{host}` isn't known. Check the spelling and the DNS record."));
            }
        }
        Cause::Tls => tls(said, &mut facts),
        Cause::BlockedByClient => facts.push("Try it in a window without extensions. Other people with the same blocker see the same.".to_owned()),
        Cause::MixedContent => {
            if let Some(api) = api(said) {
                facts.push(format!("An https page can't request `{api}`. Serve the API over https and use that address."));
            }
            if said.at == At::Redirect {
                facts.push("The server redirected to http, which an https page can't load.".to_owned());
            }
        }
        Cause::Csp => {
            let api = api(said).unwrap_or_else(|| "the origin of the API".to_owned());
            facts.push(format!("Add `{api}` to `connect-src` in the page's Content-Security-Policy."));
        }
        Cause::Corp if !said.works => facts.push("Send `Cross-Origin-Resource-Policy: cross-origin` with the file, or load it with `crossorigin` and CORS. The page may demand it with `Cross-Origin-Embedder-Policy`.".to_owned()),
        Cause::Orb => facts.push("A page of HTML or JSON was loaded as an image or as code. Often it can be ignored; otherwise load it with CORS, or fix the address.".to_owned()),
        Cause::LocalNetwork => {
            if said.at == At::Preflight {
                facts.push("This is a form of Private Network Access, which browsers have given up. Today Chrome asks the user for a permission instead. Update the browser.".to_owned());
            }
            facts.push("The permission was denied, or never requested. Use an https page, and allow the permission in the site settings. After that the response needs `Access-Control-Allow-Origin` as usual.".to_owned());
        }
        Cause::HttpError => {
            if said.status == Some(401) {
                facts.push("The sign-in or token is missing. The CORS headers aren't the problem.".to_owned());
            }
        }
        Cause::InvalidRequest => {
            if !said.facts.is_empty() {
                facts.push("Take these headers out of your code.".to_owned());
            }
        }
        Cause::TaintedCanvas => facts.push("Set `crossorigin=\"anonymous\"` on the image before its `src`, and let its server send `Access-Control-Allow-Origin`.".to_owned()),
        Cause::NotCorsWebsocket => facts.push("The server may compare `Origin` in the handshake itself. Look in its list and in its log. A CORS header changes nothing here.".to_owned()),
        Cause::CorsDisabled => facts.push("Set `content.cors.disable` to `false` in `about:config`.".to_owned()),
        Cause::OriginNotAdded => facts.push("Try it without extensions, and with another version of Firefox.".to_owned()),
        Cause::RequestOnly => request_only(said, failure, parts, &mut facts),
        Cause::CannotTell => cannot_tell(said, &mut facts),
        Cause::WildcardWithCredentials | Cause::VaryMissing | Cause::Corp | Cause::Ok => {}
    }
    if let Some(from) = &said.redirected_from
        && said.at == At::Redirect
        && said.cause != Cause::MixedContent
    {
        redirect_chain(said, from, &mut facts);
    }
    if said.cause == Cause::RequestOnly
        || said.cause == Cause::CannotTell
        || said.cause == Cause::Ok
    {
        let mut all = said.facts.clone();
        all.extend(facts);
        facts = all;
    } else {
        facts.extend(said.facts.iter().cloned());
    }
    config_facts(said, parts, &mut facts);
    loader(said, &mut facts);
    let mut unique: Vec<String> = Vec::new();
    for fact in facts {
        if !unique.contains(&fact) {
            unique.push(fact);
        }
    }
    unique
}

fn missing(said: &Said, facts: &mut Vec<String>) {
    let is_redirect = said.at == At::Redirect;
    if said.page_origin.as_deref() == Some("null") {
        facts.push("The page's origin is `null`: it was opened from a file, or is sandboxed. Serve it from `http://localhost`.".to_owned());
    } else if let (Some(api), Some(page), false) = (api(said), &said.page_origin, is_redirect) {
        facts.push(format!(
            "`{api}` has to send `Access-Control-Allow-Origin: {page}`."
        ));
    }
    if said
        .page_origin
        .as_deref()
        .is_some_and(|page| page.starts_with("capacitor:") || page.starts_with("ionic:"))
    {
        facts.push("This is an app: allow `capacitor://localhost` for iOS, and `https://localhost` for Android.".to_owned());
    }
    if said.at == At::Preflight {
        facts.push(
            "It is the preflight response (OPTIONS) that has no `Access-Control-Allow-Origin`."
                .to_owned(),
        );
        match (&said.method, said.status) {
            (_, Some(status)) => {
                facts.push(format!("OPTIONS got `{status}`."));
                preflight_cause(said, status, facts);
            }
            (Some(method), None) => facts.push(format!("The {method} was never sent. The status of the OPTIONS request decides: look at it in the network panel.")),
            (None, None) => facts.push("Its status decides what to do: look at the OPTIONS request in the network panel, or send it with curl.".to_owned()),
        }
        return;
    }
    match said.status {
        Some(304) => facts.push("A 304 takes its headers from the cached copy, which was made without them.".to_owned()),
        Some(status @ 400..)
            if said.at != At::Preflight => {
                facts.push(format!("The error response (`{status}`) has no CORS headers. Add them to errors too, with `always` in nginx."));
            }
        Some(status) if !is_redirect => facts.push(format!("The response came with status `{status}`, so the request ran on the server.")),
        None if said.at == At::Actual => facts.push("The status isn't in this line. Look at it in the network panel: with 400 or more, the error comes first.".to_owned()),
        Some(_) | None => {}
    }
    if said.engine == Some(Profile::Webkit) && !said.others.is_empty() {
        facts.push("Safari says the same when the header is missing and when it names another origin. Look at the response headers.".to_owned());
    } else if !said.others.is_empty() {
        facts.push(
            "Look at the response: the header is missing or names another origin.".to_owned(),
        );
    }
    if let (true, None, Some(target)) = (is_redirect, &said.redirected_from, &said.redirect_to) {
        facts.push(format!("The response after it may be right, but the redirect before it has no CORS headers. Call `{target}` directly."));
        if said
            .url
            .as_deref()
            .is_some_and(|url| url.starts_with("http://"))
            && page(said).starts_with("https://")
        {
            facts.push(
                "From an https page the http address would be mixed content as well.".to_owned(),
            );
        }
    }
}

fn preflight_cause(said: &Said, status: u16, facts: &mut Vec<String>) {
    match status {
        401 => facts.push("`401` means that auth runs before CORS. A preflight has no token, so handle OPTIONS before auth.".to_owned()),
        404 | 405 | 501 => facts.push(format!("`{status}` means that no route handles OPTIONS. Respond with 204 and the headers before the routes.")),
        403 if said.roots.contains(&Root::MethodNotInRule) => {
            let method = said.method.as_deref().unwrap_or("the method");
            facts.push(format!("S3 responds with `403` and no headers when no rule fits: `{method}` isn't in `AllowedMethods`."));
        }
        403 => facts.push("`403` comes from something that rejects the preflight: auth, a firewall, or the server's own list.".to_owned()),
        200..=299 => facts.push("The status is fine; the CORS code doesn't run, or doesn't know the origin.".to_owned()),
        _ => {}
    }
}

fn mismatch(said: &Said, facts: &mut Vec<String>) {
    let page = page(said);
    let seen = said.seen.clone().unwrap_or_default();
    if said.sent_origin.as_deref() == Some("null") {
        facts.push("After a redirect from one origin to another, the browser sends `Origin: null`. Both values in the line look the same, but what was sent is `null`.".to_owned());
        let target = said.url.clone().unwrap_or_default();
        facts.push(format!(
            "Call the final address `{target}` directly, or send `*` there."
        ));
        return;
    }
    if said.page_origin.as_deref() == Some("null") {
        facts.push(
            "The page's origin is `null`: it was opened from a file, or is sandboxed.".to_owned(),
        );
        facts.push(format!(
            "Serve it from `{}`.",
            if seen.contains("://") {
                seen
            } else {
                "http://localhost".to_owned()
            }
        ));
        return;
    }
    if seen == "null" {
        facts.push(format!(
            "The server sends `null`, which is for files and sandboxed frames. Send `{page}`."
        ));
        return;
    }
    if seen.contains('*') {
        facts.push("Browsers know no patterns in this header. The server has to compare `Origin` and send back one origin, with `Vary: Origin`.".to_owned());
        return;
    }
    if said.cause == Cause::AllowOriginInvalid && !seen.is_empty() && !seen.contains("://") {
        let scheme = if said.page_origin.is_none() || !page.ends_with(&seen) {
            if seen.starts_with("localhost") || seen.starts_with("127.") {
                "http"
            } else {
                "https"
            }
        } else {
            page.split("://").next().unwrap_or("https")
        };
        facts.push(format!(
            "The scheme is missing: an origin is `{scheme}://{seen}`."
        ));
        return;
    }
    let Some(own) = &said.page_origin else {
        facts
            .push("Send back the origin of the request, if it is in the server's list.".to_owned());
        return;
    };
    facts.push(format!("The server sends `{seen}`, the page is on `{own}`. The server allows only `{seen}`. It has to send back the origin of the request, if it is in its list."));
    difference(own, &seen, facts);
}

/// In which part two origins differ.
fn difference(own: &str, seen: &str, facts: &mut Vec<String>) {
    let parts = |origin: &str| -> Option<(String, String, String)> {
        let (scheme, rest) = origin.split_once("://")?;
        let rest = rest.trim_end_matches('/');
        let (host, port) = rest.rsplit_once(':').unwrap_or((rest, ""));
        Some((scheme.to_owned(), host.to_owned(), port.to_owned()))
    };
    let (Some((own_scheme, own_host, own_port)), Some((scheme, host, port))) =
        (parts(own), parts(seen))
    else {
        return;
    };
    if seen.ends_with('/') && own == seen.trim_end_matches('/') {
        facts.push(format!(
            "Origins have no slash at the end. Remove it: `{own}`."
        ));
    } else if own_host != host && own_host.eq_ignore_ascii_case(&host) {
        facts.push("The case differs. Origins are compared byte by byte, and browsers write hosts in lowercase.".to_owned());
    } else if own_host != host {
        facts.push("The host differs.".to_owned());
    } else if own_scheme != scheme {
        facts.push(format!(
            "The scheme differs: `{own_scheme}` and `{scheme}`. Another scheme is another origin."
        ));
    } else if own_port != port {
        let name = |port: &str| {
            if port.is_empty() {
                "none".to_owned()
            } else {
                format!("`{port}`")
            }
        };
        facts.push(format!(
            "The port differs: {} and {}. Another port is another origin.",
            name(&own_port),
            name(&port)
        ));
    }
}

fn multiple(said: &Said, facts: &mut Vec<String>) {
    facts.push(
        "The header has one origin or `*`, never a list. Send back the one of the request."
            .to_owned(),
    );
    let seen = said.seen.clone().unwrap_or_default();
    let values: Vec<&str> = seen.split(',').map(str::trim).collect();
    if values.len() > 1 && values.iter().all(|value| Some(value) == values.first()) {
        facts.push("The header is there twice. Browsers join both, even if they are equal. Set it in one layer only.".to_owned());
    } else if values.contains(&"*") {
        facts.push(
            "Two layers set the header, one `*` and one the origin. Set it in one layer only."
                .to_owned(),
        );
    }
    if said.at == At::Preflight {
        facts.push("It is the preflight response (OPTIONS).".to_owned());
    }
}

fn preflight_status(said: &Said, facts: &mut Vec<String>) {
    if said.engine == Some(Profile::Webkit) {
        facts.push(
            "Safari looks at the status first, so the headers may be missing as well.".to_owned(),
        );
    } else {
        facts.push(
            "The preflight response has the right allowed origin, but no status from 200 to 299."
                .to_owned(),
        );
    }
    if let Some(status) = said.status {
        facts.push(format!(
            "OPTIONS got `{status}`. Respond with 204 before the routes and before auth."
        ));
    } else {
        facts.push(
            "Handle OPTIONS before auth and before the routes. The status is in the network panel."
                .to_owned(),
        );
    }
}

fn redirected(said: &Said, facts: &mut Vec<String>) {
    facts.push("A preflight follows no redirect. Call the final address.".to_owned());
    if let Some(target) = &said.redirect_to {
        if said.roots.contains(&Root::RedirectsToAnotherHost) {
            facts.push("The redirect leads to a sign-in page without CORS headers. Respond with 401 to JavaScript instead.".to_owned());
        }
        facts.push(format!("It redirects to `{target}`."));
        return;
    }
    let Some(url) = &said.url else {
        return;
    };
    let with_slash = if url.ends_with('/') || url.contains('?') {
        url.trim_end_matches('/').to_owned()
    } else {
        format!("{url}/")
    };
    let with_https = url.replacen("http://", "https://", 1);
    if said.roots.first() == Some(&Root::RedirectsToHttps) {
        facts.push(format!(
            "Likely `{with_https}`. If that isn't it, try `{with_slash}`."
        ));
    } else if with_https == *url {
        facts.push(format!("Try `{with_slash}`."));
    } else {
        facts.push(format!(
            "Try `{with_slash}`. If that isn't it, try `{with_https}`."
        ));
    }
}

fn method(said: &Said, facts: &mut Vec<String>) {
    let Some(method) = &said.method else {
        facts.push("List the method in `Access-Control-Allow-Methods`.".to_owned());
        return;
    };
    let upper = method.to_ascii_uppercase();
    if *method == upper {
        facts.push(format!(
            "`{method}` isn't listed. Add it to `Access-Control-Allow-Methods`."
        ));
        if said
            .seen
            .as_deref()
            .is_some_and(|seen| seen.contains("OPTIONS"))
        {
            facts.push("`OPTIONS` doesn't have to be listed.".to_owned());
        }
    } else {
        facts.push(format!("Write `{upper}` in your code: browsers uppercase only DELETE, GET, HEAD, OPTIONS, POST and PUT."));
    }
}

fn header(said: &Said, facts: &mut Vec<String>) {
    const TRACING: [&str; 8] = [
        "baggage",
        "traceparent",
        "tracestate",
        "sentry-trace",
        "x-datadog-trace-id",
        "newrelic",
        "request-id",
        "request-context",
    ];
    for name in &said.request_headers {
        if TRACING.contains(&name.as_str()) {
            facts.push(format!("A monitoring library adds it. Keep it from adding `{name}` to requests to this host, or let the server list `{name}`."));
        } else if name == "user-agent" {
            facts.push("Your code or a library sets `User-Agent`. Leave it out. Chrome silently drops this header, so it works there.".to_owned());
        } else if name.starts_with("access-control-") {
            facts.push(format!(
                "`{name}` is a response header. Remove it from the request in your code."
            ));
        } else {
            facts.push(format!(
                "List `{name}` in `Access-Control-Allow-Headers`, or leave the header out."
            ));
        }
    }
    if let Some(seen) = said.seen.as_deref().filter(|seen| !seen.is_empty()) {
        facts.push(format!("The preflight response allows `{seen}` only."));
    }
}

fn tls(said: &Said, facts: &mut Vec<String>) {
    let seen = said.seen.clone().unwrap_or_default();
    if seen.contains("SSL_PROTOCOL_ERROR") || seen.contains("WRONG_VERSION") {
        if let Some(url) = &said.url {
            let plain = origin_of(url)
                .unwrap_or_default()
                .replacen("https://", "http://", 1);
            facts.push(format!(
                "The server may speak plain http on that port: use `{plain}`."
            ));
        }
        return;
    }
    facts.push("Check the certificate: its names, its dates, and who issued it. Open the address in a tab to see the browser's reason.".to_owned());
}

fn redirect_chain(said: &Said, from: &str, facts: &mut Vec<String>) {
    let target = said.url.clone().unwrap_or_default();
    let status = said.status.map_or_else(String::new, |status| {
        format!(" The response there has the status `{status}`, and JavaScript can't read it.")
    });
    if origin_of(from) == origin_of(&target) {
        facts.push(format!(
            "`{from}` redirects to `{target}`. Call that address directly.{status}"
        ));
    } else {
        facts.push(format!("`{from}` redirects to `{target}`, on another host.{status} If that is a sign-in page, the session has ended: let the API respond with 401 to JavaScript, and let the page go to the sign-in."));
    }
    if origin_of(from) == said.page_origin {
        facts.push("The page's own server redirects to another host.".to_owned());
    }
}

fn request_only(said: &Said, failure: &Failure, parts: &Parts, facts: &mut Vec<String>) {
    facts.push("A request alone doesn't say what the response was. Paste the response or the line of the console too.".to_owned());
    if said.at == At::Preflight {
        let method = said.method.as_deref().unwrap_or("request");
        let names = list(&said.request_headers);
        facts.push(format!(
            "This is the preflight of a {method}{}.",
            if names.is_empty() {
                String::new()
            } else {
                format!(" with {names}")
            }
        ));
    } else if failure.preflight == Some(true) {
        facts.push("A browser sends a preflight before this request.".to_owned());
    } else if failure.preflight == Some(false) {
        facts.push("No preflight is required.".to_owned());
    }
    let is_data_post = said.method.as_deref() == Some("POST")
        && parts
            .recorded
            .iter()
            .any(|one| one.kind == Kind::CurlCommand);
    if is_data_post {
        facts.push("There may be no `-X`: `--data-raw` alone makes it a POST.".to_owned());
    }
    if let (Some(page), Some(api)) = (&said.page_origin, api(said))
        && site(page) != site(&api)
    {
        facts.push("If the server belongs to someone else and allows no origin, call it from your own server.".to_owned());
    }
}

/// The last two labels of a host, which is enough for a hint.
fn site(origin: &str) -> String {
    let host = origin.split("://").nth(1).unwrap_or_default();
    let labels: Vec<&str> = host.split('.').collect();
    labels
        .iter()
        .rev()
        .take(2)
        .copied()
        .collect::<Vec<_>>()
        .join(".")
}

fn cannot_tell(said: &Said, facts: &mut Vec<String>) {
    if let (Some(page), Some(api)) = (&said.page_origin, api(said)) {
        facts.push(format!("It is a request of `{page}` to `{api}`."));
    }
    if said.engine == Some(Profile::Firefox) && said.facts.is_empty() {
        facts.push(
            "This old line names no reason. Look at the response headers in the network panel."
                .to_owned(),
        );
    }
    facts.push("The console has the reason: look for another line there, and for the status in the network panel.".to_owned());
}

/// What a config in the same paste has to do with it.
fn config_facts(said: &Said, parts: &Parts, facts: &mut Vec<String>) {
    for place in parts
        .places
        .iter()
        .filter(|place| place.kind == Kind::Config)
    {
        let system = place.detail;
        if said.cause == Cause::AllowOriginMultiple {
            facts.push(format!(
                "{system} and the app behind it both set the header."
            ));
        } else if system == "nginx"
            && said.cause == Cause::AllowOriginMissing
            && said.status.is_some_and(|status| status >= 400)
        {
            facts.push("In nginx, `add_header` needs `always` to apply to errors.".to_owned());
        } else if system == "FastAPI" && said.cause == Cause::WildcardWithCredentials {
            facts.push(format!("The line and the config don't fit: today's Starlette doesn't send `*` here, but older versions do for requests without a cookie. List the origin: `allow_origins=[\"{}\"]`.", page(said)));
        }
    }
    if parts.config_roots.contains(&Root::OriginNotExact)
        && let Some(page) = &said.page_origin
    {
        facts.push(format!(
            "The slash in `\"{page}/\"` makes that no response has the header."
        ));
    }
}

/// What is special about the kind of file.
fn loader(said: &Said, facts: &mut Vec<String>) {
    let is_font = said.words.contains("font at '")
        || said.url.as_deref().is_some_and(|url| {
            url.contains(".woff") || url.contains(".ttf") || url.contains(".otf")
        });
    if is_font && said.cause.is_failure() {
        let api = api(said).map_or_else(|| "The server".to_owned(), |api| format!("`{api}`"));
        facts.push(format!("Fonts are always loaded with CORS. {api} has to send `Access-Control-Allow-Origin`; `*` is fine for fonts."));
    }
}

fn port_of(url: &str) -> Option<String> {
    let host = url.split("://").nth(1)?.split(['/', '?']).next()?;
    let (_, port) = host.rsplit_once(':')?;
    port.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| port.to_owned())
}

fn host_of(url: &str) -> Option<String> {
    let host = url.split("://").nth(1)?.split(['/', '?', ':']).next()?;
    Some(host.to_owned())
}

/// The check that distinguishes a cause from the others.
pub(crate) fn check(cause: Cause) -> &'static str {
    match cause {
        Cause::AllowOriginMissing => {
            "Look at the response headers in the network panel: is there an `Access-Control-Allow-Origin`?"
        }
        Cause::AllowOriginMismatch | Cause::AllowOriginInvalid | Cause::AllowOriginMultiple => {
            "Compare `Access-Control-Allow-Origin` with the page's origin, letter by letter."
        }
        Cause::WildcardWithCredentials | Cause::CredentialsNotTrue => {
            "Look whether the request has credentials, and what the response says about them."
        }
        Cause::PreflightStatus | Cause::PreflightRedirect => {
            "Look at the status of the OPTIONS request in the network panel."
        }
        Cause::MethodNotAllowed
        | Cause::HeaderNotAllowed
        | Cause::MethodsUnparsable
        | Cause::HeadersUnparsable => {
            "Compare the headers of the OPTIONS request with those of its response."
        }
        Cause::WildcardDoesNotCoverAuthorization | Cause::WildcardIsLiteralWithCredentials => {
            "Look for `*` in the preflight response."
        }
        Cause::RedirectNotAllowed | Cause::RedirectWithCredentials => {
            "Look for a redirect in the network panel, and at its `Location`."
        }
        Cause::SchemeNotSupported => "Look at the addresses of the page and of the request.",
        Cause::ModeSameOrigin | Cause::NoCorsOpaque | Cause::InvalidRequest => {
            "Look at the options of `fetch()` in your code."
        }
        Cause::ExposeMissing => "Look for `Access-Control-Expose-Headers` in the response.",
        Cause::CrossoriginAttributeMissing | Cause::TaintedCanvas => {
            "Look for `crossorigin` on the element."
        }
        Cause::CookiesNotSent => "Look whether the request has a `Cookie`.",
        Cause::VaryMissing => "Look for `Vary: Origin` in the response.",
        Cause::OriginRefusedByServer => "Look in the log of the server.",
        Cause::Network => "Open the address in a tab, or with curl: does the server respond?",
        Cause::Dns => "Check the name of the host: can it be resolved?",
        Cause::Tls => "Open the address in a tab: does the browser warn about the certificate?",
        Cause::BlockedByClient => "Try it in a window without extensions.",
        Cause::MixedContent => "Look whether the page is https and the address http.",
        Cause::Csp => "Look for a line about the Content Security Policy.",
        Cause::Corp | Cause::Orb => {
            "Look for `Cross-Origin-Resource-Policy` and the `Content-Type` of the response."
        }
        Cause::LocalNetwork => "Look whether the address is on the local network.",
        Cause::HttpError => "Look at the status and the body of the response.",
        Cause::NotCorsWebsocket => "Look at the status of the handshake.",
        Cause::CorsDisabled => "Look at `content.cors.disable` in `about:config`.",
        Cause::OriginNotAdded => "Try another version of Firefox.",
        Cause::Ok => "Send the request again with `Origin`: it may be allowed.",
        Cause::RequestOnly | Cause::CannotTell => {
            "Paste the line of the console or the response headers."
        }
    }
}

/// What to change, as changes of the state where it is one.
pub(crate) fn fixes(said: &Said, failure: &Failure) -> Vec<Fix> {
    let page = page(said);
    let with = |change: &dyn Fn(&mut PolicyDraft)| {
        let mut draft = failure.state.clone()?;
        draft.faults = cors_state::Faults::default();
        draft.own_request = Some(draft.request().into_owned());
        change(&mut draft.policy);
        Some(draft)
    };
    let fix = |text: String, state| Fix { text, state };
    let allow_page = |policy: &mut PolicyDraft| {
        policy.allow_origins.retain(|origin| origin != "*");
        if !policy.allow_origins.contains(&page) {
            policy.allow_origins.push(page.clone());
        }
    };
    let is_null = page == "null";
    match said.cause {
        Cause::AllowOriginMissing | Cause::AllowOriginMismatch | Cause::AllowOriginInvalid if is_null => vec![fix(
            "Serve the page from `http://localhost` or another real origin, and allow that. Any site can send `null`.".to_owned(),
            None,
        )],
        Cause::AllowOriginMissing if said.at == At::Redirect => vec![fix(
            "Call the final address, or respond with 401 instead of a redirect.".to_owned(),
            with(&|_| {}),
        )],
        Cause::AllowOriginMissing if said.at != At::Preflight && said.status.is_some_and(|status| status >= 400) => vec![
            fix("Fix the error on the server first.".to_owned(), None),
            fix("Send the CORS headers on error responses too.".to_owned(), with(&|_| {})),
        ],
        Cause::AllowOriginMissing if said.at == At::Preflight && said.status.is_some_and(|status| status >= 400) => {
            vec![fix("Handle OPTIONS with the CORS code, before auth and routes.".to_owned(), with(&|_| {}))]
        }
        Cause::AllowOriginMismatch if said.roots.contains(&Root::VaryMissingSharedCache) => vec![fix(
            "Send `Vary: Origin`, put `Origin` into the key of the cache, and clear the cache.".to_owned(),
            with(&allow_page),
        )],
        Cause::AllowOriginMissing | Cause::AllowOriginMismatch | Cause::AllowOriginInvalid => {
            vec![fix(format!("Add `{page}` to the allowed origins."), with(&allow_page))]
        }
        Cause::AllowOriginMultiple => vec![fix("Set the header in one layer only.".to_owned(), with(&|_| {}))],
        Cause::WildcardWithCredentials => vec![fix(
            format!("Allow `{page}` by name, with credentials."),
            with(&|policy| {
                allow_page(policy);
                policy.allow_credentials = true;
            }),
        )],
        Cause::CredentialsNotTrue => vec![fix("Allow credentials.".to_owned(), with(&|policy| policy.allow_credentials = true))],
        Cause::PreflightStatus => vec![fix("Respond to OPTIONS with 204, before auth and routes.".to_owned(), with(&|_| {}))],
        Cause::PreflightRedirect | Cause::RedirectNotAllowed => vec![fix("Call the final address in your code.".to_owned(), with(&|_| {}))],
        Cause::MethodNotAllowed => match said.method.as_deref() {
            Some(method) if method != method.to_ascii_uppercase() => vec![fix(format!("Write `{}` in your code.", method.to_ascii_uppercase()), None)],
            Some(method) => vec![fix(
                format!("Add `{method}` to the allowed methods."),
                with(&|policy| policy.allow_methods.push(method.to_owned())),
            )],
            None => vec![fix("Add the method to the allowed methods.".to_owned(), None)],
        },
        Cause::HeaderNotAllowed | Cause::WildcardDoesNotCoverAuthorization | Cause::WildcardIsLiteralWithCredentials => vec![fix(
            format!("Add {} to the allowed request headers.", if said.request_headers.is_empty() { "the header".to_owned() } else { list(&said.request_headers) }),
            with(&|policy| policy.allow_headers.extend(said.request_headers.iter().cloned())),
        )],
        Cause::MethodsUnparsable | Cause::HeadersUnparsable => vec![fix("Separate the items with commas.".to_owned(), None)],
        Cause::RedirectWithCredentials => vec![fix("Remove the username and password from the `Location` header.".to_owned(), None)],
        Cause::SchemeNotSupported => vec![fix("Use an http or https address for page and request.".to_owned(), None)],
        Cause::ModeSameOrigin => vec![fix("Remove `mode: 'same-origin'`.".to_owned(), None)],
        Cause::NoCorsOpaque => vec![fix("Remove the mode from the code, and send the CORS headers.".to_owned(), None)],
        Cause::ExposeMissing => vec![fix(
            "Add the header to the exposed response headers.".to_owned(),
            with(&|policy| policy.expose_headers.extend(said.response_header.clone())),
        )],
        Cause::CrossoriginAttributeMissing | Cause::TaintedCanvas => vec![fix("Add `crossorigin=\"anonymous\"` to the element.".to_owned(), None)],
        Cause::CookiesNotSent => vec![fix("Send credentials in your code, and allow them.".to_owned(), None)],
        Cause::VaryMissing => vec![fix("Send `Vary: Origin`.".to_owned(), None)],
        Cause::OriginRefusedByServer => vec![fix("Add the origin to the server's list, if it is yours.".to_owned(), None)],
        Cause::Network => vec![fix("Start the server, or fix host and port.".to_owned(), with(&|_| {}))],
        Cause::Dns => vec![fix("Fix the name of the host.".to_owned(), None)],
        Cause::Tls => vec![fix("Fix the certificate or the scheme.".to_owned(), None)],
        Cause::BlockedByClient => vec![fix("Exclude the address from the blocker.".to_owned(), None)],
        Cause::MixedContent => vec![fix("Use https for the API.".to_owned(), None)],
        Cause::Csp => vec![fix("Add the API to `connect-src` of the page.".to_owned(), None)],
        Cause::Corp => vec![fix("Send `Cross-Origin-Resource-Policy: cross-origin`.".to_owned(), None)],
        Cause::LocalNetwork => vec![fix("Let the visitor allow access to the local network.".to_owned(), None)],
        Cause::CorsDisabled => vec![fix("Switch CORS on again in `about:config`.".to_owned(), None)],
        Cause::Orb
        | Cause::HttpError
        | Cause::InvalidRequest
        | Cause::NotCorsWebsocket
        | Cause::OriginNotAdded
        | Cause::Ok
        | Cause::RequestOnly
        | Cause::CannotTell => Vec::new(),
    }
}
