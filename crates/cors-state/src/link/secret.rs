use std::borrow::Cow;

use crate::{Draft, default_target};

/// The request headers whose value matters for the browser or the server.
const DECIDING: [&str; 8] = [
    "Accept",
    "Accept-Language",
    "Content-Language",
    "Content-Type",
    "Range",
    "X-HTTP-Method",
    "X-HTTP-Method-Override",
    "X-Method-Override",
];

/// Whether a link has the value of this request header. Of all others it has only the name, because
/// their values don't matter and could be tokens.
pub fn carries_value(name: &str) -> bool {
    let name = name.trim();
    DECIDING
        .iter()
        .any(|deciding| deciding.eq_ignore_ascii_case(name))
}

/// The draft as it is in a link: without possible secrets, and with the default target if none is
/// named. A draft from a link doesn't change.
#[must_use]
pub fn shareable(draft: &Draft) -> Draft {
    let mut draft = draft.clone();
    for text in &mut draft.policy.allow_origins {
        hide_password(text);
    }
    if let Some(request) = &mut draft.own_request {
        hide_password(&mut request.page_origin);
        hide_password(&mut request.url);
        for (name, value) in &mut request.headers {
            if !carries_value(name) {
                value.clear();
            }
        }
    }
    if draft.target.is_empty() {
        default_target().clone_into(&mut draft.target);
    }
    draft
}

fn hide_password(text: &mut String) {
    if let Cow::Owned(hidden) = without_password(text) {
        *text = hidden;
    }
}

/// The text with `***` for the password of a URL. The password stays visible as such, because browsers
/// reject such a URL.
pub(super) fn without_password(text: &str) -> Cow<'_, str> {
    let authority_start = match text.split_once(':') {
        Some((scheme, rest)) if rest.starts_with(['/', '\\']) => {
            let slashes = rest.len() - rest.trim_start_matches(['/', '\\']).len();
            scheme.len() + 1 + slashes
        }
        _ => 0,
    };
    let (before, rest) = text.split_at(authority_start);
    let authority_end = rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len());
    let (authority, after) = rest.split_at(authority_end);
    match authority.rsplit_once('@') {
        Some((userinfo, host)) => match userinfo.split_once(':') {
            Some((_, "" | "***")) | None => Cow::Borrowed(text),
            Some((user, _)) => Cow::Owned(format!("{before}{user}:***@{host}{after}")),
        },
        None => Cow::Borrowed(text),
    }
}
