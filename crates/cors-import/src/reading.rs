//! What is gathered while a text is read.

use cors_core::policy::PolicyDraft;

use crate::finding::{Code, Finding, Severity};
use crate::format::Format;
use crate::origins::Written;
use crate::redact::redact;
use crate::source::Source;

/// What a config means, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Import {
    /// The server or library that the text is for; none if no format was recognized.
    pub system: Option<Format>,
    /// The policy that is meant, sound or not; none if the text has nothing about CORS.
    pub policy: Option<PolicyDraft>,
    /// Where the policy isn't exactly what is written.
    pub approximate: Vec<String>,
    /// What couldn't become a policy.
    pub not_imported: Vec<NotImported>,
    /// What is wrong with the text, in the order of its lines.
    pub findings: Vec<Finding>,
}

impl Import {
    /// The finding to fix first.
    pub fn gravest(&self) -> Option<&Finding> {
        // A finding that is milder here than usual comes after all others.
        self.findings
            .iter()
            .min_by_key(|finding| (finding.severity > finding.code.severity(), finding.code))
    }
}

/// A part of the text that isn't in the policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotImported {
    /// The line, counted from 1.
    pub line: u32,
    /// The line as written, without secrets.
    pub text: String,
    /// Why it isn't imported.
    pub reason: String,
}

/// Where the parts of a policy are written.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Lines {
    pub(crate) methods: Option<u32>,
    pub(crate) headers: Option<u32>,
    pub(crate) expose: Option<u32>,
    pub(crate) credentials: Option<u32>,
}

/// What happens to any origin together with credentials.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum AnyWithCredentials {
    /// `*` is sent as it is, and browsers reject it.
    #[default]
    Sent,
    /// The request's origin is sent back.
    Reflected,
    /// The library rejects it: what it does, and the fix.
    Rejected(Code, &'static str),
}

/// More is never worth reading.
const MOST: usize = 200;

/// A text that is being read.
pub(crate) struct Reading<'s> {
    pub(crate) source: &'s Source,
    pub(crate) format: Format,
    pub(crate) policy: PolicyDraft,
    /// Whether anything about CORS was seen.
    pub(crate) seen: bool,
    pub(crate) origins: Vec<Written>,
    /// Where the other parts of the policy are written.
    pub(crate) lines: Lines,
    pub(crate) any_with_credentials: AnyWithCredentials,
    /// Whether `*` as a method or header reaches the browser as it is.
    pub(crate) sends_wildcards: bool,
    /// What a fix names for origins, such as `allow_origins`.
    pub(crate) origins_name: &'static str,
    approximate: Vec<String>,
    not_imported: Vec<NotImported>,
    findings: Vec<Finding>,
}

impl<'s> Reading<'s> {
    pub(crate) fn new(source: &'s Source, format: Format) -> Self {
        Self {
            source,
            format,
            policy: PolicyDraft::default(),
            seen: false,
            origins: Vec::new(),
            lines: Lines::default(),
            any_with_credentials: AnyWithCredentials::default(),
            sends_wildcards: true,
            origins_name: "the allowed origins",
            approximate: Vec::new(),
            not_imported: Vec::new(),
            findings: Vec::new(),
        }
    }

    pub(crate) fn line_at(&self, offset: usize) -> u32 {
        self.source.line_at(offset)
    }

    /// Adds a finding. Another of the same code on the same line adds to its message.
    pub(crate) fn find(&mut self, code: Code, line: u32, message: &str, fix: &str) {
        self.find_as(code, code.severity(), line, message, fix);
    }

    pub(crate) fn find_as(
        &mut self,
        code: Code,
        severity: Severity,
        line: u32,
        message: &str,
        fix: &str,
    ) {
        let message = redact(message);
        let is_full = self.findings.len() >= MOST;
        let same = self
            .findings
            .iter_mut()
            .find(|finding| finding.code == code && finding.line == line);
        match same {
            Some(finding) if finding.message.contains(&message) || finding.message.len() > 600 => {}
            Some(finding) => {
                finding.message.push(' ');
                finding.message.push_str(&message);
            }
            None if !is_full => self.findings.push(Finding {
                code,
                severity,
                line,
                message,
                fix: redact(fix),
            }),
            None => {}
        }
    }

    pub(crate) fn has_finding(&self, code: Code) -> bool {
        self.findings.iter().any(|finding| finding.code == code)
    }

    pub(crate) fn approximate(&mut self, reason: &str) {
        let reason = redact(reason);
        if !self.approximate.contains(&reason) && self.approximate.len() < MOST {
            self.approximate.push(reason);
        }
    }

    pub(crate) fn not_imported(&mut self, offset: usize, reason: &str) {
        self.not_imported_line(self.line_at(offset), reason);
    }

    pub(crate) fn not_imported_line(&mut self, line: u32, reason: &str) {
        let text = self.source.line(line).trim();
        let text: String = text.chars().take(200).collect();
        let entry = NotImported {
            line: line.min(self.source.lines()),
            text: redact(&text),
            reason: redact(reason),
        };
        if !self.not_imported.contains(&entry) && self.not_imported.len() < MOST {
            self.not_imported.push(entry);
        }
    }

    pub(crate) fn finish(mut self) -> Import {
        crate::origins::finish(&mut self);
        crate::options::finish(&mut self);
        self.findings
            .sort_by_key(|finding| (finding.line, finding.code));
        self.not_imported.sort_by_key(|entry| entry.line);
        Import {
            system: Some(self.format),
            policy: self.seen.then_some(self.policy),
            approximate: self.approximate,
            not_imported: self.not_imported,
            findings: self.findings,
        }
    }
}
