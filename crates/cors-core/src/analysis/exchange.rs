use super::{ShownExchange, browsers};
use crate::fetch::{ParsedRequest, PreflightCache, Profile, Request, main_fetch};
use crate::http::{HttpRequest, HttpResponse, Status};
use crate::origin::Origin;
use crate::policy::{ExposeHeaders, ParsedPolicy, Policy};
use crate::server::{self, App, Fault, Reply};
use crate::target::{Target, Version};

/// The exchange of the request to try with the server that runs the chosen configuration. While there
/// is no configuration, the canonical answers stand in, so that the lesson can be seen.
pub(super) fn predict(
    policy: &ParsedPolicy,
    request: &ParsedRequest,
    configured: Option<(&'static Target, Version)>,
    profile: Profile,
    fault: Option<Fault>,
) -> Result<ShownExchange, String> {
    let Some(request) = &request.request else {
        return Err(
            "There is no request to try: the page origin, the URL and the method are needed."
                .to_owned(),
        );
    };
    let server = Server {
        policy: policy.policy(),
        configured,
        works: example_app(policy.policy()),
        redirects: fault
            .map(|Fault::RedirectsToAnotherHost| (request.url.origin(), redirect(request))),
    };
    let mut reached_app = false;
    let mut serve = |message: &HttpRequest| {
        let reply = server.reply(message);
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
            |message: &HttpRequest| server.reply(message).answer
        }),
    })
}

/// The server of the request's URL, and of wherever it redirects to.
struct Server<'a> {
    policy: &'a Policy,
    configured: Option<(&'static Target, Version)>,
    works: App,
    /// The origin whose application redirects, and what it answers.
    redirects: Option<(Origin, App)>,
}

impl Server<'_> {
    fn reply(&self, message: &HttpRequest) -> Reply {
        let app = match &self.redirects {
            Some((origin, app)) if message.url.origin().is_same_origin(origin) => app,
            _ => &self.works,
        };
        match (self.configured, self.policy.check()) {
            (Some((target, version)), Ok(sound)) => (target.respond)(&sound, version, message, app),
            _ => server::respond(self.policy, message, app),
        }
    }
}

/// An application that has moved to another host.
fn redirect(request: &Request) -> App {
    let location = format!("https://elsewhere.example{}", request.url.request_target());
    App {
        response: HttpResponse::new(Status::TEMPORARY_REDIRECT).with("Location", location),
        ..App::default()
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
