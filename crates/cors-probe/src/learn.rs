//! The policy that a server's responses fit.

use cors_analysis::diff::PageProbe;
use cors_core::policy::{PolicyDraft, PreflightStatus};
use cors_fetch::{CredentialsMode, Exchange, Preflight};
use cors_http::{HeaderName, Host, HttpResponse, Method, Origin, Platform, TupleOrigin, Url};

use crate::client::Client;
use crate::question::{Answer, answer};
use crate::trouble::Trouble;

/// What to try. Nothing else is tried, except what shows a wildcard.
#[derive(Clone, Debug, Default)]
pub struct Tried {
    /// Origins of pages.
    pub origins: Vec<Origin>,
    /// Methods.
    pub methods: Vec<Method>,
    /// Names of request headers.
    pub headers: Vec<HeaderName>,
}

/// What was learned.
#[derive(Clone, Debug)]
pub struct Learned {
    /// The policy, as far as it was tried.
    pub policy: PolicyDraft,
    /// What stays open, in sentences.
    pub open: Vec<String>,
    /// What a person should know about the responses, in sentences.
    pub remarks: Vec<String>,
}

/// An origin that no server lists.
const UNLISTED: &str = "https://unlisted.cors-probe.example";
/// A label that no listed origin has.
const UNLISTED_LABEL: &str = "cors-probe";
/// A method that no server lists.
const NO_METHOD: &str = "CORSPROBE";
/// A header that no server lists.
const NO_HEADER: &str = "x-cors-probe";

/// Infers the policy, or says why the server couldn't be reached.
pub fn learn(
    url: &Url,
    tried: &Tried,
    client: &mut Client,
    platform: &Platform,
) -> Result<Learned, Trouble> {
    let mut learning = Learning {
        url,
        client,
        platform,
        learned: Learned {
            policy: PolicyDraft::default(),
            open: Vec::new(),
            remarks: Vec::new(),
        },
    };
    learning.run(tried)?;
    Ok(learning.learned)
}

struct Learning<'a> {
    url: &'a Url,
    client: &'a mut Client,
    platform: &'a Platform,
    learned: Learned,
}

impl Learning<'_> {
    fn run(&mut self, tried: &Tried) -> Result<(), Trouble> {
        let Some(page) = self.origins(tried)? else {
            self.learned.open.push(
                "None of the origins is allowed, so nothing else could be tried. Name one that should be allowed with `--origin`."
                    .to_owned(),
            );
            return Ok(());
        };
        let mode = self.credentials(&page)?;
        let get = self.get(&page, mode);
        self.methods(&get, &tried.methods)?;
        self.headers(&get, &tried.headers)?;
        self.preflight(&get)?;
        Ok(())
    }

    fn get(&self, origin: &Origin, mode: CredentialsMode) -> PageProbe {
        let mut get = PageProbe::get(origin, mode, self.platform);
        get.request.url = self.url.clone();
        get
    }

    fn ask(&mut self, probe: &PageProbe) -> Result<(bool, Exchange), Trouble> {
        let (answer, exchange) = answer(&probe.request, self.client, self.platform);
        match answer {
            Answer::Allowed(_) => Ok((true, exchange)),
            Answer::Blocked(_) => Ok((false, exchange)),
            Answer::Unreached(trouble) => Err(trouble),
        }
    }

    fn is_allowed(&mut self, origin: &Origin) -> Result<bool, Trouble> {
        let get = self.get(origin, CredentialsMode::SameOrigin);
        Ok(self.ask(&get)?.0)
    }

    /// The origin to try the rest with.
    fn origins(&mut self, tried: &Tried) -> Result<Option<Origin>, Trouble> {
        let unlisted = Origin::parse(UNLISTED, self.platform);
        if let Some(unlisted) = &unlisted
            && self.is_allowed(unlisted)?
        {
            self.learned.policy.allow_origins = vec!["*".to_owned()];
            return Ok(Some(unlisted.clone()));
        }
        let mut first = None;
        for origin in &tried.origins {
            if origin.is_same_origin(&self.url.origin()) {
                self.learned.open.push(format!(
                    "{} is the server's own origin, which needs no CORS.",
                    origin.serialize()
                ));
                continue;
            }
            if !self.is_allowed(origin)? {
                continue;
            }
            first.get_or_insert_with(|| origin.clone());
            let entry = self.widest_entry(origin)?;
            if !self.learned.policy.allow_origins.contains(&entry) {
                self.learned.policy.allow_origins.push(entry);
            }
        }
        self.learned
            .open
            .push("Origins that weren't tried may be allowed too.".to_owned());
        Ok(first)
    }

    /// The origin, or the pattern that the server seems to have.
    fn widest_entry(&mut self, origin: &Origin) -> Result<String, Trouble> {
        let Origin::Tuple(tuple) = origin else {
            return Ok(origin.serialize());
        };
        let mut port = tuple
            .port()
            .map_or_else(String::new, |port| format!(":{port}"));
        let other_port = TupleOrigin::new(tuple.scheme(), tuple.host().clone(), Some(49_151));
        if self.is_allowed(&Origin::Tuple(other_port))? {
            ":*".clone_into(&mut port);
        }
        let Host::Domain(name) = tuple.host() else {
            return Ok(format!("{}://{}{port}", tuple.scheme(), tuple.host()));
        };
        // The outermost base of which all subdomains are allowed.
        let mut base = name.split_once('.').map(|(_, base)| base);
        let mut widest = None;
        while let Some(candidate) = base.filter(|base| base.contains('.')) {
            let host = Host::Domain(format!("{UNLISTED_LABEL}.{candidate}"));
            let sibling = TupleOrigin::new(tuple.scheme(), host, tuple.port());
            if !self.is_allowed(&Origin::Tuple(sibling))? {
                break;
            }
            widest = Some(candidate);
            base = candidate.split_once('.').map(|(_, base)| base);
        }
        let host = widest.map_or_else(|| name.clone(), |base| format!("*.{base}"));
        Ok(format!("{}://{host}{port}", tuple.scheme()))
    }

    /// The credentials mode to try the rest with.
    fn credentials(&mut self, page: &Origin) -> Result<CredentialsMode, Trouble> {
        let get = self.get(page, CredentialsMode::Include);
        let (allows, exchange) = self.ask(&get)?;
        self.learned.policy.allow_credentials = allows;
        if let Some(response) = response(&exchange) {
            self.exposed(response);
            if let Some(sent) = response.headers.get("Access-Control-Allow-Credentials")
                && !allows
            {
                self.learned.remarks.push(format!(
                    "The server sends `Access-Control-Allow-Credentials: {}`, but browsers block requests with credentials.",
                    sent.to_latin1()
                ));
            }
        }
        if allows && self.learned.policy.allow_origins == ["*"] {
            self.learned.remarks.push(
                "Risk: any origin can read responses to requests with credentials. List the origins that you trust."
                    .to_owned(),
            );
        }
        Ok(if allows {
            CredentialsMode::Include
        } else {
            CredentialsMode::SameOrigin
        })
    }

    fn exposed(&mut self, response: &HttpResponse) {
        let lines = response.headers.values("Access-Control-Expose-Headers");
        let names = lines.flat_map(|line| {
            let line = line.to_latin1();
            let names: Vec<String> = line
                .split(',')
                .map(|name| name.trim().to_owned())
                .filter(|name| !name.is_empty())
                .collect();
            names
        });
        self.learned.policy.expose_headers = names.collect();
    }

    fn methods(&mut self, get: &PageProbe, methods: &[Method]) -> Result<(), Trouble> {
        if let Ok(method) = Method::parse(NO_METHOD)
            && self.ask(&get.clone().with_method(method))?.0
        {
            self.learned.policy.allow_methods = vec!["*".to_owned()];
            return Ok(());
        }
        for method in methods {
            // These never need permission.
            let is_free = method.normalize().is_cors_safelisted();
            if !is_free && self.ask(&get.clone().with_method(method.clone()))?.0 {
                self.learned.policy.allow_methods.push(method.to_string());
            }
        }
        self.learned
            .open
            .push("Methods that weren't tried may be allowed too.".to_owned());
        Ok(())
    }

    fn headers(&mut self, get: &PageProbe, headers: &[HeaderName]) -> Result<(), Trouble> {
        let allows_any = match HeaderName::parse(NO_HEADER) {
            Ok(name) => self.ask(&get.clone().with_header(name))?.0,
            Err(_) => false,
        };
        if allows_any {
            self.learned.policy.allow_headers = vec!["*".to_owned()];
            let authorization = HeaderName::literal("authorization");
            // With credentials every header is reflected, this one too.
            if !self.learned.policy.allow_credentials
                && self.ask(&get.clone().with_header(authorization))?.0
            {
                self.learned
                    .policy
                    .allow_headers
                    .push("authorization".to_owned());
            }
            return Ok(());
        }
        for name in headers {
            if self.ask(&get.clone().with_header(name.clone()))?.0 {
                self.learned.policy.allow_headers.push(name.to_lowercase());
            }
        }
        self.learned
            .open
            .push("Request headers that weren't tried may be allowed too.".to_owned());
        Ok(())
    }

    /// Status and time of the preflight's response.
    fn preflight(&mut self, get: &PageProbe) -> Result<(), Trouble> {
        let policy = &self.learned.policy;
        let allowed = match (
            policy.allow_methods.as_slice(),
            policy.allow_headers.as_slice(),
        ) {
            ([method, ..], _) if method == "*" => Method::parse(NO_METHOD)
                .ok()
                .map(|method| get.clone().with_method(method)),
            ([method, ..], _) => Method::parse(method)
                .ok()
                .map(|method| get.clone().with_method(method)),
            ([], [name, ..]) if name == "*" => HeaderName::parse(NO_HEADER)
                .ok()
                .map(|name| get.clone().with_header(name)),
            ([], [name, ..]) => HeaderName::parse(name)
                .ok()
                .map(|name| get.clone().with_header(name)),
            ([], []) => None,
        };
        let Some(probe) = allowed else {
            self.learned.open.push(
                "No preflight is allowed, so how long browsers cache one wasn't seen.".to_owned(),
            );
            return Ok(());
        };
        let (_, exchange) = self.ask(&probe)?;
        let Some(Preflight::Sent { leg, .. }) = exchange.hops.first().map(|hop| &hop.preflight)
        else {
            return Ok(());
        };
        let Ok(response) = &leg.response else {
            return Ok(());
        };
        if let Some(value) = response.headers.get("Access-Control-Max-Age") {
            self.learned.policy.max_age = value.to_latin1();
        }
        self.learned.policy.preflight_status = match response.status.code() {
            200 => PreflightStatus::Ok,
            204 => PreflightStatus::NoContent,
            other => {
                self.learned.remarks.push(format!(
                    "Preflights get {other}. A policy has 200 or 204, which browsers treat the same."
                ));
                PreflightStatus::NoContent
            }
        };
        Ok(())
    }
}

fn response(exchange: &Exchange) -> Option<&HttpResponse> {
    let leg = exchange.hops.last()?.actual.as_ref()?;
    leg.response.as_ref().ok()
}
