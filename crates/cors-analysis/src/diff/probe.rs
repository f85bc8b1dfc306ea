use cors_core::policy::Policy;
use cors_core::server::{self, App};
use cors_fetch::{
    Api, Body, CacheMode, CredentialsMode, Mode, PreflightCache, Profile, RedirectMode, Request,
    RequestDraft, main_fetch,
};
use cors_http::{
    Header, HeaderList, HeaderName, HeaderValue, HttpRequest, Method, NoResponse, Origin, Platform,
    Url,
};

use super::Outcome;

/// A request that the policies are compared with.
#[derive(Clone, Debug)]
pub enum Probe {
    /// The request of a page.
    Page(Box<PageProbe>),
    /// A preflight as it reaches the server.
    Preflight(HttpRequest),
}

/// The request of a page, and the app behind the server.
#[derive(Clone, Debug)]
pub struct PageProbe {
    /// The request.
    pub request: Request,
    /// A header that the app's response has.
    pub response_header: Option<HeaderName>,
}

impl PageProbe {
    /// A `GET`.
    pub fn get(origin: &Origin, credentials: CredentialsMode, platform: &Platform) -> Self {
        Self {
            request: Request {
                origin: origin.clone(),
                url: url_for(origin, platform),
                method: Method::get(),
                headers: HeaderList::new(),
                credentials,
                mode: Mode::Cors,
                redirect: RedirectMode::Follow,
                body: Body::None,
                api: Api::Fetch,
                cache: CacheMode::Default,
                partition: String::new(),
            },
            response_header: None,
        }
    }

    /// The same with another method.
    #[must_use]
    pub fn with_method(mut self, method: Method) -> Self {
        self.request.method = method;
        self
    }

    /// The same with one more header, which isn't CORS-safelisted.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName) -> Self {
        let value = value_for(&name);
        self.request.headers.append(name, value);
        self
    }

    /// The same in front of an app whose response has this header.
    pub(super) fn with_response_header(mut self, name: HeaderName) -> Self {
        self.response_header = Some(name);
        self
    }

    /// The outcome if the reference server has this policy.
    pub fn ask(&self, policy: &Policy, platform: &Platform) -> Outcome {
        let mut app = App::default();
        if let Some(name) = &self.response_header {
            app.response.headers.append(name.clone(), "1");
        }
        let exchange = main_fetch(
            &self.request,
            &mut |request| server::respond(policy, request, &app).answer,
            &mut PreflightCache::new(),
            0.0,
            Profile::Standard,
            platform,
            &mut |_| {},
        );
        Outcome::of_page(&exchange.outcome)
    }

    /// As a state has it.
    pub fn draft(&self) -> RequestDraft {
        let request = &self.request;
        let headers = request.headers.iter();
        RequestDraft {
            page_origin: request.origin.serialize(),
            url: request.url.to_string(),
            method: request.method.to_string(),
            headers: headers
                .map(|header| (header.name.to_string(), header.value.to_latin1()))
                .collect(),
            credentials: request.credentials,
            mode: request.mode,
        }
    }
}

impl Probe {
    /// A preflight for a method that is always allowed.
    pub(super) fn preflight(get: &PageProbe) -> Self {
        let header = |name, value: &str| Header {
            name: HeaderName::literal(name),
            value: HeaderValue::from(value),
        };
        Self::Preflight(HttpRequest {
            method: Method::options(),
            url: get.request.url.clone(),
            headers: [
                header("Origin", &get.request.origin.serialize()),
                header("Access-Control-Request-Method", "GET"),
            ]
            .into_iter()
            .collect(),
        })
    }

    /// The outcome if the reference server has this policy.
    pub(super) fn ask(&self, policy: &Policy, platform: &Platform) -> Outcome {
        match self {
            Self::Page(page) => page.ask(policy, platform),
            Self::Preflight(request) => {
                match server::respond(policy, request, &App::default()).answer {
                    Ok(response) => Outcome::Preflight(response),
                    Err(
                        NoResponse::Closed | NoResponse::Refused | NoResponse::NotDocumented(_),
                    ) => Outcome::NoResponse,
                }
            }
        }
    }
}

impl From<PageProbe> for Probe {
    fn from(page: PageProbe) -> Self {
        Self::Page(Box::new(page))
    }
}

/// A URL of another origin than the page's, so that CORS applies.
#[expect(clippy::expect_used, reason = "literals")]
fn url_for(origin: &Origin, platform: &Platform) -> Url {
    let url = |text| Url::parse(text, None, platform).expect("a literal URL");
    let usual = url("https://api.example.com/");
    if usual.origin().is_same_origin(origin) {
        url("https://api.example.org/")
    } else {
        usual
    }
}

/// A value with which this header isn't CORS-safelisted.
pub fn value_for(name: &HeaderName) -> &'static str {
    match name.to_lowercase().as_str() {
        "accept" => "text/html;v=\"1\"",
        "accept-language" | "content-language" => "en_US",
        "content-type" => "application/json",
        "range" => "bytes=-1",
        _ => "1",
    }
}

#[cfg(test)]
mod tests {
    use super::value_for;
    use cors_fetch::{Profile, is_cors_safelisted_request_header};
    use cors_http::HeaderName;

    #[test]
    fn every_header_needs_permission_with_its_value() {
        for name in [
            "Accept",
            "Accept-Language",
            "Content-Language",
            "Content-Type",
            "Range",
            "X-Other",
        ] {
            let name = HeaderName::literal(name);
            let value = value_for(&name);
            assert!(
                is_cors_safelisted_request_header(&name, value.as_bytes(), Profile::Standard)
                    .is_err(),
                "{name}: {value}"
            );
        }
    }
}
