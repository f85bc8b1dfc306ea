use std::collections::BTreeSet;

use super::PolicyField;
use super::{
    AllowCredentials, AllowHeaders, AllowMethods, AllowOrigin, ExposeHeaders, InvalidMaxAge,
    MaxAge, OriginEntry, OriginError, OriginNormalization, OriginPattern, Policy, PolicyDraft,
    parse_origin,
};
use cors_http::Platform;
use cors_http::{HeaderName, Method};

/// A draft after parsing: the policy made of its valid parts, and the problems.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParsedPolicy {
    /// The policy made of the valid parts.
    policy: Policy,
    /// The meaning of each valid entry of the allow list, with its index.
    origin_entries: Vec<(usize, OriginEntry)>,
    /// Sorted by field, then by entry.
    problems: Vec<PolicyProblem>,
}

/// A problem in a draft, or something that was normalized.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyProblem {
    /// The field.
    pub field: PolicyField,
    /// The index of the entry.
    pub index: usize,
    /// The text as typed.
    pub value: String,
    /// The problem.
    pub kind: ProblemKind,
}

/// A kind of problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// Not an origin. The entry was left out.
    InvalidOrigin(OriginError),
    /// Not a method. The entry was left out.
    InvalidMethod,
    /// Not a header name. The entry was left out.
    InvalidHeaderName,
    /// Not a number of seconds. The value was left out.
    InvalidMaxAge(InvalidMaxAge),
    /// The meaning is clear, so the entry was normalized.
    NormalizedOrigin {
        /// The normalized entry.
        normalized: String,
        /// The changes.
        changes: Vec<OriginNormalization>,
    },
    /// The method was uppercased, as browsers send it.
    NormalizedMethod {
        /// The normalized method.
        normalized: Method,
    },
    /// An earlier entry means the same.
    Duplicate,
}

impl ProblemKind {
    /// Whether the entry was left out, so that the policy isn't complete.
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
    /// The policy made of the valid parts. It allows a simulation while an entry is half typed.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The policy, if no part was left out. Only this one can become config.
    pub fn whole(&self) -> Option<&Policy> {
        let whole = !self
            .problems
            .iter()
            .any(|problem| problem.kind.leaves_out());
        whole.then_some(&self.policy)
    }

    /// The meaning of each valid entry of the allow list, with its index in the draft.
    pub fn origin_entries(&self) -> &[(usize, OriginEntry)] {
        &self.origin_entries
    }

    /// The problems.
    pub fn problems(&self) -> &[PolicyProblem] {
        &self.problems
    }
}

impl PolicyDraft {
    /// Parses every field. Invalid parts are reported and left out.
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

/// The allow list made of these entries, without duplicates, in the order typed.
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

/// The names of a list, and whether `*` is one of them.
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
