use super::key::Key;
use super::percent::{Part, escape};
use super::secret::shareable;
use crate::draft::{Draft, Presentation, default_request, default_target};
use crate::fetch::RequestDraft;
use crate::policy::{Policy, PolicyDraft, PreflightStatus};

/// The fragment, without `#`, that holds what is [`shareable`] of this draft.
pub fn encode(draft: &Draft) -> String {
    let draft = shareable(draft);
    let default_request = default_request(&draft.policy);
    let pairs: Vec<String> = Key::ALL
        .into_iter()
        .filter_map(|key| {
            let value = value(key, &draft, &default_request)?;
            Some(format!("{}={value}", key.name()))
        })
        .collect();
    with_safe_end(pairs.join("&"))
}

/// Chats and Markdown take punctuation at the end of an address for that of the sentence around it, and
/// `origins=*` would arrive without its star.
fn with_safe_end(link: String) -> String {
    let is_safe =
        link.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '=' | '-'));
    if is_safe { link } else { link + "&" }
}

/// The same as the fragment of `base`, whose own fragment it replaces.
pub fn encode_url(base: &str, draft: &Draft) -> String {
    let base = base.split_once('#').map_or(base, |(base, _)| base);
    format!("{base}#{}", encode(draft))
}

/// The fragment for a comment inside a snippet: policy, target and version, and nothing of the request.
pub fn permalink(policy: &Policy, target: &str, version: &str) -> String {
    encode(&Draft {
        target: target.to_owned(),
        version: version.to_owned(),
        ..Draft::of_policy(PolicyDraft::from(policy))
    })
}

/// The same as an address of the page at `base`.
pub fn permalink_url(base: &str, policy: &Policy, target: &str, version: &str) -> String {
    let base = base.split_once('#').map_or(base, |(base, _)| base);
    format!("{base}#{}", permalink(policy, target, version))
}

/// The value as written, or `None` where it is the default.
fn value(key: Key, draft: &Draft, default_request: &RequestDraft) -> Option<String> {
    let Draft {
        policy,
        request,
        target,
        version,
        browser,
        fault,
        presentation,
    } = draft;
    let Presentation {
        embed,
        view,
        theme,
        readonly,
    } = *presentation;
    match key {
        Key::V => Some("1".to_owned()),
        Key::Origins => list(&policy.allow_origins),
        Key::Methods => list(&policy.allow_methods),
        Key::Headers => list(&policy.allow_headers),
        Key::Expose => list(&policy.expose_headers),
        Key::Credentials => flag(policy.allow_credentials),
        Key::MaxAge => text(&policy.max_age, ""),
        Key::Status => match policy.preflight_status {
            PreflightStatus::NoContent => None,
            PreflightStatus::Ok => Some("200".to_owned()),
        },
        Key::From => text(&request.page_origin, &default_request.page_origin),
        Key::Url => text(&request.url, &default_request.url),
        Key::Method => text(&request.method, &default_request.method),
        Key::Send => joined(request.headers.iter().map(|(name, value)| {
            let name = escape(name, Part::HeaderName);
            if value.is_empty() {
                name
            } else {
                format!("{name}:{}", escape(value, Part::Item))
            }
        })),
        Key::Cred => text(request.credentials.id(), default_request.credentials.id()),
        Key::Mode => text(request.mode.id(), default_request.mode.id()),
        Key::Target => text(target, default_target()),
        Key::Version => text(version, ""),
        Key::Browser => text(browser.id(), crate::fetch::Profile::default().id()),
        Key::Fault => text(fault, ""),
        Key::Embed => flag(embed),
        Key::View => text(view.id(), crate::draft::View::default().id()),
        Key::Theme => text(theme.id(), crate::draft::Theme::default().id()),
        Key::Readonly => flag(readonly),
    }
}

fn flag(on: bool) -> Option<String> {
    on.then(|| "1".to_owned())
}

fn text(text: &str, default: &str) -> Option<String> {
    (text != default).then(|| escape(text, Part::Value))
}

fn list(items: &[String]) -> Option<String> {
    joined(items.iter().map(|item| escape(item, Part::Item)))
}

/// Items joined by `,`. Readers ignore one `,` at the end, so an empty last item gets its own.
fn joined(items: impl Iterator<Item = String>) -> Option<String> {
    let items: Vec<String> = items.collect();
    let end = match items.last()?.as_str() {
        "" => ",",
        _ => "",
    };
    Some(items.join(",") + end)
}
