//! Firefox's lines, in every language: the names of headers and the quotes around values are never translated.

use cors_fetch::Profile;

use super::chromium::{is_word, mismatch};
use super::{ANY_REASON, Lines, NO_RESPONSE, engine};
use crate::key::{At, Cause};
use crate::said::{Said, Weight};
use crate::text::{first_url, has_any, is_method, plain, quoted, status_at, url_at};

const ALLOW_ORIGIN: &str = "access-control-allow-origin";

/// Words for a preflight.
const PREFLIGHT: &[&str] = &[
    "preflight",
    "Preflight",
    "プリフライト",
    "pré-vérif",
    "prévérif",
    "prévol",
    "preliminar",
    "verificação prévia",
    "comprobación previa",
    "verificación previa",
    "предварит",
    "预检",
    "預檢",
    "사전",
    "wstępn",
    "вступн",
    "voorbereid",
    "předběž",
    "ön kontrol",
];
/// Words for a redirect.
const REDIRECT: &[&str] = &[
    "redirect",
    "Redirect",
    "edirección",
    "edirecc",
    "edirecionamento",
    "eindirizz",
    "リダイレクト",
    "重定向",
    "重新導向",
    "перенаправ",
    "eiterleitung",
    "mleitung",
    "mleid",
    "rzekierowan",
    "переспрям",
    "řesměrov",
    "리디렉",
    "리다이렉",
    "önlendirme",
];
/// Words for something that is switched off.
const DISABLED: &[&str] = &[
    "disabled",
    "eaktiviert",
    "ésactivé",
    "eshabilitad",
    "esactivad",
    "esativad",
    "esabilitad",
    "isattivat",
    "isabilitat",
    "無効",
    "禁用",
    "停用",
    "отключ",
    "itgeschakeld",
    "yłączon",
    "imkne",
    "zakázan",
    "비활성",
    "evre dışı",
];
/// Words for more than one.
const MULTIPLE: &[&str] = &[
    "Multiple",
    "multiple",
    "ehrere",
    "ehrfach",
    "lusieurs",
    "arios",
    "últipl",
    "ultipl",
    "複数",
    "多个",
    "多個",
    "есколько",
    "eerdere",
    "iele",
    "ielokrotn",
    "ílce",
    "ělik",
    "여러",
    "irden",
    "ekilka",
];
/// The middle of the line in languages that are most in use; others are recognized by their form.
const FRAMES: &[&str] = &[
    "Same Origin",
    "Same-Origin",
    "same origin",
    "Gleiche-Quelle",
    "mismo origen",
    "mesma origem",
    "dell'origine non consente",
    "dell’origine non consente",
    "同一生成元",
    "同源策略",
    "同源政策",
    "одного источника",
    "zelfde-origin",
    "Cross-Origin Request Blocked",
    "Cross-Origin Request Warning",
];

/// The names that Firefox's network panel and documentation give the reasons.
const NAMES: [(&str, Cause, At); 16] = [
    ("corsdisabled", Cause::CorsDisabled, At::None),
    ("corsdidnotsucceed", Cause::Network, At::None),
    ("corsrequestnothttp", Cause::SchemeNotSupported, At::None),
    (
        "corsmultiplealloworiginnotallowed",
        Cause::AllowOriginMultiple,
        At::Unknown,
    ),
    (
        "corsmissingalloworigin",
        Cause::AllowOriginMissing,
        At::Unknown,
    ),
    (
        "corsnotsupportingcredentials",
        Cause::WildcardWithCredentials,
        At::Unknown,
    ),
    (
        "corsalloworiginnotmatchingorigin",
        Cause::AllowOriginMismatch,
        At::Unknown,
    ),
    (
        "corsmissingallowcredentials",
        Cause::CredentialsNotTrue,
        At::Unknown,
    ),
    ("corsoriginheadernotadded", Cause::OriginNotAdded, At::None),
    (
        "corsexternalredirectnotallowed",
        Cause::PreflightRedirect,
        At::Preflight,
    ),
    (
        "corspreflightdidnotsucceed",
        Cause::PreflightStatus,
        At::Preflight,
    ),
    (
        "corsinvalidallowmethod",
        Cause::MethodsUnparsable,
        At::Preflight,
    ),
    ("corsmethodnotfound", Cause::MethodNotAllowed, At::Preflight),
    (
        "corsinvalidallowheader",
        Cause::HeadersUnparsable,
        At::Preflight,
    ),
    (
        "corsmissingallowheaderfrompreflight",
        Cause::HeaderNotAllowed,
        At::Preflight,
    ),
    ("corsfailed", Cause::Network, At::None),
];

/// Whether a line is one of Firefox's.
pub(super) fn is_line(line: &str) -> bool {
    has_any(line, FRAMES)
        || (line.contains("CORS")
            && first_url(line).is_some()
            && has_any(line, &["(", "Raison", "Motivo"]))
}

pub(super) fn read(lines: &Lines<'_>) -> Vec<Said> {
    let mut said: Vec<Said> = Vec::new();
    let rows = rows(lines);
    for (number, line) in lines {
        if has_any(
            line,
            &["has been blocked by CORS", "cannot load", "Failed to load "],
        ) {
            continue;
        }
        for piece in pieces(line) {
            if let Some(mut found) = message(piece) {
                found.line = *number;
                said.push(found);
            }
        }
    }
    // The second line after a failed preflight, which blames the connection, says that there was a preflight.
    for index in 0..said.len() {
        let follows = said.get(index + 1).is_some_and(|next| {
            next.cause == Cause::Network
                && next.status.is_none()
                && next.url == said.get(index).and_then(|said| said.url.clone())
        });
        if let Some(found) = said.get_mut(index)
            && follows
            && found.cause != Cause::Network
            && found.at == At::Unknown
        {
            found.at = At::Preflight;
        }
    }
    for row in &rows {
        for found in said.iter_mut().filter(|found| found.url == row.url) {
            if row.method == "OPTIONS" {
                if matches!(found.at, At::Unknown) {
                    found.at = At::Preflight;
                }
            } else if found.method.is_none() && found.at == At::Unknown {
                found.method = Some(row.method.clone());
            }
            found.status = found.status.or(row.status);
        }
    }
    if said.is_empty() {
        said.extend(rows.into_iter().filter_map(Row::alone));
    }
    let has_reason = said.iter().any(|said| said.cause != Cause::Network);
    for found in &mut said {
        if found.cause == Cause::Network && has_reason {
            found.weight = Weight::Consequence;
        }
    }
    said
}

/// Several messages on one line, each from its beginning.
fn pieces(line: &str) -> Vec<&str> {
    const START: &str = "Cross-Origin Request Blocked:";
    let mut starts: Vec<usize> = line.match_indices(START).map(|(at, _)| at).collect();
    if starts.len() < 2 {
        return vec![line];
    }
    starts.push(line.len());
    starts
        .windows(2)
        .filter_map(|pair| line.get(*pair.first()?..*pair.get(1)?))
        .collect()
}

/// One message.
fn message(line: &str) -> Option<Said> {
    let firefox = engine(Profile::Firefox);
    if let Some(found) = other_message(line) {
        return Some(found.by(firefox));
    }
    if !is_line(line) {
        return None;
    }
    let (url, reason) = address_and_reason(line)?;
    let status = status(line);
    let has_reason = !reason.contains("This can be fixed by moving");
    let mut said = if has_reason && (reason.contains("CORS") || reason.contains("Access-Control-"))
    {
        reading(&reason, status)
    } else {
        // The oldest form has no reason.
        Said::of(Cause::CannotTell, At::Unknown).or(&[
            Cause::AllowOriginMissing,
            Cause::AllowOriginMismatch,
            Cause::WildcardWithCredentials,
            Cause::PreflightStatus,
            Cause::MethodNotAllowed,
            Cause::HeaderNotAllowed,
            Cause::Network,
        ])
    };
    said.status = status;
    said.url = Some(url);
    Some(said.by(firefox))
}

/// The address, and what comes after it.
fn address_and_reason(line: &str) -> Option<(String, String)> {
    let start = line
        .find("http://")
        .into_iter()
        .chain(line.find("https://"))
        .min();
    // Addresses without a scheme come with "not http".
    let frame_end = FRAMES.iter().filter_map(|frame| line.find(frame)).max();
    let english = line
        .find("remote resource at ")
        .map(|at| at + "remote resource at ".len());
    let start = match (english, start) {
        (Some(english), _) => english,
        (None, Some(start)) => start,
        (None, None) => frame_end?,
    };
    let rest = line
        .get(start..)?
        .trim_start_matches(['‘', '“', '\'', '"', '«', ' ', '\u{a0}']);
    let url = url_at(rest);
    let behind = rest.get(url.len()..).unwrap_or_default();
    Some((url.to_owned(), behind.to_owned()))
}

/// The status at the end; `None` for "(null)" and where there is none.
fn status(line: &str) -> Option<u16> {
    let (_, end) = line.rsplit_once([':', '：'])?;
    let end = end.trim_start();
    status_at(end).filter(|_| {
        let digits = end.get(3..).unwrap_or_default();
        digits.is_empty() || !digits.starts_with(|c: char| c.is_alphanumeric())
    })
}

/// The meaning of the reason.
fn reading(reason: &str, status: Option<u16>) -> Said {
    let values = quoted(reason);
    let header = |name: &str| reason.contains(name);
    let others = |name: &str| -> Vec<&str> {
        values
            .iter()
            .copied()
            .filter(|value| !value.eq_ignore_ascii_case(name) && !is_word_for_preflight(value))
            .collect()
    };
    if header("Access-Control-Allow-Headers") && header("Authorization") && header("*") {
        let mut said = Said::of(Cause::WildcardDoesNotCoverAuthorization, At::Preflight)
            .seeing("access-control-allow-headers", Some("*"));
        said.works = true;
        said.request_headers = vec!["authorization".to_owned()];
        return said;
    }
    if header("Access-Control-Allow-Credentials") {
        let mut said = Said::of(Cause::CredentialsNotTrue, At::Unknown)
            .seeing("access-control-allow-credentials", None);
        said.credentials = true;
        return said;
    }
    if header("Access-Control-Allow-Methods") {
        let found = others("Access-Control-Allow-Methods");
        return match found.first() {
            Some(value) => Said::of(Cause::MethodsUnparsable, At::Preflight)
                .seeing("access-control-allow-methods", Some(value)),
            None => Said::of(Cause::MethodNotAllowed, At::Preflight)
                .seeing("access-control-allow-methods", None),
        };
    }
    if header("Access-Control-Allow-Headers") {
        let found = others("Access-Control-Allow-Headers");
        return match found.first() {
            Some(value) if !is_word(value) => Said::of(Cause::HeadersUnparsable, At::Preflight)
                .seeing("access-control-allow-headers", Some(value)),
            name => {
                let mut said = Said::of(Cause::HeaderNotAllowed, At::Preflight)
                    .seeing("access-control-allow-headers", None);
                said.request_headers = name
                    .map(|name| name.to_ascii_lowercase())
                    .into_iter()
                    .collect();
                said
            }
        };
    }
    if header("Access-Control-Allow-Origin") {
        let found = others("Access-Control-Allow-Origin");
        let said = match found.first() {
            Some(&"*") => {
                let mut said = Said::of(Cause::WildcardWithCredentials, At::Unknown)
                    .seeing(ALLOW_ORIGIN, Some("*"));
                said.credentials = true;
                said
            }
            Some(value) => {
                Said::of(mismatch(Some(value)), At::Unknown).seeing(ALLOW_ORIGIN, Some(value))
            }
            None if has_any(reason, MULTIPLE) => {
                Said::of(Cause::AllowOriginMultiple, At::Unknown).seeing(ALLOW_ORIGIN, None)
            }
            None => Said::of(Cause::AllowOriginMissing, At::Unknown).seeing(ALLOW_ORIGIN, None),
        };
        return said;
    }
    if values
        .iter()
        .any(|value| value.eq_ignore_ascii_case("origin"))
    {
        return Said::of(Cause::OriginNotAdded, At::None);
    }
    if has_any(reason, REDIRECT) {
        return Said::of(Cause::PreflightRedirect, At::Preflight);
    }
    if has_any(reason, DISABLED) {
        return Said::of(Cause::CorsDisabled, At::None);
    }
    if has_any(reason, &["http", "HTTP"]) {
        return Said::of(Cause::SchemeNotSupported, At::None);
    }
    if has_any(reason, PREFLIGHT) || status.is_some() {
        let cause = match status {
            Some(300..=399) => Cause::PreflightRedirect,
            Some(_) | None => Cause::PreflightStatus,
        };
        return Said::of(cause, At::Preflight);
    }
    if reason.contains("null") || has_any(reason, &["did not succeed", "request failed"]) {
        return Said::of(Cause::Network, At::None).or(NO_RESPONSE);
    }
    // The words of an unknown language: without a name of a header it is the connection or the preflight.
    Said::of(Cause::Network, At::None).or(NO_RESPONSE)
}

fn is_word_for_preflight(value: &str) -> bool {
    value.eq_ignore_ascii_case("preflight") || value.is_empty()
}

/// Firefox's lines that aren't about a response.
fn other_message(line: &str) -> Option<Said> {
    let text = plain(line);
    if let Some((page, url)) = text
        .split_once("Security Error: Content at ")
        .and_then(|(_, rest)| rest.split_once(" may not load data from "))
    {
        let mut said = Said::of(Cause::ModeSameOrigin, At::None);
        said.page_origin = crate::secret::origin_of(url_at(page));
        said.url = Some(url_at(url).to_owned());
        return Some(said);
    }
    if text.contains("Local Network Access permission required") {
        let mut said = Said::of(Cause::LocalNetwork, At::None);
        said.url = text
            .split_once("attempting to access target \"")
            .and_then(|(_, rest)| rest.split('"').next())
            .map(str::to_owned);
        said.page_origin = text
            .split_once("initiator \"")
            .and_then(|(_, rest)| rest.split('"').next())
            .and_then(crate::secret::origin_of);
        return Some(said);
    }
    None
}

/// A row of the network panel, as the console shows it.
struct Row {
    method: String,
    url: Option<String>,
    status: Option<u16>,
    name: Option<(Cause, At)>,
    line: usize,
}

impl Row {
    fn alone(self) -> Option<Said> {
        let (cause, at) = self.name?;
        let mut said = Said::of(
            cause,
            if self.method == "OPTIONS" {
                At::Preflight
            } else {
                at
            },
        )
        .by(engine(Profile::Firefox))
        .about(self.url);
        if self.method != "OPTIONS" && !self.method.is_empty() {
            said.method = Some(self.method);
        }
        said.status = self.status;
        said.line = self.line;
        if cause == Cause::CannotTell {
            said = said.or(ANY_REASON);
        }
        Some(said)
    }
}

fn rows(lines: &Lines<'_>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut method = String::new();
    for (number, line) in lines {
        let line = line.trim();
        if is_method(line) {
            line.clone_into(&mut method);
            continue;
        }
        let squeezed: String = line.chars().filter(|c| c.is_alphanumeric()).collect();
        let name = NAMES
            .iter()
            .find(|(name, ..)| squeezed.eq_ignore_ascii_case(name))
            .map(|(_, cause, at)| (*cause, *at));
        if let Some(name) = name {
            match rows.last_mut() {
                Some(row) if row.name.is_none() => row.name = Some(name),
                _ => rows.push(Row {
                    method: String::new(),
                    url: None,
                    status: None,
                    name: Some(name),
                    line: *number,
                }),
            }
            continue;
        }
        let row = line
            .strip_prefix("XHR")
            .or_else(|| line.strip_prefix("Fetch"));
        let inline = row.and_then(|rest| {
            let rest = rest.trim_start();
            let url = first_url(rest)?;
            let before = rest.split(url).next()?.trim();
            is_method(before).then(|| (before.to_owned(), url.to_owned()))
        });
        if let Some((method, url)) = inline {
            let status = line
                .split_once("[HTTP/")
                .and_then(|(_, rest)| rest.split_once(' '))
                .and_then(|(_, rest)| status_at(rest.trim_start()));
            rows.push(Row {
                method,
                url: Some(url),
                status,
                name: None,
                line: *number,
            });
        } else if !method.is_empty() && first_url(line).is_some_and(|url| line.starts_with(url)) {
            rows.push(Row {
                method: core::mem::take(&mut method),
                url: first_url(line).map(str::to_owned),
                status: None,
                name: None,
                line: *number,
            });
        }
    }
    rows
}
