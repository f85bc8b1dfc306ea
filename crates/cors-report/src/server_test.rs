use super::shell::quote;
use super::visible::visible;
use cors_analysis::Analysis;
use cors_core::policy::{AllowOrigin, OriginPattern, Piece, Policy, SoundPolicy};
use cors_core::server::{App, Reply, is_cors_response_header};
use cors_core::targets::Chosen;
use cors_fetch::{Profile, Request, cors_unsafe_request_header_names};
use cors_http::Platform;
use cors_http::Url;
use cors_http::{HeaderList, HeaderName, HttpRequest, HttpResponse, Method, NoResponse, Status};
use cors_state::link::permalink;

/// A path that no app has, for a 404.
const MISSING: &str = "/no-such-page-of-the-cors-server-test";

/// Origins that hardly any policy allows, in the order of preference.
const OTHER_ORIGINS: [&str; 4] = [
    "https://not-allowed.example",
    "http://not-allowed.invalid",
    "https://not-allowed.test:8443",
    "null",
];

/// A shell script that tests the server of the request's URL. Each command has the response to expect from a server
/// with this config. It sends GET and OPTIONS, without credentials.
pub fn server_test(analysis: &Analysis) -> Result<String, String> {
    let sound = analysis
        .policy()
        .whole()
        .and_then(|policy| policy.check().ok());
    let (Some(sound), Ok(configuration)) = (sound, analysis.configuration()) else {
        return Err(analysis.no_configuration().unwrap_or_default());
    };
    let request = analysis
        .request()
        .filter(|request| request.url.is_http())
        .ok_or("There is no server to test. The request needs an http or https URL.")?;
    let server = format!("{}://{}", request.url.scheme(), request.url.authority());
    let test = ServerTest {
        policy: &sound,
        chosen: &configuration.chosen,
        base: analysis.platform().base,
        api: format!("{server}{}", request.url.request_target()),
        missing: format!("{server}{MISSING}"),
    };
    Ok(test.write(request))
}

struct ServerTest<'a> {
    policy: &'a SoundPolicy<'a>,
    chosen: &'a Chosen,
    /// The address of the page.
    base: Option<&'static str>,
    /// The URL that is tested, without credentials and fragment.
    api: String,
    /// A URL on the same server that leads to a 404.
    missing: String,
}

impl ServerTest<'_> {
    fn write(&self, request: &Request) -> String {
        let allowed = allowed_origin(self.policy, &request.origin.serialize());
        let other = other_origin(self.policy);
        let source = self.chosen.target.source();
        let source = source.map_or_else(String::new, |source| {
            format!(".\n# {source}:\n# {}", source.url)
        });
        let mut text = [
            "#!/bin/sh\n# Tests a server that has this policy. The expected responses are those of ",
            &self.chosen.name(),
            &source,
            ".\n# Run this file with sh, or paste single commands. They send GET and OPTIONS only.\n# Over HTTP/2, header names are lowercase. Vary may list more than is expected here.\n",
        ]
        .concat();
        if let Some(base) = self.base {
            let link = permalink(
                base,
                self.policy,
                self.chosen.target.id,
                self.chosen.setup.version.line,
                &self.chosen.setup.options,
            );
            text.extend(["# ", &link, "\n"]);
        }
        let mut number = 0;
        let mut step = |title: &str, url: &str, headers: &[(&'static str, &str)], is_preflight| {
            number += 1;
            text.push_str("\necho '");
            text.push_str(&number.to_string());
            text.push_str(". ");
            text.push_str(title);
            text.push_str("'\n");
            self.command(&mut text, url, headers, is_preflight);
        };
        let preflight = preflight_headers(request);
        let with_origin = |origin| {
            let mut headers = vec![("Origin", origin)];
            headers.extend(
                preflight
                    .iter()
                    .map(|(name, value)| (*name, value.as_str())),
            );
            headers
        };
        if let Some(allowed) = &allowed {
            let origin = [("Origin", allowed.as_str())];
            step(
                "A preflight from an allowed origin",
                &self.api,
                &with_origin(allowed.as_str()),
                true,
            );
            step(
                "A request from an allowed origin",
                &self.api,
                &origin,
                false,
            );
            step(
                "A 404 from an allowed origin",
                &self.missing,
                &origin,
                false,
            );
        }
        if let Some(other) = other {
            let origin = [("Origin", other)];
            step(
                "A preflight from another origin",
                &self.api,
                &with_origin(other),
                true,
            );
            step("A request from another origin", &self.api, &origin, false);
        }
        step("A request without an origin", &self.api, &[], false);
        text
    }

    /// One command, followed by the response to expect.
    fn command(
        &self,
        text: &mut String,
        url: &str,
        headers: &[(&'static str, &str)],
        is_preflight: bool,
    ) {
        text.push_str("curl --silent --show-error --globoff --path-as-is --output /dev/null --dump-header - \\\n");
        if is_preflight {
            text.push_str("  --request OPTIONS \\\n");
        }
        for (name, value) in headers {
            text.push_str("  --header ");
            text.push_str(&quote(&[name, ": ", value].concat()));
            text.push_str(" \\\n");
        }
        text.push_str("  ");
        text.push_str(&quote(url));
        text.push('\n');
        let is_missing = url == self.missing;
        match self.reply(url, headers, is_preflight, is_missing) {
            Some(Reply {
                answer: Ok(response),
                reached_app,
            }) => expected(text, &response, reached_app),
            Some(Reply {
                answer: Err(NoResponse::NotDocumented(what)),
                ..
            }) => {
                text.push_str("# Expected: not documented. The documentation doesn't say ");
                text.push_str(what);
                text.push_str(".\n");
            }
            Some(Reply {
                answer: Err(NoResponse::Closed | NoResponse::Refused),
                ..
            })
            | None => text.push_str("# Expected: no response, the connection is closed\n"),
        }
    }

    fn reply(
        &self,
        url: &str,
        headers: &[(&'static str, &str)],
        is_preflight: bool,
        is_missing: bool,
    ) -> Option<Reply> {
        let mut list = HeaderList::new();
        for &(name, value) in headers {
            list.append(HeaderName::literal(name), value);
        }
        let request = HttpRequest {
            method: if is_preflight {
                Method::options()
            } else {
                Method::get()
            },
            url: Url::parse(url, None, &Platform::BARE).ok()?,
            headers: list,
        };
        let app = App {
            response: HttpResponse::new(if is_missing {
                Status::NOT_FOUND
            } else {
                Status::OK
            }),
            ..App::default()
        };
        Some((self.chosen.target.respond)(
            self.policy,
            &self.chosen.setup,
            &request,
            &app,
        ))
    }
}

/// The response as comment lines.
fn expected(text: &mut String, response: &HttpResponse, reached_app: bool) {
    text.push_str("# Expected: status ");
    text.push_str(&response.status.code().to_string());
    if reached_app {
        text.push_str(", or the status of your app");
    }
    text.push('\n');
    let mut others = "no";
    for header in &response.headers {
        let is_cors = is_cors_response_header(&header.name);
        if is_cors {
            others = "no other";
        }
        if is_cors || header.name.is("Vary") {
            text.push_str("#   ");
            text.push_str(header.name.as_str());
            text.push_str(": ");
            text.push_str(&visible(&header.value.to_latin1()));
            text.push('\n');
        }
    }
    text.push_str("#   ");
    text.push_str(others);
    text.push_str(" Access-Control header\n");
}

/// The headers of the request's preflight. Without unsafe headers, only the method is in it.
fn preflight_headers(request: &Request) -> Vec<(&'static str, String)> {
    let mut headers = vec![(
        "Access-Control-Request-Method",
        request.method.normalize().as_str().to_owned(),
    )];
    let names = cors_unsafe_request_header_names(&request.headers, Profile::Standard);
    let names: Vec<&str> = names.iter().map(|header| header.name.as_str()).collect();
    if !names.is_empty() {
        headers.push(("Access-Control-Request-Headers", names.join(",")));
    }
    headers
}

/// The page's own origin if it is allowed, and otherwise one that is.
fn allowed_origin(policy: &Policy, own: &str) -> Option<String> {
    if policy.allow_origin_for(Some(own.as_bytes())).is_some() {
        return Some(own.to_owned());
    }
    let AllowOrigin::Listed(patterns) = &policy.origins else {
        return Some(own.to_owned());
    };
    patterns.first().map(|pattern| match pattern {
        OriginPattern::Null | OriginPattern::Exact(_) => pattern.to_string(),
        OriginPattern::Family(family) => family
            .pieces()
            .into_iter()
            .map(|piece| match piece {
                Piece::Literal(text) => text,
                Piece::Labels => "www.".to_owned(),
                Piece::InLabel => "1".to_owned(),
                Piece::AnyPort => ":8080".to_owned(),
            })
            .collect(),
    })
}

/// An origin that isn't allowed; `None` if any is.
fn other_origin(policy: &Policy) -> Option<&'static str> {
    OTHER_ORIGINS
        .into_iter()
        .find(|origin| policy.allow_origin_for(Some(origin.as_bytes())).is_none())
}
