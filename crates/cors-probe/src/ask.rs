use cors_analysis::{InBrowser, Timeline, in_each};
use cors_fetch::{Event, Exchange, PreflightCache, Profile, Request, main_fetch};
use cors_http::{HttpRequest, HttpResponse, NoResponse, Platform};
use cors_report::Explanation;
use std::cell::RefCell;

use crate::client::Client;

/// A request of a page, as a running server responds to it.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What is sent and why, and what the page gets.
    pub explanation: Explanation,
    /// The exchange in the chosen browser.
    pub exchange: Exchange,
}

/// Sends each message that some browser would send once: where browsers send the same, they get the same response.
pub fn send(
    request: &Request,
    profile: Profile,
    client: &mut Client,
    platform: &Platform,
) -> Asked {
    let answers = RefCell::new(Answers::new(request, client));
    let in_browser = |browser| {
        let mut events: Vec<Event> = Vec::new();
        let exchange = main_fetch(
            request,
            &mut |message| answers.borrow_mut().of(message),
            &mut PreflightCache::new(),
            0.0,
            browser,
            platform,
            &mut |event| events.push(event),
        );
        (exchange, events)
    };
    // The chosen browser first, so that its messages reach the server in its order.
    let (exchange, events) = in_browser(profile);
    let consoles = Profile::ALL.into_iter().filter_map(|browser| {
        let (exchange, _) = in_browser(browser);
        let line = exchange.console_message(request, browser)?;
        Some((browser, line))
    });
    let consoles = consoles.collect();
    let browsers: Vec<InBrowser> = in_each(request, platform, || {
        |message: &HttpRequest| answers.borrow_mut().of(message)
    });
    let timeline = Timeline::of(request, profile, &exchange, &events, None);
    Asked {
        explanation: Explanation {
            timeline,
            browsers,
            consoles,
            failure: None,
            server: Some(format!(
                "{}, without a browser",
                request.url.origin().serialize()
            )),
            source: None,
            link: None,
        },
        exchange,
    }
}

/// The exchange in a browser that follows the standard.
pub(crate) fn exchange(request: &Request, client: &mut Client, platform: &Platform) -> Exchange {
    let mut answers = Answers::new(request, client);
    main_fetch(
        request,
        &mut |message| answers.of(message),
        &mut PreflightCache::new(),
        0.0,
        Profile::Standard,
        platform,
        &mut |_| {},
    )
}

/// The responses so far.
struct Answers<'a> {
    client: &'a mut Client,
    with_credentials: bool,
    given: Vec<(HttpRequest, Result<HttpResponse, NoResponse>)>,
}

impl<'a> Answers<'a> {
    fn new(request: &Request, client: &'a mut Client) -> Self {
        Self {
            client,
            with_credentials: request.credentials.is_include(),
            given: Vec::new(),
        }
    }

    fn of(&mut self, request: &HttpRequest) -> Result<HttpResponse, NoResponse> {
        if let Some((_, response)) = self.given.iter().find(|(asked, _)| asked == request) {
            return response.clone();
        }
        let response = self.client.send(request, self.with_credentials);
        self.given.push((request.clone(), response.clone()));
        response
    }
}
