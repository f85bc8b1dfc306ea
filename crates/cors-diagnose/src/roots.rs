//! What can be behind a cause, from what else is in the paste.

use crate::diagnosis::RootCheck;
use crate::key::{At, Cause, Root};
use crate::parts::Parts;
use crate::said::Said;
use crate::secret::origin_of;

/// Adds the roots that come into question.
pub(crate) fn find(said: &mut Said, parts: &Parts) {
    let mut roots = said.roots.clone();
    let mut add = |found: &[Root]| {
        for root in found {
            if !roots.contains(root) {
                roots.push(*root);
            }
        }
    };
    let is_decided = !said.roots.is_empty();
    add(&parts.config_roots);
    if said.cause == Cause::AllowOriginMissing {
        match (said.at, said.status) {
            _ if said.page_origin.as_deref() == Some("null") && said.redirected_from.is_none() => {
                add(&[Root::OpaquePage]);
            }
            _ if is_decided => {}
            (At::Redirect, _) => add(redirect_roots(said).as_slice()),
            (At::Preflight, Some(401)) => add(&[Root::AuthenticationBeforeCors]),
            (At::Preflight, Some(404 | 405 | 501)) => add(&[Root::PreflightNotRouted]),
            (At::Preflight, Some(403)) => {
                if parts_have_s3(parts) {
                    add(&[Root::MethodNotInRule]);
                } else {
                    add(&[
                        Root::OtherLayerResponded,
                        Root::AuthenticationBeforeCors,
                        Root::OriginNotAllowed,
                    ]);
                }
            }
            (At::Preflight, Some(200..=299)) => {
                add(&[Root::OriginNotAllowed, Root::ProxyStripsHeaders]);
            }
            (At::Preflight, Some(_)) => add(&[Root::OtherLayerResponded, Root::PreflightNotRouted]),
            (At::Preflight, None) => add(&[
                Root::OriginNotAllowed,
                Root::PreflightNotRouted,
                Root::AuthenticationBeforeCors,
                Root::ProxyStripsHeaders,
                Root::OtherLayerResponded,
            ]),
            (_, Some(304)) => add(&[Root::OneKindOfResponse, Root::StaleCopy]),
            (_, Some(400..)) => add(&[Root::HeadersMissingOnErrors, Root::OneKindOfResponse]),
            (_, Some(_)) => add(&[
                Root::OriginNotAllowed,
                Root::ProxyStripsHeaders,
                Root::PreflightOnly,
                Root::WrongAddress,
                Root::OtherLayerResponded,
            ]),
            (_, None) => add(&[
                Root::OriginNotAllowed,
                Root::HeadersMissingOnErrors,
                Root::ProxyStripsHeaders,
                Root::OtherLayerResponded,
                Root::WrongAddress,
                Root::StaleCopy,
                Root::PreflightOnly,
            ]),
        }
    } else if said.cause == Cause::AllowOriginMultiple {
        let seen = said.seen.clone().unwrap_or_default();
        let values: Vec<&str> = seen.split(',').map(str::trim).collect();
        let is_list = values.len() > 1
            && !values.contains(&"*")
            && values.iter().any(|value| Some(value) != values.first());
        if is_list {
            add(&[Root::ListInHeader]);
        }
        add(&[Root::ProxyDoublesHeaders]);
    } else if said.cause == Cause::PreflightStatus {
        match said.status {
            Some(401) => add(&[Root::AuthenticationBeforeCors]),
            Some(403) => add(&[Root::AuthenticationBeforeCors, Root::OtherLayerResponded]),
            Some(404 | 405 | 501) => add(&[Root::PreflightNotRouted]),
            Some(_) => add(&[Root::OtherLayerResponded, Root::PreflightNotRouted]),
            None => add(&[Root::PreflightNotRouted, Root::AuthenticationBeforeCors]),
        }
    } else if said.cause == Cause::PreflightRedirect {
        add(redirect_roots(said).as_slice());
    } else if said.cause == Cause::AllowOriginMismatch && !is_decided {
        if said.page_origin.as_deref() == Some("null") {
            add(&[Root::OpaquePage]);
        } else {
            add(&[
                Root::OriginNotAllowed,
                Root::OriginNotExact,
                Root::StaleCopy,
            ]);
        }
    } else if said.cause == Cause::Network && said.at == At::None {
        add(&[Root::ServerDown]);
    } else if said.cause == Cause::HeaderNotAllowed {
        let names = [
            "baggage",
            "traceparent",
            "tracestate",
            "sentry-trace",
            "x-datadog-trace-id",
            "newrelic",
            "x-requested-with",
            "request-id",
            "request-context",
        ];
        if said
            .request_headers
            .iter()
            .any(|name| names.contains(&name.as_str()))
        {
            add(&[Root::RequestHeaderAdded]);
        }
        if said
            .request_headers
            .iter()
            .any(|name| name.starts_with("access-control-"))
        {
            add(&[Root::ResponseHeaderSetByScript]);
        }
    } else if said.cause == Cause::CookiesNotSent {
        add(&[Root::CookieWithheld]);
    }
    said.roots = roots;
}

fn parts_have_s3(parts: &Parts) -> bool {
    parts.recorded.iter().any(|one| {
        one.responses.iter().any(|response| {
            response
                .headers
                .get("server")
                .is_some_and(|server| server.contains("AmazonS3"))
        })
    })
}

/// The redirect that it can be, the likeliest first.
fn redirect_roots(said: &Said) -> Vec<Root> {
    let url = said
        .redirected_from
        .as_deref()
        .or(said.url.as_deref())
        .unwrap_or_default();
    let target = match (&said.redirected_from, &said.redirect_to) {
        (Some(_), _) if said.at == At::Redirect => said.url.as_deref(),
        (_, Some(target)) => Some(target.as_str()),
        (_, None) => None,
    };
    if let Some(target) = target {
        if target.starts_with("https://") && url.starts_with("http://") && rest(target) == rest(url)
        {
            return vec![Root::RedirectsToHttps];
        }
        let slash = |one: &str, other: &str| {
            one.split('?')
                .next()
                .map(|one| format!("{one}/"))
                .as_deref()
                == other.split('?').next()
        };
        if slash(url, target)
            || slash(target, url)
            || target.starts_with('/') && target.ends_with('/')
        {
            return vec![Root::RedirectsToSlash];
        }
        let is_other = origin_of(target).is_some() && origin_of(target) != origin_of(url);
        return if is_other {
            vec![Root::RedirectsToAnotherHost]
        } else {
            vec![Root::OneKindOfResponse, Root::RedirectsToSlash]
        };
    }
    let is_local = url.contains("://localhost") || url.contains("://127.");
    let mut roots = if url.starts_with("http://") && !is_local {
        vec![Root::RedirectsToHttps, Root::RedirectsToSlash]
    } else {
        vec![Root::RedirectsToSlash, Root::RedirectsToHttps]
    };
    if url.ends_with('/') {
        roots.reverse();
    }
    roots.push(Root::RedirectsToAnotherHost);
    roots
}

fn rest(url: &str) -> &str {
    url.split_once("://").map_or(url, |(_, rest)| rest)
}

/// The roots with the check that decides.
pub(crate) fn checks(said: &Said) -> Vec<RootCheck> {
    said.roots
        .iter()
        .map(|&root| RootCheck {
            root,
            check: check(root).to_owned(),
        })
        .collect()
}

/// How to find out whether this is the root.
fn check(root: Root) -> &'static str {
    match root {
        Root::PreflightNotRouted => {
            "Look at the status of the OPTIONS request: 404 or 405 means that no route handles it."
        }
        Root::AuthenticationBeforeCors => {
            "Look at the status of the OPTIONS request: 401 or 403 means that auth runs before the CORS code."
        }
        Root::HeadersMissingOnErrors => {
            "Look at the status in the network panel: with 400 or more, error responses have no CORS headers."
        }
        Root::ProxyStripsHeaders => {
            "Send the request to the app directly, without the proxy, and compare the headers."
        }
        Root::ProxyDoublesHeaders => {
            "Look at the response headers: two layers, such as a proxy and the app, each add one."
        }
        Root::RedirectsToHttps => "Try the address with `https://`.",
        Root::RedirectsToSlash => "Try the address with a slash at the end, and without it.",
        Root::RedirectsToAnotherHost => {
            "Look at the `Location` header: the redirect leads to another host, such as a sign-in page."
        }
        Root::VaryMissingSharedCache => {
            "Look for `Age` and `X-Cache`, and add a parameter to the address to get a fresh response."
        }
        Root::ServerDown => "Check that the server is running, and that host and port are right.",
        Root::OriginNotAllowed => {
            "Look in the server's list for exactly this origin: scheme, host and port."
        }
        Root::ListInHeader => "Look in the config for a list that is written into the header.",
        Root::ResponseHeaderSetByScript => {
            "Look in your code for a request header that begins with `Access-Control-Allow-`."
        }
        Root::HeaderNameMisspelt => "Compare the names of the headers letter by letter.",
        Root::HeaderInBody => "Look whether the header is printed into the body.",
        Root::HeaderInheritedLost => {
            "Look for an `add_header` in an inner block: it drops those of the outer one."
        }
        Root::MethodNotInRule => "Look in the CORS rules of the bucket for the method.",
        Root::OriginNotExact => {
            "Look in the server's list for a slash at the end, a path, or a missing scheme."
        }
        Root::LayerOrder => "Look whether the CORS layer comes before auth and routes.",
        Root::OtherLayerResponded => {
            "Compare `Server` and the body with those of your app: a sign-in proxy, CDN, firewall or gateway may have responded."
        }
        Root::WrongAddress => {
            "Open the address itself: if the body is a page of HTML, it isn't the API."
        }
        Root::PreflightOnly => {
            "Compare the headers of the OPTIONS response with those of the request after it."
        }
        Root::OneKindOfResponse => {
            "Compare a successful response with an error, a redirect and a 304."
        }
        Root::RequestHeaderAdded => {
            "Look for a library that adds the header: tracing, monitoring, or an update."
        }
        Root::CookieWithheld => {
            "Look in the network panel whether `Cookie` was sent, and why it was left out."
        }
        Root::ChangedByBrowser => "Try a new profile without extensions and service workers.",
        Root::PathRejected => "Try another path on the same server.",
        Root::OpaquePage => {
            "Look how the page is opened: a file, a sandboxed frame and a data URL have the origin `null`."
        }
        Root::NotAPreflight => {
            "Send `Origin` and `Access-Control-Request-Method` with the OPTIONS request."
        }
        Root::VaryMissingOwnCache | Root::StaleCopy => {
            "Check “Disable cache” in the network panel and load again."
        }
    }
}

/// Roots that the text of a config shows at once.
pub(crate) fn of_config(block: &[&str]) -> Vec<Root> {
    let mut roots = Vec::new();
    let text = block.join("\n");
    let has_slash = text.contains("Origins(")
        && text.split('"').any(|piece| {
            piece.starts_with("http") && piece.ends_with('/') && piece.matches('/').count() == 3
        });
    if has_slash {
        roots.push(Root::OriginNotExact);
    }
    if let (Some(auth), Some(cors)) = (text.find("UseAuthorization("), text.find("UseCors("))
        && auth < cors
    {
        roots.push(Root::LayerOrder);
    }
    roots
}
