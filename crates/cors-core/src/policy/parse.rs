use std::collections::BTreeSet;

use super::PolicyField;
use super::{
    AllowCredentials, AllowHeaders, AllowMethods, AllowOrigin, ExposeHeaders, InvalidMaxAge,
    MaxAge, OriginEntry, OriginError, OriginNormalization, OriginPattern, Policy, PolicyDraft,
    parse_origin,
};
use cors_http::Platform;
use cors_http::{HeaderName, Method};

/// A draft after reading: the policy that its valid parts make, and what was seen on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParsedPolicy {
    /// The policy of the parts that could be read.
    policy: Policy,
    /// What each valid entry of the allow list means, beside its index.
    origin_entries: Vec<(usize, OriginEntry)>,
    /// In the order of the fields, then of the entries.
    problems: Vec<PolicyProblem>,
}

/// One thing that was seen while reading a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyProblem {
    /// Where.
    pub field: PolicyField,
    /// Which entry of a list, counted from 0.
    pub index: usize,
    /// What was typed there.
    pub value: String,
    /// What about it.
    pub kind: ProblemKind,
}

/// What was seen in an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// Not an origin; left out.
    InvalidOrigin(OriginError),
    /// Not a method; left out.
    InvalidMethod,
    /// Not a header name; left out.
    InvalidHeaderName,
    /// Not a number of seconds; left out.
    InvalidMaxAge(InvalidMaxAge),
    /// Taken with a change whose meaning is certain.
    NormalizedOrigin {
        /// The entry as taken.
        normalized: String,
        /// What was changed.
        changes: Vec<OriginNormalization>,
    },
    /// The method was written in another case than browsers send; taken as they send it.
    NormalizedMethod {
        /// The method as taken.
        normalized: Method,
    },
    /// An earlier entry means the same.
    Duplicate,
}

impl ProblemKind {
    /// Whether the entry was left out, so that the policy is not the whole of what was typed.
    pub fn leaves_out(&self) -> bool {
        match self {
            Self::InvalidOrigin(_)
            | Self::InvalidMethod
            | Self::InvalidHeaderName
            | Self::InvalidMaxAge(_) => true,
            Self::NormalizedOrigin { .. } | Self::NormalizedMethod { .. } | Self::Duplicate => {
                false
            }
        }
    }
}

impl ParsedPolicy {
    /// The policy that the valid parts make, for showing an exchange while something is half typed.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The policy, if it is the whole of what was typed. Only this can become configuration.
    pub fn whole(&self) -> Option<&Policy> {
        let whole = !self
            .problems
            .iter()
            .any(|problem| problem.kind.leaves_out());
        whole.then_some(&self.policy)
    }

    /// What each valid entry of the allow list means, beside its index in the draft.
    pub fn origin_entries(&self) -> &[(usize, OriginEntry)] {
        &self.origin_entries
    }

    /// What was seen.
    pub fn problems(&self) -> &[PolicyProblem] {
        &self.problems
    }
}

impl PolicyDraft {
    /// Reads every field; what cannot be read is reported and left out.
    pub fn parse(&self, platform: &Platform) -> ParsedPolicy {
        let mut problems = Vec::new();
        let origin_entries = origin_entries(&self.allow_origins, platform, &mut problems);
        let policy = Policy {
            origins: origins(&origin_entries),
            methods: methods(&self.allow_methods, &mut problems),
            headers: allow_headers(&self.allow_headers, &mut problems),
            expose: expose_headers(&self.expose_headers, &mut problems),
            credentials: if self.allow_credentials {
                AllowCredentials::Yes
            } else {
                AllowCredentials::No
            },
            max_age: max_age(&self.max_age, &mut problems),
            preflight_status: self.preflight_status,
        };
        ParsedPolicy {
            policy,
            origin_entries,
            problems,
        }
    }
}

fn origin_entries(
    typed: &[String],
    platform: &Platform,
    problems: &mut Vec<PolicyProblem>,
) -> Vec<(usize, OriginEntry)> {
    let mut entries = Vec::new();
    let mut seen = BTreeSet::new();
    for (index, value) in typed.iter().enumerate() {
        let mut report = |kind| {
            problems.push(PolicyProblem {
                field: PolicyField::AllowOrigins,
                index,
                value: value.clone(),
                kind,
            });
        };
        match parse_origin(value, platform) {
            Err(error) => report(ProblemKind::InvalidOrigin(error)),
            Ok((entry, changes)) => {
                let normalized = entry.to_string();
                if !seen.insert(normalized.clone()) {
                    report(ProblemKind::Duplicate);
                } else if !changes.is_empty() {
                    report(ProblemKind::NormalizedOrigin {
                        normalized,
                        changes,
                    });
                }
                entries.push((index, entry));
            }
        }
    }
    entries
}

/// The allow list of these entries, each once, in the order typed.
fn origins(entries: &[(usize, OriginEntry)]) -> AllowOrigin {
    let mut seen = BTreeSet::new();
    let mut patterns: Vec<OriginPattern> = Vec::new();
    for (_, entry) in entries {
        match entry {
            OriginEntry::Any => return AllowOrigin::Any,
            OriginEntry::Pattern(pattern) if seen.insert(pattern) => {
                patterns.push(pattern.clone());
            }
            OriginEntry::Pattern(_) => {}
        }
    }
    AllowOrigin::Listed(patterns)
}

fn methods(entries: &[String], problems: &mut Vec<PolicyProblem>) -> AllowMethods {
    let mut any = false;
    let mut methods: Vec<Method> = Vec::new();
    for (index, value) in entries.iter().enumerate() {
        let mut report = |kind| {
            problems.push(PolicyProblem {
                field: PolicyField::AllowMethods,
                index,
                value: value.clone(),
                kind,
            });
        };
        match Method::parse(value.trim_matches([' ', '\t'])) {
            Err(_) => report(ProblemKind::InvalidMethod),
            Ok(method) if method.as_str() == "*" => {
                if any {
                    report(ProblemKind::Duplicate);
                }
                any = true;
            }
            Ok(method) => {
                let normalized = method.normalize();
                if normalized.as_str() != value {
                    report(ProblemKind::NormalizedMethod {
                        normalized: normalized.clone(),
                    });
                }
                if methods.contains(&normalized) {
                    report(ProblemKind::Duplicate);
                } else {
                    methods.push(normalized);
                }
            }
        }
    }
    if any {
        AllowMethods::Any
    } else {
        AllowMethods::Listed(methods)
    }
}

/// The names of a list, and whether `*` was among them.
fn header_names(
    entries: &[String],
    field: PolicyField,
    problems: &mut Vec<PolicyProblem>,
) -> (Vec<HeaderName>, bool) {
    let mut any = false;
    let mut names = Vec::new();
    let mut seen = BTreeSet::new();
    for (index, value) in entries.iter().enumerate() {
        let mut report = |kind| {
            problems.push(PolicyProblem {
                field,
                index,
                value: value.clone(),
                kind,
            });
        };
        match HeaderName::parse(value.trim_matches([' ', '\t'])) {
            Err(_) => report(ProblemKind::InvalidHeaderName),
            Ok(name) => {
                if !seen.insert(name.clone()) {
                    report(ProblemKind::Duplicate);
                } else if name.is("*") {
                    any = true;
                } else {
                    names.push(name);
                }
            }
        }
    }
    (names, any)
}

fn allow_headers(entries: &[String], problems: &mut Vec<PolicyProblem>) -> AllowHeaders {
    match header_names(entries, PolicyField::AllowHeaders, problems) {
        (names, true) => AllowHeaders::Any {
            and_authorization: names.iter().any(|name| name.is("Authorization")),
        },
        (names, false) => AllowHeaders::Listed(names),
    }
}

fn expose_headers(entries: &[String], problems: &mut Vec<PolicyProblem>) -> ExposeHeaders {
    match header_names(entries, PolicyField::ExposeHeaders, problems) {
        (_, true) => ExposeHeaders::Any,
        (names, false) => ExposeHeaders::Listed(names),
    }
}

fn max_age(text: &str, problems: &mut Vec<PolicyProblem>) -> MaxAge {
    MaxAge::parse(text).unwrap_or_else(|error| {
        problems.push(PolicyProblem {
            field: PolicyField::MaxAge,
            index: 0,
            value: text.to_owned(),
            kind: ProblemKind::InvalidMaxAge(error),
        });
        MaxAge::BrowserDefault
    })
}
