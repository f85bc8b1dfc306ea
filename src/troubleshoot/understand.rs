//! What a paste is, and what it says. More kinds are added here as rows of `KINDS`.

use cors_http::Platform;
use cors_state::link::{Decoded, decode_url};
use cors_state::{Draft, from_json};

use crate::state::List;

/// What a paste was taken for, and what can be done with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Understood {
    /// What it is, such as "A link to this page".
    pub(super) kind: &'static str,
    /// What it says, in sentences.
    pub(super) says: Vec<String>,
    /// The state that it leads to.
    pub(super) action: Action,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// Puts this state in place of the one on the page.
    Open(Box<Draft>),
    /// Adds these origins to the policy.
    AddOrigins(Vec<String>),
}

/// What reads one kind of paste. `None` where it is another kind.
type Reader = fn(&str, &Platform) -> Option<Understood>;

/// In the order in which they are asked.
const KINDS: [Reader; 3] = [link, json, origins];

pub(super) fn understand(text: &str, platform: &Platform) -> Option<Understood> {
    let text = text.trim();
    KINDS.iter().find_map(|read| read(text, platform))
}

fn link(text: &str, _: &Platform) -> Option<Understood> {
    if text.split_whitespace().nth(1).is_some() {
        return None;
    }
    let Decoded {
        draft,
        holds_state,
        notices,
    } = decode_url(text);
    holds_state.then(|| Understood {
        kind: "A link to this page",
        says: notices
            .iter()
            .map(cors_state::link::Notice::message)
            .collect(),
        action: Action::Open(Box::new(draft)),
    })
}

/// A state, or a policy alone.
fn json(text: &str, _: &Platform) -> Option<Understood> {
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    let open = |draft: Draft, kind| Understood {
        kind,
        says: Vec::new(),
        action: Action::Open(Box::new(draft)),
    };
    if let Ok(state) = from_json::<Draft>(&value) {
        return Some(open(state, "A state as JSON"));
    }
    let policy = from_json::<cors_core::policy::PolicyDraft>(&value).ok()?;
    let draft = Draft {
        own_request: None,
        ..Draft::of_policy(policy)
    };
    Some(open(draft, "A policy as JSON"))
}

fn origins(text: &str, platform: &Platform) -> Option<Understood> {
    let items = List::Origins.split(text);
    let is_origin = |item: &String| item.contains("://") && List::Origins.accepts(item, platform);
    if items.is_empty() || !items.iter().all(is_origin) {
        return None;
    }
    Some(Understood {
        kind: "A list of origins",
        says: vec![match items.len() {
            1 => "1 origin.".to_owned(),
            count => format!("{count} origins."),
        }],
        action: Action::AddOrigins(items),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let understood = understand(text, &Platform::BARE);
        assert_eq!(
            understood.map(|understood| understood.kind),
            expected,
            "{text}"
        );
    }

    #[test]
    fn kinds_are_told_apart() {
        check(
            "https://cors.example/#v=1&origins=https://a.example",
            Some("A link to this page"),
        );
        check("#origins=*", Some("A link to this page"));
        check(r#"{"allow_origins":["*"]}"#, Some("A policy as JSON"));
        check(
            r#"{"policy":{"allow_origins":["*"]}}"#,
            Some("A state as JSON"),
        );
        check(
            "https://a.example, https://b.example",
            Some("A list of origins"),
        );
        check("https://a.example/path", None);
        check("hello", None);
        check("", None);
    }
}
