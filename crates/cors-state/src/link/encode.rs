use super::percent::{Part as Escaped, escape};
use super::secret::shareable;
use super::table::{KEYS, Kind, Part};
use crate::{Draft, default_request};
use cors_core::policy::{Policy, PolicyDraft};
use cors_core::targets::Options;

/// The fragment, without `#`, for the [`shareable`] part of this draft.
pub fn encode(draft: &Draft) -> String {
    let draft = shareable(draft);
    let default = Draft {
        own_request: Some(default_request(&draft.policy)),
        ..Draft::default()
    };
    let pairs: Vec<String> =
        KEYS.iter()
            .filter_map(|key| {
                let value = match &key.part {
                    Part::Version => Some("1".to_owned()),
                    Part::Policy(kind) => kind.unless_default(&draft.policy, &default.policy),
                    Part::Follow => draft.own_request.is_none().then(|| "1".to_owned()),
                    Part::Request(kind) => kind
                        .unless_default(draft.own_request.as_ref()?, default.own_request.as_ref()?),
                    Part::Rest(kind) => kind.unless_default(&draft, &default),
                };
                Some(format!("{}={}", key.name, value?))
            })
            .collect();
    with_safe_end(pairs.join("&"))
}

/// Chats and Markdown treat punctuation at the end of an address as part of the sentence, so
/// `origins=*` would arrive without its star.
fn with_safe_end(link: String) -> String {
    let is_safe =
        link.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '=' | '-'));
    if is_safe { link } else { link + "&" }
}

/// The fragment added to `base`, replacing the fragment that it has.
pub fn encode_url(base: &str, draft: &Draft) -> String {
    format!("{}#{}", without_fragment(base), encode(draft))
}

/// The address for a comment in a snippet: policy, target, version and options, but nothing of the request.
pub fn permalink(
    base: &str,
    policy: &Policy,
    target: &str,
    version: &str,
    options: &Options,
) -> String {
    let draft = Draft {
        target: target.to_owned(),
        version: version.to_owned(),
        options: options
            .iter()
            .map(|(id, value)| (id.to_owned(), value.to_owned()))
            .collect(),
        ..Draft::of_policy(PolicyDraft::from(policy))
    };
    encode_url(base, &draft)
}

fn without_fragment(address: &str) -> &str {
    address
        .split_once('#')
        .map_or(address, |(address, _)| address)
}

impl<T> Kind<T> {
    /// The value as written, or `None` if it equals that of `default`.
    fn unless_default(&self, state: &T, default: &T) -> Option<String> {
        match self {
            Self::Text { get, .. } | Self::Url { get, .. } => {
                let text = get(state);
                (text != get(default)).then(|| escape(text, Escaped::Value))
            }
            Self::Flag { get, .. } => get(state).then(|| "1".to_owned()),
            Self::Word { get, .. } => {
                let word = get(state);
                (word != get(default)).then(|| word.to_owned())
            }
            Self::List { get, .. } | Self::Urls { get, .. } => {
                joined(get(state).iter().map(|item| escape(item, Escaped::Item)))
            }
            Self::Headers { get, .. } | Self::Pairs { get, .. } => {
                joined(get(state).iter().map(|(name, value)| {
                    let name = escape(name, Escaped::HeaderName);
                    if value.is_empty() {
                        name
                    } else {
                        format!("{name}:{}", escape(value, Escaped::Item))
                    }
                }))
            }
            Self::Faults { get, .. } => {
                let faults = get(state).as_slice();
                joined(faults.iter().map(|fault| escape(fault, Escaped::Item)))
            }
        }
    }
}

/// Items joined by `,`. Readers ignore one `,` at the end, so an empty last item gets one more.
fn joined(items: impl Iterator<Item = String>) -> Option<String> {
    let items: Vec<String> = items.collect();
    let end = match items.last()?.as_str() {
        "" => ",",
        _ => "",
    };
    Some(items.join(",") + end)
}
