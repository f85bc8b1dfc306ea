use super::stage::{Stage, example_app};
use super::{ShownExchange, browsers};
use cors_core::policy::{ParsedPolicy, Policy};
use cors_core::server::{self, App, Fault, Reply};
use cors_core::targets::Chosen;
use cors_fetch::{ParsedRequest, PreflightCache, Profile, Request, main_fetch};
use cors_http::HttpRequest;
use cors_http::Platform;

/// The exchange of the request to try with the server that runs the chosen configuration. While there
/// is no configuration, the canonical answers stand in, so that the lesson can be seen.
pub(super) fn predict(
    policy: &ParsedPolicy,
    request: &ParsedRequest,
    configured: Option<&Chosen>,
    profile: Profile,
    fault: Option<Fault>,
    platform: &Platform,
) -> Result<ShownExchange, String> {
    let request = given(request)?;
    let stage = Stage::new(policy.policy(), configured, request, fault, *platform);
    let played = stage.play(profile);
    Ok(ShownExchange {
        exchange: played.exchange,
        answered_by: name_of(configured),
        reached_app: played.reached_app,
        kept: played.kept,
        earlier: played.earlier,
        effect: played.effect,
        browsers: browsers::table(&mut |profile| {
            let played = stage.play(profile);
            (played.exchange, played.second)
        }),
    })
}

/// The same without anything that goes wrong and in one browser only: what the page has at first.
pub(super) fn predict_first(
    policy: &ParsedPolicy,
    request: &ParsedRequest,
    configured: Option<&Chosen>,
    profile: Profile,
    _: Option<Fault>,
    platform: &Platform,
) -> Result<ShownExchange, String> {
    let request = given(request)?;
    let policy = policy.policy();
    let app = example_app(policy);
    let mut reached_app = false;
    let mut serve = |message: &HttpRequest| {
        let reply = answer(policy, configured, message, &app);
        reached_app |= reply.reached_app;
        reply.answer
    };
    let mut preflights = PreflightCache::default();
    Ok(ShownExchange {
        exchange: main_fetch(request, &mut serve, &mut preflights, 0.0, profile, platform),
        answered_by: name_of(configured),
        reached_app,
        kept: None,
        earlier: Vec::new(),
        effect: None,
        browsers: Vec::new(),
    })
}

/// What the server answers that runs the configuration, or the canonical one without configuration.
pub(super) fn answer(
    policy: &Policy,
    configured: Option<&Chosen>,
    message: &HttpRequest,
    app: &App,
) -> Reply {
    match (configured, policy.check()) {
        (Some(chosen), Ok(sound)) => (chosen.target.respond)(&sound, &chosen.setup, message, app),
        _ => server::respond(policy, message, app),
    }
}

fn given(request: &ParsedRequest) -> Result<&Request, String> {
    request.request.as_ref().ok_or_else(|| {
        "There is no request to try: the page origin, the URL and the method are needed.".to_owned()
    })
}

fn name_of(configured: Option<&Chosen>) -> String {
    match configured {
        Some(chosen) => chosen.name(),
        None => "the canonical answer".to_owned(),
    }
}
