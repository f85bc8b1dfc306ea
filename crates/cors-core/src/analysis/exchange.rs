use super::{ShownExchange, browsers};
use crate::fetch::{ParsedRequest, PreflightCache, Profile, main_fetch};
use crate::http::{HttpRequest, HttpResponse, Status};
use crate::policy::{ExposeHeaders, ParsedPolicy, Policy};
use crate::server::{self, App, Reply};
use crate::target::{Target, Version};

/// The exchange of the request to try with the server that runs the chosen configuration. While there
/// is no configuration, the canonical answers stand in, so that the lesson can be seen.
pub(super) fn predict(
    policy: &ParsedPolicy,
    request: &ParsedRequest,
    configured: Option<(&'static Target, Version)>,
    profile: Profile,
) -> Result<ShownExchange, String> {
    let Some(request) = &request.request else {
        return Err(
            "There is no request to try: the page origin, the URL and the method are needed."
                .to_owned(),
        );
    };
    let app = example_app(policy.policy());
    let mut reached_app = false;
    let mut serve = |message: &HttpRequest| {
        let reply = reply(policy.policy(), configured, message, &app);
        reached_app |= reply.reached_app;
        reply.answer
    };
    let exchange = main_fetch(
        request,
        &mut serve,
        &mut PreflightCache::default(),
        0.0,
        profile,
    );
    Ok(ShownExchange {
        exchange,
        answered_by: configured.map_or_else(
            || "the canonical answer".to_owned(),
            |(target, version)| format!("{} {}", target.label, version.0),
        ),
        reached_app,
        browsers: browsers::in_each(request, || {
            |message: &HttpRequest| reply(policy.policy(), configured, message, &app).answer
        }),
    })
}

fn reply(
    policy: &Policy,
    configured: Option<(&'static Target, Version)>,
    message: &HttpRequest,
    app: &App,
) -> Reply {
    match (configured, policy.check()) {
        (Some((target, version)), Ok(sound)) => (target.respond)(&sound, version, message, app),
        _ => server::respond(policy, message, app),
    }
}

/// An application that works: 200 with JSON, an `ETag` that is not readable unless it is exposed, and
/// every header that the policy exposes.
fn example_app(policy: &Policy) -> App {
    let mut response = HttpResponse::new(Status::OK)
        .with("Content-Type", "application/json")
        .with("ETag", "\"7d4e\"");
    if let ExposeHeaders::Listed(names) = &policy.expose {
        for name in names {
            if !response.headers.contains(name.as_str()) {
                response.headers.append(name.clone(), "1");
            }
        }
    }
    App {
        response,
        ..App::default()
    }
}
