//! A state of the builder that shows a failure. It is run before it is given, so it gives the same cause.

use cors_analysis::analyze;
use cors_core::policy::PolicyDraft;
use cors_core::server::Fault;
use cors_fetch::{CredentialsMode, Outcome, Profile, RequestDraft};
use cors_http::Platform;
use cors_state::{Draft, Faults};

use crate::key::{At, Cause, Root};
use crate::message::Asked;
use crate::said::Said;

/// A state that shows what is said, if there is one.
pub(crate) fn showing(said: &Said, asked: Option<&Asked>, platform: &Platform) -> Option<Draft> {
    candidates(said, asked)
        .into_iter()
        .find(|draft| shows(draft, said, platform))
}

/// Whether a state gives the cause.
fn shows(draft: &Draft, said: &Said, platform: &Platform) -> bool {
    let analysis = analyze(draft, platform);
    let Some(simulation) = analysis.simulation(draft.browser) else {
        return false;
    };
    match &simulation.exchange.outcome {
        Outcome::NetworkError(error) => {
            let cause = Cause::from_code(error.code());
            let is_redirected = said.cause == Cause::PreflightRedirect
                && cause == Cause::AllowOriginMissing
                && error.stage == cors_fetch::Stage::Preflight
                && error.status.is_some_and(cors_http::Status::is_redirect);
            // WebKit looks at the status first.
            let is_status = said.cause == Cause::PreflightStatus
                && cause == Cause::AllowOriginMissing
                && said.engine == Some(Profile::Webkit);
            let at = At::from(error.stage);
            (cause == said.cause || is_redirected || is_status)
                && (at == said.at || said.at == At::Unknown || said.cause == Cause::Network)
        }
        Outcome::Allowed(_) => {
            said.cause == Cause::Ok || said.cause == Cause::RequestOnly || said.works
        }
        Outcome::NotDocumented(_) => false,
    }
}

fn candidates(said: &Said, asked: Option<&Asked>) -> Vec<Draft> {
    let page = said
        .page_origin
        .clone()
        .unwrap_or_else(|| "https://app.example.com".to_owned());
    let url = said
        .redirected_from
        .clone()
        .or_else(|| said.url.clone())
        .unwrap_or_else(|| "https://api.example.com/".to_owned());
    let is_preflight = said.at == At::Preflight;
    let mut headers: Vec<(String, String)> = Vec::new();
    if let Some(asked) = asked {
        headers = asked.script_headers();
    } else if is_preflight {
        headers = said
            .request_headers
            .iter()
            .map(|name| (name.clone(), String::new()))
            .collect();
    }
    for (name, value) in &mut headers {
        if name == "content-type" && value.is_empty() {
            "application/json".clone_into(value);
        }
    }
    let method = said
        .method
        .clone()
        .unwrap_or_else(|| if is_preflight { "PUT" } else { "GET" }.to_owned());
    let is_simple = matches!(method.as_str(), "GET" | "HEAD" | "POST");
    if is_preflight && is_simple && headers.is_empty() {
        headers.push(("content-type".to_owned(), "application/json".to_owned()));
    }
    let request = RequestDraft {
        page_origin: page.clone(),
        url,
        method: method.clone(),
        headers: headers.clone(),
        credentials: if said.credentials {
            CredentialsMode::Include
        } else {
            asked
                .and_then(|asked| asked.credentials)
                .unwrap_or_default()
        },
        mode: asked.map(|asked| asked.mode).unwrap_or_default(),
    };
    let wanted: Vec<String> = headers.iter().map(|(name, _)| name.clone()).collect();
    let mut allow_headers = vec!["content-type".to_owned(), "authorization".to_owned()];
    allow_headers.extend(
        wanted
            .iter()
            .filter(|name| *name != "content-type" && *name != "authorization")
            .cloned(),
    );
    let mut methods: Vec<String> = ["GET", "POST", "PUT", "PATCH", "DELETE"]
        .map(str::to_owned)
        .to_vec();
    if !methods.contains(&method) && !is_simple {
        methods.push(method.clone());
    }
    let right = PolicyDraft {
        allow_origins: vec![page.clone()],
        allow_methods: methods,
        allow_headers,
        allow_credentials: request.credentials.is_include(),
        ..PolicyDraft::default()
    };
    let draft = |policy: PolicyDraft, fault: &str| {
        let mut draft = Draft::of_policy(policy);
        draft.own_request = Some(request.clone());
        draft.browser = said.engine.unwrap_or_default();
        draft.faults = Faults::one(fault);
        draft
    };
    let other = PolicyDraft {
        allow_origins: vec!["https://other.example.com".to_owned()],
        ..right.clone()
    };
    let mut found: Vec<Draft> = said
        .roots
        .iter()
        .filter(|root| !matches!(root, Root::OriginNotAllowed))
        .filter_map(|root| Fault::from_id(root.id()))
        .map(|fault| draft(right.clone(), fault.id()))
        .collect();
    match said.cause {
        Cause::AllowOriginMissing => {
            let origins = draft(other, "");
            if said.roots.first() == Some(&Root::OriginNotAllowed) && !is_preflight {
                found.insert(0, origins);
            } else {
                found.push(origins);
            }
        }
        Cause::WildcardWithCredentials => found.push(draft(
            PolicyDraft {
                allow_origins: vec!["*".to_owned()],
                allow_credentials: false,
                ..right
            },
            "",
        )),
        Cause::AllowOriginMultiple => {
            found.push(draft(right.clone(), "proxy-doubles-headers"));
            found.push(draft(
                PolicyDraft {
                    allow_origins: vec!["*".to_owned()],
                    ..right
                },
                "proxy-doubles-headers",
            ));
        }
        Cause::AllowOriginMismatch => found.push(draft(
            PolicyDraft {
                allow_origins: vec![
                    page,
                    said.seen
                        .clone()
                        .unwrap_or_else(|| "https://admin.example.com".to_owned()),
                ],
                ..right
            },
            "vary-missing-shared-cache",
        )),
        Cause::CredentialsNotTrue => found.push(draft(
            PolicyDraft {
                allow_credentials: false,
                ..right
            },
            "",
        )),
        Cause::MethodNotAllowed => found.push(draft(
            PolicyDraft {
                allow_methods: vec!["GET".to_owned(), "POST".to_owned()],
                ..right
            },
            "",
        )),
        Cause::HeaderNotAllowed => {
            let blocked = &said.request_headers;
            let allow_headers = right
                .allow_headers
                .iter()
                .filter(|name| !blocked.contains(name))
                .cloned()
                .collect();
            found.push(draft(
                PolicyDraft {
                    allow_headers,
                    ..right
                },
                "",
            ));
        }
        Cause::WildcardDoesNotCoverAuthorization | Cause::WildcardIsLiteralWithCredentials => found
            .push(draft(
                PolicyDraft {
                    allow_headers: vec!["*".to_owned()],
                    allow_methods: vec!["*".to_owned()],
                    ..right
                },
                "",
            )),
        Cause::Network => found.push(draft(right, "server-down")),
        Cause::PreflightStatus => {
            found.push(draft(right.clone(), "preflight-not-routed"));
            found.push(draft(right, "authentication-before-cors"));
        }
        Cause::PreflightRedirect => {
            for fault in [
                "redirects-to-https",
                "redirects-to-slash",
                "redirects-to-another-host",
            ] {
                found.push(draft(right.clone(), fault));
            }
        }
        Cause::Ok
        | Cause::RequestOnly
        | Cause::MixedContent
        | Cause::ModeSameOrigin
        | Cause::NoCorsOpaque
        | Cause::VaryMissing => {
            found.push(draft(right, ""));
        }
        Cause::AllowOriginInvalid
        | Cause::MethodsUnparsable
        | Cause::HeadersUnparsable
        | Cause::RedirectNotAllowed
        | Cause::RedirectWithCredentials
        | Cause::SchemeNotSupported
        | Cause::ExposeMissing
        | Cause::CrossoriginAttributeMissing
        | Cause::CookiesNotSent
        | Cause::OriginRefusedByServer
        | Cause::Dns
        | Cause::Tls
        | Cause::BlockedByClient
        | Cause::Csp
        | Cause::Corp
        | Cause::Orb
        | Cause::LocalNetwork
        | Cause::HttpError
        | Cause::InvalidRequest
        | Cause::TaintedCanvas
        | Cause::NotCorsWebsocket
        | Cause::CorsDisabled
        | Cause::OriginNotAdded
        | Cause::CannotTell => {}
    }
    found
}
