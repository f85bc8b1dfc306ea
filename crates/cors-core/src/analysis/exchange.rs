use super::stage::Stage;
use super::{ShownExchange, browsers};
use crate::fetch::{ParsedRequest, Profile};
use crate::policy::ParsedPolicy;
use crate::server::Fault;
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
    let stage = Stage::new(policy.policy(), configured, request, fault);
    let played = stage.play(profile);
    Ok(ShownExchange {
        exchange: played.exchange,
        answered_by: configured.map_or_else(
            || "the canonical answer".to_owned(),
            |(target, version)| format!("{} {}", target.label, version.0),
        ),
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
