use super::scene::verdict;
use cors_analysis::analysis::{Earlier, InBrowser, ShownExchange, analyze, pitfall};
use cors_analysis::pitfall::Pitfall;
use cors_core::server::CachePlace;
use cors_fetch::Exchange;
use cors_fetch::{Profile, Request};
use cors_http::Platform;
use cors_state::Draft;
use cors_state::link::encode_url;

/// Everything that is told about one request.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// Whose behaviour it is.
    pub profile: Profile,
    /// How many seconds after the first request it was made.
    pub at: f64,
    /// What happened.
    pub told: Told,
    /// The link that shows the same on the page, if it was made from a state.
    pub link: Option<String>,
}

/// A request, or the reason why there was none.
#[derive(Clone, Debug)]
pub enum Told {
    /// Script gets an exception before there is a request.
    Thrown(&'static str),
    /// What happened to it.
    Fetched(Box<Fetched>),
}

/// What happened to one request.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// The request.
    pub request: Request,
    /// What followed.
    pub exchange: Exchange,
    /// The same request in every browser.
    pub browsers: Vec<InBrowser>,
    /// What the browsers that refuse it write to their consoles.
    pub consoles: Vec<(Profile, String)>,
    /// The fault that is switched on, with what happened before.
    pub fault: Option<Box<Faulty>>,
}

/// A fault that is switched on.
#[derive(Clone, Debug)]
pub struct Faulty {
    /// What it is, does and looks like.
    pub pitfall: Pitfall,
    /// What happened before, in order.
    pub earlier: Vec<Earlier>,
    /// Where the last answer was kept, if it did not come from the server.
    pub kept: Option<CachePlace>,
}

impl Explanation {
    /// The explanation of a state: the chosen target answers, or the model while there is none.
    pub fn of(draft: &Draft, platform: &Platform) -> Result<Self, String> {
        let request = draft.request().parse(platform).request.ok_or(
            "There is no request to explain: the page origin, the URL and the method are needed.",
        )?;
        let mut shown = None;
        let mut consoles = Vec::new();
        let mut in_browser = draft.clone();
        for profile in Profile::ALL {
            in_browser.browser = profile;
            let seen = analyze(&in_browser, platform).exchange?;
            let line = seen.exchange.console_message(&request, profile);
            consoles.extend(line.map(|line| (profile, line)));
            if profile == draft.browser {
                shown = Some(seen);
            }
        }
        let ShownExchange {
            exchange,
            browsers,
            earlier,
            kept,
            ..
        } = shown.ok_or("There is no such browser.")?;
        let fault = pitfall(draft, platform).map(|pitfall| {
            Box::new(Faulty {
                pitfall,
                earlier,
                kept,
            })
        });
        Ok(Self {
            profile: draft.browser,
            at: 0.0,
            told: Told::Fetched(Box::new(Fetched {
                request,
                exchange,
                browsers,
                consoles,
                fault,
            })),
            link: platform.base.map(|base| encode_url(base, draft)),
        })
    }
}

impl Explanation {
    /// What a picture of this is called, and how it ended.
    pub fn title_and_description(&self) -> (String, String) {
        match &self.told {
            Told::Thrown(sentence) => (
                "A request that script cannot make".to_owned(),
                format!("Refused: {sentence}"),
            ),
            Told::Fetched(fetched) => (
                format!("{} ({})", fetched.title(), self.profile.label()),
                verdict(&fetched.exchange),
            ),
        }
    }
}

impl Fetched {
    /// The request in one line.
    pub fn title(&self) -> String {
        let Request {
            method,
            url,
            origin,
            ..
        } = &self.request;
        format!("{method} {url} from {origin}")
    }
}
