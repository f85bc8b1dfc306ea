use super::scene::visible;
use super::shell::quote;
use cors_analysis::analysis::analyze;
use cors_core::policy::{AllowOrigin, OriginPattern, Piece, Policy, SoundPolicy};
use cors_core::server::{App, Reply, is_cors_response_header};
use cors_core::targets::Chosen;
use cors_fetch::{Profile, Request, cors_unsafe_request_header_names};
use cors_http::Platform;
use cors_http::Url;
use cors_http::{HeaderList, HeaderName, HttpRequest, HttpResponse, Method, Status};
use cors_state::Draft;
use cors_state::link::permalink;

/// A place that no application has, for the answer to a mistake.
const NOWHERE: &str = "/no-such-page-of-the-cors-proof-kit";

/// Origins that hardly any policy allows, in the order in which they are tried.
const STRANGERS: [&str; 4] = [
    "https://not-allowed.example",
    "http://not-allowed.invalid",
    "https://not-allowed.test:8443",
    "null",
];

/// Commands for a shell that ask the server of the request's URL, each with the answer that it must give
/// when it runs the configuration of the chosen target. They send GET and OPTIONS and no credentials.
pub fn proof_kit(draft: &Draft, platform: &Platform) -> Result<String, String> {
    let parsed = draft.policy.parse(platform);
    let sound = parsed.whole().and_then(|policy| policy.check().ok());
    let configuration = analyze(draft, platform).configuration;
    let (Some(sound), Ok(configuration)) = (sound, &configuration) else {
        return Err(configuration
            .err()
            .map(|withheld| withheld.reason)
            .unwrap_or_default());
    };
    let request = draft.request().parse(platform).request;
    let request = request
        .filter(|request| request.url.is_http())
        .ok_or("There is no server to ask: the request needs a URL with http or https.")?;
    let kit = Kit {
        policy: &sound,
        chosen: &configuration.chosen,
        base: platform.base,
        api: [
            request.url.scheme(),
            "://",
            &request.url.authority(),
            &request.url.request_target(),
        ]
        .concat(),
        nowhere: [
            request.url.scheme(),
            "://",
            &request.url.authority(),
            NOWHERE,
        ]
        .concat(),
    };
    Ok(kit.write(&request))
}

struct Kit<'a> {
    policy: &'a SoundPolicy<'a>,
    chosen: &'a Chosen,
    /// The address of the page.
    base: Option<&'static str>,
    /// The URL that is asked, without credentials and fragment.
    api: String,
    /// A path on the same server where there is nothing.
    nowhere: String,
}

impl Kit<'_> {
    fn write(&self, request: &Request) -> String {
        let allowed = allowed_origin(self.policy, &request.origin.serialize());
        let stranger = stranger(self.policy);
        let mut text = [
            "#!/bin/sh\n# What a server with this policy must answer, as predicted for ",
            &self.chosen.name(),
            ".\n# Run this file with sh, or paste single commands. They send GET and OPTIONS and change nothing.\n# Over HTTP/2 the names of headers come in lower case. Vary may name more than is expected here.\n",
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
        let mut ask = |title: &str, url: &str, headers: &[(&'static str, &str)], is_preflight| {
            number += 1;
            text.push_str("\necho '");
            text.push_str(&number.to_string());
            text.push_str(". ");
            text.push_str(title);
            text.push_str("'\n");
            self.command(&mut text, url, headers, is_preflight);
        };
        let asked_for = preflight_headers(request);
        let with_origin = |origin| {
            let mut headers = vec![("Origin", origin)];
            headers.extend(
                asked_for
                    .iter()
                    .map(|(name, value)| (*name, value.as_str())),
            );
            headers
        };
        if let Some(allowed) = &allowed {
            let origin = [("Origin", allowed.as_str())];
            ask(
                "A preflight from an origin that is allowed",
                &self.api,
                &with_origin(allowed.as_str()),
                true,
            );
            ask(
                "A request from an origin that is allowed",
                &self.api,
                &origin,
                false,
            );
            ask(
                "A mistake from an origin that is allowed",
                &self.nowhere,
                &origin,
                false,
            );
        }
        if let Some(stranger) = stranger {
            let origin = [("Origin", stranger)];
            ask(
                "A preflight from an origin that is not allowed",
                &self.api,
                &with_origin(stranger),
                true,
            );
            ask(
                "A request from an origin that is not allowed",
                &self.api,
                &origin,
                false,
            );
        }
        ask("A request without an origin", &self.api, &[], false);
        text
    }

    /// One command, and behind it the answer to expect.
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
        let is_nowhere = url == self.nowhere;
        match self.reply(url, headers, is_preflight, is_nowhere) {
            Some(Reply {
                answer: Ok(response),
                reached_app,
            }) => expected(text, &response, reached_app),
            _ => text.push_str("# Expected: no answer, the connection is closed\n"),
        }
    }

    fn reply(
        &self,
        url: &str,
        headers: &[(&'static str, &str)],
        is_preflight: bool,
        is_nowhere: bool,
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
            response: HttpResponse::new(if is_nowhere {
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

/// The answer as comment lines.
fn expected(text: &mut String, response: &HttpResponse, reached_app: bool) {
    text.push_str("# Expected: status ");
    text.push_str(&response.status.code().to_string());
    if reached_app {
        text.push_str(", or what your application answers");
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

/// What the preflight of this request asks for. A request without one asks for its method alone.
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

/// An origin that is not allowed; none where any is.
fn stranger(policy: &Policy) -> Option<&'static str> {
    STRANGERS
        .into_iter()
        .find(|origin| policy.allow_origin_for(Some(origin.as_bytes())).is_none())
}
