use cors_analysis::{Analysis, Effect, Failure, InBrowser, Message, Timeline};
use cors_core::server::Fault;
use cors_core::targets::Source;
use cors_fetch::Profile;
use cors_state::link::encode_url;

/// Everything about one request, for every format.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The request flow.
    pub timeline: Timeline,
    /// The same request in every browser.
    pub browsers: Vec<InBrowser>,
    /// What the browsers that block it write to their consoles.
    pub consoles: Vec<(Profile, String)>,
    /// The simulated failure, if there is one.
    pub failure: Option<Failure>,
    /// The server whose responses are simulated, if they are.
    pub server: Option<String>,
    /// Where these responses can be read, if the server isn't run.
    pub source: Option<Source>,
    /// The link to the same state on the page, if there is one.
    pub link: Option<String>,
}

/// There is no request to explain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoRequest;

impl core::fmt::Display for NoRequest {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("There is no request to explain. It needs a page origin, a URL and a method.")
    }
}

impl core::error::Error for NoRequest {}

impl Explanation {
    /// The explanation of a state.
    pub fn of(analysis: &Analysis) -> Result<Self, NoRequest> {
        let timeline = analysis.timeline().ok_or(NoRequest)?;
        let link = analysis.platform().base;
        Ok(Self {
            timeline: timeline.clone(),
            browsers: analysis.browsers().to_vec(),
            consoles: analysis.consoles(),
            failure: analysis.failure().cloned(),
            server: Some(analysis.server().name()),
            source: analysis.server().source().copied(),
            link: link.map(|base| encode_url(base, analysis.draft())),
        })
    }

    /// Whose responses these are, and where they can be read if they aren't of a server that is run.
    pub(crate) fn responses(&self) -> Option<String> {
        let server = self.server.as_ref()?;
        Some(match &self.source {
            None => format!("Responses as sent by {server}"),
            Some(source) => format!(
                "Responses as documented for {server}. {source}: {}",
                source.url
            ),
        })
    }

    /// The title of an image.
    pub fn title(&self) -> String {
        format!(
            "{} ({})",
            self.timeline.title,
            self.timeline.profile.label()
        )
    }
}

/// A simulated failure as titles and texts, in the order of reading.
pub fn failure_lines(failure: &Failure) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    let faults = || failure.layers.as_slice().iter().map(|layer| layer.fault);
    for fault in faults() {
        let row = Fault::row(fault);
        let text = format!("{}. {}", row.label, row.description);
        lines.push(("Simulated failure".to_owned(), text));
    }
    lines.push(("Effect".to_owned(), failure.effect_sentence()));
    for earlier in &failure.earlier {
        let messages = earlier_messages(&earlier.exchange).join(", then ");
        let text = format!("{} {messages}. {}", earlier.sentence, earlier.aftermath);
        lines.push(("Before".to_owned(), text));
    }
    if !matches!(failure.effect, Effect::None(_)) {
        lines.push((
            "In the network panel".to_owned(),
            failure.network_panel.clone(),
        ));
    }
    for fault in faults() {
        let symptoms = Fault::row(fault).symptoms;
        lines.push(("How to spot it".to_owned(), symptoms.to_owned()));
    }
    for fix in &failure.fixes {
        let title = match fix.target {
            Some(target) => format!("Fix for {target}"),
            None => "Fix".to_owned(),
        };
        lines.push((title, fix.text.to_owned()));
    }
    lines
}

/// Each request of an earlier exchange with the status of its response.
pub(crate) fn earlier_messages(exchange: &cors_fetch::Exchange) -> Vec<String> {
    use cors_fetch::{Leg, Preflight};
    let message = |leg: &Leg| {
        let Leg { request, response } = leg;
        let status = match response {
            Ok(response) => response.status.to_string(),
            Err(why) => cors_analysis::no_response(*why).to_owned(),
        };
        format!("`{} {}` gets {status}", request.method, request.url)
    };
    let mut messages = Vec::new();
    for hop in &exchange.hops {
        if let Preflight::Sent { leg, .. } = &hop.preflight {
            messages.push(message(leg));
        }
        messages.extend(hop.actual.as_ref().map(message));
    }
    messages
}

/// A message: the first line and the headers.
pub(crate) fn lines(message: &Message) -> Vec<String> {
    let headers = message.headers();
    let headers = headers
        .iter()
        .map(|(name, value)| format!("{name}: {}", crate::visible::visible(value)));
    message.start_line().into_iter().chain(headers).collect()
}
