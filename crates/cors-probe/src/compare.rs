//! Whether a server does what a policy says.

use cors_analysis::attack::attackers;
use cors_analysis::diff::{PageProbe, origins, variations};
use cors_core::policy::Policy;
use cors_fetch::{CredentialsMode, Exchange, Preflight, Profile, Request, max_age};
use cors_http::{Origin, Platform, Status, Url};

use crate::client::Client;
use crate::question::{Answer, answer};

/// A path that responds with an error, and with which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The status.
    pub status: Status,
    /// Its URL.
    pub url: Url,
}

/// What a policy says about a request, and what the server does.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The request of a page.
    pub request: Request,
    /// What it checks.
    pub about: &'static str,
    /// What the policy says.
    pub expected: Expected,
    /// What the page gets.
    pub answer: Answer,
    /// For how long its preflight is cached, in seconds.
    pub cached: Option<u64>,
}

/// What a policy says about a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// A page can read the response.
    Allowed,
    /// A page can read the response, which has this status.
    AllowedWith(Status),
    /// A page can't.
    Blocked,
    /// A page can read the response, and its preflight is cached for so many seconds.
    Cached(u64),
}

impl Compared {
    /// Whether the server does what the policy says.
    pub fn agrees(&self) -> bool {
        match (self.expected, &self.answer) {
            (Expected::Allowed, answer) => answer.is_allowed(),
            (Expected::AllowedWith(status), Answer::Allowed(seen)) => *seen == Some(status),
            (Expected::Blocked, Answer::Blocked(_)) => true,
            (Expected::Cached(seconds), Answer::Allowed(_)) => self.cached == Some(seconds),
            (
                Expected::AllowedWith(_) | Expected::Cached(_),
                Answer::Blocked(_) | Answer::Unreached(_),
            )
            | (Expected::Blocked, Answer::Allowed(_) | Answer::Unreached(_)) => false,
        }
    }
}

/// Tries the policy's origins, methods and headers and some that it doesn't have, the error paths, and with `attack`
/// the attack origins. Stops when the server can't be reached.
pub fn compare(
    policy: &Policy,
    url: &Url,
    paths: &[Path],
    attack: bool,
    client: &mut Client,
    platform: &Platform,
) -> Vec<Compared> {
    let mut comparison = Comparison {
        policy,
        url,
        client,
        platform,
        done: Vec::new(),
    };
    // Without any, the reason is what was found last.
    let _ = comparison.run(paths, attack);
    comparison.done
}

/// The server can't be reached, so nothing more is sent.
struct Unreached;

struct Comparison<'a> {
    policy: &'a Policy,
    url: &'a Url,
    client: &'a mut Client,
    platform: &'a Platform,
    done: Vec<Compared>,
}

impl Comparison<'_> {
    fn run(&mut self, paths: &[Path], attack: bool) -> Result<(), Unreached> {
        let mut allowed = None;
        for origin in origins(self.policy, self.policy, self.platform) {
            if origin.is_same_origin(&self.url.origin()) {
                continue;
            }
            let get = self.get(&origin, CredentialsMode::SameOrigin);
            if self.ask(&get, "origin")? && allowed.is_none() {
                allowed = Some(origin);
            }
        }
        if let Some(origin) = allowed {
            let with_credentials = self.get(&origin, CredentialsMode::Include);
            let may_have_credentials = self.ask(&with_credentials, "credentials")?;
            let mode = if may_have_credentials {
                CredentialsMode::Include
            } else {
                CredentialsMode::SameOrigin
            };
            let get = self.get(&origin, mode);
            for probe in variations(&get, self.policy, self.policy) {
                self.ask(&probe, "method or header")?;
            }
            self.ask_about_cache(&get)?;
            for path in paths {
                let mut request = get.request.clone();
                request.url = path.url.clone();
                self.ask_for(request, "error path", Expected::AllowedWith(path.status))?;
            }
        }
        if attack {
            for attacker in attackers(self.policy, &self.platform.suffixes) {
                if let Some(origin) = Origin::parse(&attacker.origin, self.platform) {
                    let get = self.get(&origin, CredentialsMode::Include);
                    self.ask(&get, "attack origin")?;
                }
            }
        }
        Ok(())
    }

    /// A request of the model's own URL, to which everything is allowed that the policy allows.
    fn get(&self, origin: &Origin, mode: CredentialsMode) -> PageProbe {
        PageProbe::get(origin, mode, self.platform)
    }

    /// The same request of the running server.
    fn here(&self, request: &Request) -> Request {
        Request {
            url: self.url.clone(),
            ..request.clone()
        }
    }

    /// Whether the policy allows it.
    fn ask(&mut self, probe: &PageProbe, about: &'static str) -> Result<bool, Unreached> {
        let is_allowed = probe.ask(self.policy, self.platform).is_allowed();
        let expected = if is_allowed {
            Expected::Allowed
        } else {
            Expected::Blocked
        };
        self.ask_for(self.here(&probe.request), about, expected)?;
        Ok(is_allowed)
    }

    /// The first method or header that is allowed and preflighted shows for how long.
    fn ask_about_cache(&mut self, get: &PageProbe) -> Result<(), Unreached> {
        let Some(seconds) = self.policy.max_age.seconds() else {
            return Ok(());
        };
        let shows = variations(get, self.policy, self.policy)
            .into_iter()
            .find(|probe| probe.ask(self.policy, self.platform).is_allowed());
        match shows {
            Some(probe) => self.ask_for(
                self.here(&probe.request),
                "time that preflights are cached",
                Expected::Cached(u64::from(seconds)),
            ),
            None => Ok(()),
        }
    }

    fn ask_for(
        &mut self,
        request: Request,
        about: &'static str,
        expected: Expected,
    ) -> Result<(), Unreached> {
        let (answer, exchange) = answer(&request, self.client, self.platform);
        let is_unreached = matches!(answer, Answer::Unreached(_));
        self.done.push(Compared {
            request,
            about,
            expected,
            answer,
            cached: cached(&exchange),
        });
        if is_unreached { Err(Unreached) } else { Ok(()) }
    }
}

/// What the preflight's response says, whatever a browser makes of it.
pub(crate) fn cached(exchange: &Exchange) -> Option<u64> {
    match &exchange.hops.first()?.preflight {
        Preflight::Sent { leg, .. } => {
            let response = leg.response.as_ref().ok()?;
            Some(max_age(&response.headers, Profile::Standard))
        }
        Preflight::NotNeeded | Preflight::Cached { .. } => None,
    }
}
