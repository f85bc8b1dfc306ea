use std::thread::sleep;
use std::time::{Duration, Instant};

use cors_http::{
    HeaderList, HeaderName, HeaderValue, Host, HttpRequest, HttpResponse, NoResponse, Origin,
    Status, Url,
};
use ureq::Agent;
use ureq::config::AutoHeaderValue;
use ureq::http;

use crate::trouble::Trouble;

/// The usual time from one request to the next, so that a server isn't flooded.
const PAUSE: Duration = Duration::from_millis(50);
/// Servers that respond later are as good as down for a page.
const TIMEOUT: Duration = Duration::from_secs(20);
/// Says what it is, and that it isn't a browser.
const USER_AGENT: &str = concat!("cors-probe/", env!("CARGO_PKG_VERSION"), " (not a browser)");

/// Values that are sent and never shown: the browser's half and every output have the names alone.
#[derive(Clone, Default)]
pub struct Credentials {
    /// The value of `Cookie`, for requests with credentials.
    pub cookie: Option<HeaderValue>,
    /// Headers that JavaScript sets, with their values.
    pub headers: HeaderList,
}

/// Sends requests to one origin and to where it redirects.
pub struct Client {
    agent: Agent,
    origin: Origin,
    credentials: Credentials,
    pause: Duration,
    last: Option<Instant>,
    asked: usize,
    trouble: Option<Trouble>,
}

impl Client {
    /// A client for the origin of this URL. The credentials are for this origin alone.
    pub fn new(url: &Url, credentials: Credentials) -> Self {
        let agent = Agent::config_builder()
            // Redirects are followed by the browser's half.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .timeout_global(Some(TIMEOUT))
            .user_agent(AutoHeaderValue::from(USER_AGENT))
            .accept_encoding(AutoHeaderValue::None)
            .build()
            .into();
        Self {
            agent,
            origin: url.origin(),
            credentials,
            pause: PAUSE,
            last: None,
            asked: 0,
            trouble: None,
        }
    }

    /// The same with another pause from one request to the next, for servers of your own.
    #[must_use]
    pub fn with_pause(mut self, pause: Duration) -> Self {
        self.pause = pause;
        self
    }

    /// How many requests were sent.
    pub fn asked(&self) -> usize {
        self.asked
    }

    /// Why the last request without a response had none.
    pub fn trouble(&self) -> Option<&Trouble> {
        self.trouble.as_ref()
    }

    /// Sends a request as the browser's half made it. `with_credentials` adds the cookie.
    pub(crate) fn send(
        &mut self,
        request: &HttpRequest,
        with_credentials: bool,
    ) -> Result<HttpResponse, NoResponse> {
        self.wait();
        self.asked += 1;
        self.response(request, with_credentials).map_err(|trouble| {
            let no_response = trouble.as_no_response();
            self.trouble = Some(trouble);
            no_response
        })
    }

    fn wait(&mut self) {
        if let Some(last) = self.last {
            sleep(self.pause.saturating_sub(last.elapsed()));
        }
        self.last = Some(Instant::now());
    }

    fn response(
        &self,
        request: &HttpRequest,
        with_credentials: bool,
    ) -> Result<HttpResponse, Trouble> {
        let closed = |error: http::Error| Trouble::Closed(error.to_string());
        // Without a name and password: browsers reject a URL that has them.
        let url = format!(
            "{}{}",
            request.url.origin().serialize(),
            request.url.request_target()
        );
        let mut builder = http::Request::builder()
            .method(request.method.as_str())
            .uri(url);
        let mut has_accept = false;
        for header in &request.headers {
            has_accept |= header.name.is("Accept");
            let value = self.value(request, &header.name).unwrap_or(&header.value);
            builder = builder.header(header.name.as_str(), value.as_bytes());
        }
        if !has_accept {
            builder = builder.header("Accept", "*/*");
        }
        if let Some(cookie) = self.cookie(request, with_credentials) {
            builder = builder.header("Cookie", cookie.as_bytes());
        }
        let message = builder.body(()).map_err(closed)?;
        let sent = if is_loopback(&request.url) {
            // A proxy has another loopback.
            let message = self.agent.configure_request(message).proxy(None).build();
            self.agent.run(message)
        } else {
            self.agent.run(message)
        };
        read(&sent.map_err(|error| Trouble::of(&error))?)
    }

    /// The value that was given for this header, on the origin that it is for.
    fn value(&self, request: &HttpRequest, name: &HeaderName) -> Option<&HeaderValue> {
        let mut given = self.credentials.headers.iter();
        given
            .find(|header| header.name.is(name.as_str()) && self.is_ours(request))
            .map(|header| &header.value)
    }

    /// Preflights never have cookies.
    fn cookie(&self, request: &HttpRequest, with_credentials: bool) -> Option<&HeaderValue> {
        let is_wanted =
            with_credentials && self.is_ours(request) && !request.is_cors_preflight_request();
        self.credentials.cookie.as_ref().filter(|_| is_wanted)
    }

    fn is_ours(&self, request: &HttpRequest) -> bool {
        request.url.origin().is_same_origin(&self.origin)
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4([first, ..])) => *first == 127,
        Some(Host::Ipv6(pieces)) => *pieces == [0, 0, 0, 0, 0, 0, 0, 1],
        Some(Host::Opaque(_)) | None => false,
    }
}

fn read(response: &http::Response<ureq::Body>) -> Result<HttpResponse, Trouble> {
    let code = u64::from(response.status().as_u16());
    let status =
        Status::new(code).map_err(|_| Trouble::Closed(format!("{code} isn't a status")))?;
    let mut headers = HeaderList::new();
    for (name, value) in response.headers() {
        let name = HeaderName::parse(name.as_str());
        if let Ok(name) = name {
            headers.append(name, HeaderValue::from_bytes(value.as_bytes()));
        }
    }
    Ok(HttpResponse { status, headers })
}
