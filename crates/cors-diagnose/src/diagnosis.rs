//! The result: plain data, for the page and for JSON.

use cors_fetch::{CredentialsMode, Mode, Profile};
use cors_state::Draft;

use crate::key::{At, Cause, Certainty, Kind, Root};

/// What a paste says.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnosis {
    /// What each part of the paste was taken for.
    pub found: Vec<Found>,
    /// The failure, or what there is to say if nothing failed.
    pub main: Failure,
    /// Further failures in the same paste.
    pub also: Vec<Failure>,
    /// What was dropped because it could be secret: names of headers, and `body`.
    pub left_out: Vec<String>,
    /// Lines that were not understood.
    pub not_understood: Vec<NotUnderstood>,
}

/// A part of a paste.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it was taken for.
    pub kind: Kind,
    /// What it is in detail, such as the system of a config; empty if there is nothing to add.
    pub detail: String,
    /// The first line, from 1.
    pub from: usize,
    /// The last line.
    pub to: usize,
}

/// A line that was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotUnderstood {
    /// The line, from 1.
    pub line: usize,
    /// Its text, shortened and without what could be secret.
    pub text: String,
}

/// A failure, or what there is to say about a request.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// The engine; `None` if the text doesn't show it.
    pub engine: Option<Profile>,
    /// The page's origin.
    pub page_origin: Option<String>,
    /// The URL. What could be secret in it is `***`.
    pub url: Option<String>,
    /// The URLs, if the same failed for several.
    pub urls: Vec<String>,
    /// The method of the request.
    pub method: Option<String>,
    /// The status of the response that failed.
    pub status: Option<u16>,
    /// The response header that decides, lowercase.
    pub header: Option<String>,
    /// Its value, or the name of an error below HTTP.
    pub seen: Option<String>,
    /// Whether the text shows that credentials are sent.
    pub with_credentials: bool,
    /// The request headers that it is about, lowercase.
    pub request_headers: Vec<String>,
    /// The response header that JavaScript can't read, lowercase.
    pub response_header: Option<String>,
    /// Whether browsers let it pass today.
    pub works: bool,
    /// Whether a browser would send a preflight; `None` if there is no command.
    pub preflight: Option<bool>,
    /// The URL that was requested, if a redirect led away from it.
    pub redirected_from: Option<String>,
    /// Where the response redirects to.
    pub redirect_to: Option<String>,
    /// What the browser sent as `Origin`, if it isn't the page's.
    pub sent_origin: Option<String>,
    /// The causes, the best first.
    pub causes: Vec<RankedCause>,
    /// The request that a command or a call makes.
    pub request: Option<FoundRequest>,
    /// A state that shows the failure. It was run, and gives the same cause.
    pub state: Option<Draft>,
}

/// A cause with its rank.
#[derive(Clone, Debug, PartialEq)]
pub struct RankedCause {
    /// The cause.
    pub cause: Cause,
    /// Where it failed.
    pub at: At,
    /// How sure it is.
    pub certainty: Certainty,
    /// What happened, in one sentence.
    pub sentence: String,
    /// The words of the paste that say so.
    pub evidence: String,
    /// Why, and what to know, a paragraph each.
    pub facts: Vec<String>,
    /// What can be behind it, each with the check that decides.
    pub roots: Vec<RootCheck>,
    /// What to change, the smallest safe step first.
    pub fixes: Vec<Fix>,
}

/// Something that can be behind a cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RootCheck {
    /// What.
    pub root: Root,
    /// How to find out.
    pub check: String,
}

/// Something to change.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// What to do, as an imperative.
    pub text: String,
    /// The state after the change; `None` if it isn't a change of policy or request.
    pub state: Option<Draft>,
}

/// The request that a command or a call makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundRequest {
    /// The page's origin.
    pub page_origin: Option<String>,
    /// The URL.
    pub url: Option<String>,
    /// The method.
    pub method: Option<String>,
    /// The headers that JavaScript sets: lowercase names, with the value where it decides.
    pub headers: Vec<(String, String)>,
    /// The credentials mode; `None` if the text doesn't say for certain.
    pub credentials: Option<CredentialsMode>,
    /// The mode.
    pub mode: Mode,
}

impl Diagnosis {
    /// The first cause.
    #[must_use]
    pub fn cause(&self) -> Cause {
        self.main.cause()
    }
}

impl Failure {
    /// The first cause.
    #[must_use]
    pub fn cause(&self) -> Cause {
        self.causes
            .first()
            .map_or(Cause::CannotTell, |first| first.cause)
    }

    /// Where it failed.
    #[must_use]
    pub fn at(&self) -> At {
        self.causes.first().map_or(At::Unknown, |first| first.at)
    }
}
