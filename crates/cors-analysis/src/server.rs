use cors_core::policy::{Policy, SoundPolicy};
use cors_core::server::{self, App, Reply};
use cors_core::targets::{Chosen, Source};
use cors_http::HttpRequest;

/// The server that responds to requests. No other code decides which one it is.
///
/// It is the chosen target, if it has config for the policy. Otherwise it is the reference server, so
/// that the effect of an unsound policy can be seen.
#[derive(Debug)]
pub struct Server<'a> {
    policy: &'a Policy,
    target: Option<(&'a Chosen, SoundPolicy<'a>)>,
}

impl<'a> Server<'a> {
    /// A server for this policy. `chosen` is the target if it has config for the policy.
    pub fn new(policy: &'a Policy, chosen: Option<&'a Chosen>) -> Self {
        Self {
            policy,
            target: chosen.zip(policy.check().ok()),
        }
    }

    /// The response to a request in front of this app.
    pub fn respond(&self, request: &HttpRequest, app: &App) -> Reply {
        match &self.target {
            Some((Chosen { target, setup }, policy)) => {
                (target.respond)(policy, setup, request, app)
            }
            None => server::respond(self.policy, request, app),
        }
    }

    /// Where its responses can be read, if it isn't run.
    pub fn source(&self) -> Option<&'static Source> {
        let (chosen, _) = self.target.as_ref()?;
        chosen.target.source()
    }

    /// The name of the server, such as `nginx 1.30.6`.
    pub fn name(&self) -> String {
        self.target.as_ref().map_or_else(
            || "the reference server".to_owned(),
            |(chosen, _)| chosen.name(),
        )
    }
}
