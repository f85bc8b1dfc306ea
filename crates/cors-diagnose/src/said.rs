//! What one part of a paste says about a failure. The diagnosis is made of these.

use cors_fetch::Profile;

use crate::key::{At, Cause, Root};

/// An engine, as far as a text shows it.
pub(crate) type Engine = Option<Profile>;

/// How much a statement counts if there are several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Weight {
    /// A consequence of something else, which counts only if nothing else is there.
    Consequence,
    /// An error that doesn't say why.
    Bare,
    /// A problem that isn't the reason for certain.
    Side,
    /// A response that was readable, but has an error status.
    Readable,
    /// The reason for a failure.
    #[default]
    Reason,
}

/// What one part says.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    pub(crate) cause: Cause,
    /// Other causes that fit as well, in order.
    pub(crate) others: Vec<(Cause, At)>,
    pub(crate) at: At,
    pub(crate) engine: Engine,
    pub(crate) page_origin: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) method: Option<String>,
    pub(crate) header: Option<&'static str>,
    pub(crate) seen: Option<String>,
    pub(crate) status: Option<u16>,
    pub(crate) credentials: bool,
    pub(crate) request_headers: Vec<String>,
    pub(crate) response_header: Option<String>,
    pub(crate) redirected_from: Option<String>,
    pub(crate) redirect_to: Option<String>,
    pub(crate) sent_origin: Option<String>,
    /// Whether browsers of today let it pass.
    pub(crate) works: bool,
    pub(crate) roots: Vec<Root>,
    /// Facts for people, as sentences.
    pub(crate) facts: Vec<String>,
    pub(crate) weight: Weight,
    /// The line where it is, from 1.
    pub(crate) line: usize,
    /// The words that say so, for the evidence.
    pub(crate) words: String,
}

impl Said {
    /// A statement with this cause and nothing else.
    pub(crate) fn of(cause: Cause, at: At) -> Self {
        Self {
            cause,
            others: Vec::new(),
            at,
            engine: None,
            page_origin: None,
            url: None,
            method: None,
            header: None,
            seen: None,
            status: None,
            credentials: false,
            request_headers: Vec::new(),
            response_header: None,
            redirected_from: None,
            redirect_to: None,
            sent_origin: None,
            works: false,
            roots: Vec::new(),
            facts: Vec::new(),
            weight: Weight::default(),
            line: 0,
            words: String::new(),
        }
    }

    /// The same of this engine.
    pub(crate) fn by(mut self, engine: Engine) -> Self {
        self.engine = engine;
        self
    }

    /// The same with this weight.
    pub(crate) fn weighing(mut self, weight: Weight) -> Self {
        self.weight = weight;
        self
    }

    /// The same about this URL.
    pub(crate) fn about(mut self, url: Option<String>) -> Self {
        self.url = url;
        self
    }

    /// The same with other causes that fit.
    pub(crate) fn or(mut self, others: &[Cause]) -> Self {
        self.others = others
            .iter()
            .filter(|other| **other != self.cause)
            .map(|&other| (other, self.at))
            .collect();
        self
    }

    /// The same with the response header that decides, and its value.
    pub(crate) fn seeing(mut self, header: &'static str, seen: Option<&str>) -> Self {
        self.header = Some(header);
        self.seen = seen.map(str::to_owned);
        self
    }

    /// The same with one more fact.
    pub(crate) fn fact(mut self, fact: impl Into<String>) -> Self {
        self.facts.push(fact.into());
        self
    }

    /// Takes what another statement about the same request knows in addition.
    pub(crate) fn complete(&mut self, other: &Self) {
        let take = |mine: &mut Option<String>, other: &Option<String>| {
            if mine.is_none() {
                mine.clone_from(other);
            }
        };
        take(&mut self.page_origin, &other.page_origin);
        take(&mut self.url, &other.url);
        take(&mut self.method, &other.method);
        take(&mut self.redirected_from, &other.redirected_from);
        take(&mut self.sent_origin, &other.sent_origin);
        self.status = self.status.or(other.status);
        self.engine = self.engine.or(other.engine);
        self.credentials |= other.credentials;
        if self.request_headers.is_empty() {
            self.request_headers.clone_from(&other.request_headers);
        }
        for root in &other.roots {
            if !self.roots.contains(root) {
                self.roots.push(*root);
            }
        }
        for fact in &other.facts {
            if !self.facts.contains(fact) {
                self.facts.push(fact.clone());
            }
        }
    }
}
