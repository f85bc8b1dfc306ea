//! From the statements of all parts to one diagnosis.

use cors_http::Platform;

use crate::console::ANY_REASON;
use crate::diagnosis::{Diagnosis, Failure, Found, FoundRequest, NotUnderstood, RankedCause};
use crate::judge;
use crate::key::{At, Cause, Certainty, Kind};
use crate::message::{Asked, Recorded};
use crate::parts::{Parts, split};
use crate::said::{Said, Weight};
use crate::{explain, roots, state};

/// How much of a paste is read, in bytes.
const LIMIT: usize = 32 << 20;

/// Diagnoses a paste.
#[must_use]
pub fn diagnose(text: &str, platform: &Platform) -> Diagnosis {
    let text = match text.get(..LIMIT) {
        Some(start) if text.len() > LIMIT => start,
        _ => text,
    };
    let mut parts = split(text, platform);
    if let Some(engine) = parts.cut_off {
        let mut said = Said::of(Cause::CannotTell, At::Unknown)
            .by(engine)
            .or(&[
                Cause::Ok,
                Cause::AllowOriginMissing,
                Cause::AllowOriginMismatch,
                Cause::WildcardWithCredentials,
                Cause::CredentialsNotTrue,
                Cause::PreflightStatus,
                Cause::MethodNotAllowed,
                Cause::HeaderNotAllowed,
            ])
            .fact("The file is cut off. Save it again as a whole: in the network panel, `Save all as HAR`.");
        said.weight = Weight::Side;
        parts.said.push(said);
    }
    let judged = judge::judge(&parts.recorded, platform);
    let mut groups = group(core::mem::take(&mut parts.said), judged);
    if groups.is_empty() {
        groups.push(Group::of(nothing(&parts)));
    }
    let mut main = groups.remove(0);
    let only_request = one_request(&parts.recorded);
    if main.said.page_origin.is_none() && main.said.cause.is_failure() && main.urls.is_empty() {
        complete_from_request(&mut main.said, only_request);
    }
    let main_failure = failure(main, &parts, only_request, platform);
    let also = groups
        .into_iter()
        .filter(|group| group.said.weight >= Weight::Side && group.said.cause != Cause::Ok)
        .take(20)
        .map(|group| failure(group, &parts, None, platform))
        .collect();
    Diagnosis {
        found: found(&parts),
        main: main_failure,
        also,
        left_out: left_out(&parts.recorded),
        not_understood: parts
            .unknown
            .iter()
            .map(|(line, text)| NotUnderstood {
                line: *line,
                text: text.clone(),
            })
            .collect(),
    }
}

/// A failure that is in the paste once, or for several URLs.
struct Group {
    said: Said,
    urls: Vec<String>,
}

impl Group {
    fn of(said: Said) -> Self {
        Self {
            said,
            urls: Vec::new(),
        }
    }
}

/// Statements about the same failure become one, the most important first.
fn group(console: Vec<Said>, judged: Vec<Said>) -> Vec<Group> {
    let mut merged: Vec<Said> = Vec::new();
    let (reasons, rest): (Vec<Said>, Vec<Said>) = console
        .into_iter()
        .chain(judged)
        .partition(|said| said.weight == Weight::Reason);
    for said in reasons {
        let is_full = merged.len() >= 100;
        match merged
            .iter_mut()
            .find(|known| is_same_failure(known, &said))
        {
            Some(known) => {
                let at = known.at;
                known.complete(&said);
                if at == At::Unknown && said.at != At::Unknown {
                    known.at = said.at;
                }
                if known.seen.is_none() {
                    known.seen = said.seen;
                }
            }
            None if is_full => {}
            None => merged.push(said),
        }
    }
    redirected_to_http(&mut merged, &rest);
    let has_reason = !merged.is_empty();
    let mut others: Vec<Said> = Vec::new();
    for said in rest {
        if said.weight == Weight::Consequence
            || said.weight == Weight::Readable
            || said.cause == Cause::RequestOnly
        {
            let mut known = merged
                .iter_mut()
                .chain(&mut others)
                .filter(|known| known.url.is_some() && known.url == said.url);
            if let Some(known) = known.next() {
                let is_preflight = known.at == At::Preflight;
                let mut said = said.clone();
                if is_preflight && said.weight != Weight::Reason && said.cause != Cause::RequestOnly
                {
                    // The status of the request says nothing about that of its preflight.
                    said.status = None;
                }
                if said.cause == Cause::Network {
                    known.facts.push(
                        "The line that says `CORS request did not succeed` is a consequence."
                            .to_owned(),
                    );
                }
                if said.cause == Cause::MixedContent {
                    known.facts.push(
                        "The mixed content line is a warning here, and not the reason.".to_owned(),
                    );
                }
                said.facts.clear();
                known.complete(&said);
                continue;
            }
        }
        if said.weight == Weight::Bare && has_reason {
            if let [only] = merged.as_mut_slice() {
                only.engine = only.engine.or(said.engine);
            }
            continue;
        }
        if said.cause == Cause::Orb
            && let Some(known) = merged
                .iter_mut()
                .find(|known| known.url.is_none() || known.url == said.url)
        {
            known.facts.push(
                "The CORB line is a consequence: the response was blocked before.".to_owned(),
            );
            continue;
        }
        let is_full = others.len() >= 100;
        match others
            .iter_mut()
            .find(|known| is_same_failure(known, &said))
        {
            Some(known) => known.complete(&said),
            None if is_full => {}
            None => others.push(said),
        }
    }
    others.sort_by_key(|said| core::cmp::Reverse(said.weight));
    if !has_reason {
        // A call in the code says what a bare error is about.
        if let Some(request) = others
            .iter()
            .position(|said| said.cause == Cause::RequestOnly)
            && let Some(first) = others.first()
            && first.cause != Cause::RequestOnly
            && first.url.is_none()
        {
            let request = others.remove(request);
            if let Some(first) = others.first_mut() {
                first.complete(&request);
                if request.credentials {
                    first.facts.push(
                        "The code has `credentials: 'include'`, so `*` is never enough.".to_owned(),
                    );
                }
            }
        }
        others.retain({
            let mut seen = false;
            move |said| {
                let keep = said.weight > Weight::Bare || !seen;
                seen = true;
                keep
            }
        });
    }
    first_of_one_request(&mut merged);
    let mut groups: Vec<Group> = Vec::new();
    for said in merged {
        let known = groups.iter_mut().find(|known| {
            known.said.cause == said.cause
                && known.said.at == said.at
                && known.said.engine == said.engine
                && known.said.page_origin == said.page_origin
                && known.said.seen == said.seen
                && known.said.request_headers == said.request_headers
                && said.url.is_some()
                && (known.said.url.is_some() || !known.urls.is_empty())
        });
        match known {
            Some(known) => {
                known.urls.extend(known.said.url.take());
                known.urls.extend(said.url.clone());
                if known.said.method != said.method {
                    known.said.method = None;
                }
                if known.said.status != said.status {
                    known.said.status = None;
                }
            }
            None => groups.push(Group::of(said)),
        }
    }
    groups.extend(
        others
            .into_iter()
            .filter(|said| !has_reason || said.weight > Weight::Bare)
            .map(Group::of),
    );
    groups
}

/// Firefox blames the connection when the target of a redirect was blocked as mixed content.
fn redirected_to_http(merged: &mut Vec<Said>, rest: &[Said]) {
    let network = merged
        .iter()
        .chain(rest)
        .find(|said| said.cause == Cause::Network && said.at == At::None && said.url.is_some())
        .and_then(|said| said.url.clone());
    let Some(mixed) = merged
        .iter_mut()
        .find(|said| said.cause == Cause::MixedContent)
    else {
        return;
    };
    let host = |url: &str| {
        url.split("://")
            .nth(1)
            .and_then(|rest| rest.split('/').next())
            .map(str::to_owned)
    };
    if let (Some(from), Some(to)) = (&network, &mixed.url)
        && from != to
        && from.starts_with("https:")
        && host(from) == host(to)
    {
        mixed.at = At::Redirect;
        mixed.redirected_from.clone_from(&network);
    }
    if network.is_some() {
        merged.retain(|said| said.cause != Cause::Network);
    }
}

/// Two failures of one request: code with `no-cors` counts first, then the preflight.
fn first_of_one_request(merged: &mut Vec<Said>) {
    if let Some(no_cors) = merged
        .iter()
        .position(|said| said.cause == Cause::NoCorsOpaque)
    {
        let mut first = merged.remove(no_cors);
        if let Some(other) = merged.iter().find(|other| other.url == first.url) {
            first.at = other.at;
            first.page_origin.clone_from(&other.page_origin);
            first.engine = first.engine.or(other.engine);
        }
        merged.insert(0, first);
        return;
    }
    let Some(first) = merged.first() else {
        return;
    };
    if first.at == At::Preflight {
        return;
    }
    let preflight = merged.iter().position(|other| {
        other.at == At::Preflight
            && other.url.is_some()
            && other.url == first.url
            && other.engine != first.engine
    });
    if let Some(preflight) = preflight {
        let other = first.clone();
        let mut first = merged.remove(preflight);
        first.page_origin = first.page_origin.take().or(other.page_origin);
        first.facts.push(
            "There are two failures: this one, and that of the other browser, which gets further."
                .to_owned(),
        );
        merged.insert(0, first);
    }
}

fn is_same_failure(known: &Said, said: &Said) -> bool {
    let agrees = |one: &Option<String>, other: &Option<String>| {
        one.is_none() || other.is_none() || one == other
    };
    let is_weaker = |one: Cause, other: Cause| {
        // WebKit's line about the origin, and a check of the real response.
        one == Cause::AllowOriginMissing
            && (other == Cause::AllowOriginMismatch || other == Cause::AllowOriginInvalid)
    };
    (known.cause == said.cause || is_weaker(known.cause, said.cause) && !known.others.is_empty())
        && (known.at == said.at || known.at == At::Unknown || said.at == At::Unknown)
        && agrees(&known.url, &said.url)
        && agrees(&known.page_origin, &said.page_origin)
        && agrees(&known.seen, &said.seen)
        && (known.engine.is_none() || said.engine.is_none() || known.engine == said.engine)
        && (known.request_headers.is_empty()
            || said.request_headers.is_empty()
            || known.request_headers == said.request_headers)
}

/// What to say if no part says anything.
fn nothing(parts: &Parts) -> Said {
    let said = Said::of(Cause::CannotTell, At::Unknown);
    let kind = parts.places.first().map(|place| place.kind);
    match kind {
        Some(Kind::Config) => said.fact("This is server config. Without the response or the line of the console it doesn't say what failed."),
        Some(Kind::Origins) => said.fact("This is a list of origins. Paste the line of the console or the response headers too."),
        Some(Kind::Policy | Kind::Link) => said.fact("This is a policy. It is loaded as it is; nothing in it says what failed."),
        Some(Kind::Har) => said.or(&[Cause::Ok]).fact("The HAR has no request from code to another origin."),
        Some(
            Kind::Console | Kind::Issue | Kind::Headers | Kind::CurlOutput | Kind::CurlCommand | Kind::FetchCommand | Kind::ProbeScript,
        )
        | None => said
            .or(ANY_REASON)
            .fact("Nothing here says what failed. Paste the whole line of the browser's console, or the response headers with the status of the OPTIONS request."),
    }
}

/// The request of a command or a call, if there is one only.
fn one_request(recorded: &[Recorded]) -> Option<&Asked> {
    let mut commands = recorded
        .iter()
        .filter(|one| one.kind == Kind::CurlCommand || one.kind == Kind::FetchCommand)
        .filter_map(|one| one.asked.as_ref());
    commands.next()
}

fn complete_from_request(said: &mut Said, asked: Option<&Asked>) {
    if let Some(asked) = asked.filter(|asked| asked.url.is_some() && asked.url == said.url) {
        said.page_origin.clone_from(&asked.page_origin);
        said.method = said.method.take().or_else(|| asked.method.clone());
    }
}

/// The failure of a group.
fn failure(group: Group, parts: &Parts, asked: Option<&Asked>, platform: &Platform) -> Failure {
    let Group { mut said, urls } = group;
    roots::find(&mut said, parts);
    if said.seen.is_none() && said.others.is_empty() {
        add_special_cases(&mut said);
    }
    let mut failure = Failure {
        engine: said.engine,
        page_origin: said.page_origin.clone(),
        url: said.url.clone(),
        urls,
        method: said.method.clone(),
        status: said.status,
        header: said.header.map(str::to_owned),
        seen: said.seen.clone(),
        with_credentials: said.credentials,
        request_headers: said.request_headers.clone(),
        response_header: said.response_header.clone(),
        works: said.works,
        preflight: asked.and_then(|asked| judge::needs_preflight(asked, platform)),
        redirected_from: said.redirected_from.clone(),
        redirect_to: said.redirect_to.clone(),
        sent_origin: said.sent_origin.clone(),
        causes: Vec::new(),
        request: asked.map(found_request),
        state: None,
    };
    failure.state = parts
        .draft
        .clone()
        .filter(|_| said.cause == Cause::CannotTell)
        .or_else(|| state::showing(&said, asked, platform));
    let others = said.others.len();
    // That `*` isn't a wildcard is a special case of what the line says.
    let is_special = |cause: Cause| {
        cause == Cause::WildcardIsLiteralWithCredentials
            || cause == Cause::WildcardDoesNotCoverAuthorization
    };
    let first = if said.others.iter().all(|(other, _)| is_special(*other)) {
        Certainty::Certain
    } else {
        Certainty::Likely
    };
    let first = if said.cause == Cause::CannotTell && others == 0 {
        Certainty::Possible
    } else {
        first
    };
    let fixes = explain::fixes(&said, &failure);
    failure.causes.push(RankedCause {
        cause: said.cause,
        at: said.at,
        certainty: first,
        sentence: explain::sentence(&said),
        evidence: said.words.clone(),
        facts: explain::facts(&said, &failure, parts),
        roots: roots::checks(&said),
        fixes,
    });
    for (cause, at) in &said.others {
        let mut other = said.clone();
        other.cause = *cause;
        other.at = *at;
        other.roots.clear();
        failure.causes.push(RankedCause {
            cause: *cause,
            at: *at,
            certainty: Certainty::Possible,
            sentence: explain::sentence(&other),
            evidence: String::new(),
            facts: vec![explain::check(*cause).to_owned()],
            roots: Vec::new(),
            fixes: Vec::new(),
        });
    }
    failure
}

/// A line that says that a method or header isn't listed is the same if `*` is listed and isn't a wildcard.
fn add_special_cases(said: &mut Said) {
    let at = said.at;
    // A redirect without the header: that of a preflight can't be followed at all.
    let is_redirect = said
        .status
        .is_some_and(|status| (300..400).contains(&status));
    if said.cause == Cause::AllowOriginMissing && at == At::Unknown && is_redirect {
        said.others.push((Cause::PreflightRedirect, At::Preflight));
    }
    if said.cause == Cause::MethodNotAllowed || said.cause == Cause::HeaderNotAllowed {
        said.others
            .push((Cause::WildcardIsLiteralWithCredentials, at));
    }
    if said.cause == Cause::HeaderNotAllowed
        && said
            .request_headers
            .iter()
            .any(|name| name == "authorization")
    {
        said.others
            .push((Cause::WildcardDoesNotCoverAuthorization, at));
    }
}

fn found_request(asked: &Asked) -> FoundRequest {
    FoundRequest {
        page_origin: asked.page_origin.clone(),
        url: asked.url.clone(),
        method: asked.method.clone(),
        headers: asked.script_headers(),
        credentials: asked.credentials,
        mode: asked.mode,
    }
}

fn found(parts: &Parts) -> Vec<Found> {
    parts
        .places
        .iter()
        .map(|place| Found {
            kind: place.kind,
            detail: place.detail.to_owned(),
            from: place.from,
            to: place.to,
        })
        .collect()
}

/// The names of headers whose values were dropped.
fn left_out(recorded: &[Recorded]) -> Vec<String> {
    let mut names: Vec<String> = recorded
        .iter()
        .flat_map(|one| {
            let asked = one.asked.iter().map(|asked| &asked.headers);
            let answered = one.responses.iter().map(|response| &response.headers);
            asked.chain(answered)
        })
        .flat_map(|headers| headers.dropped.iter().cloned())
        .collect();
    names.sort();
    names.dedup();
    names.truncate(40);
    names
}
