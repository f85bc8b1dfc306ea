//! What an embedded page and the page around it say to one another, as JSON.

use crate::presentation::Theme;
use cors_state::link;
use cors_state::{Draft, Presentation, from_json};

/// The version of these messages; those of another are left alone.
const VERSION: f64 = 1.0;

/// A state of more bytes than this is no policy that anybody wrote.
const LIMIT: usize = 65_536;

/// More characters than this of an error would quote the whole state.
const QUOTED: usize = 400;

/// A message from the page around, of which nothing has been understood yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Heard {
    /// Its `type`.
    pub(crate) kind: String,
    /// Its `version`, if it has a number there.
    pub(crate) version: Option<f64>,
    /// Its `theme`, if it has a text there.
    pub(crate) theme: Option<String>,
    /// Its `state` as JSON, if it has one that can be written so.
    pub(crate) state: Option<String>,
}

/// What the page around asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// To be told the state.
    State,
    /// To show this state.
    SetState(Box<Draft>),
    /// To be light or dark.
    SetTheme(Theme),
}

/// What the page around is told.
#[derive(Clone, Debug)]
pub(crate) enum Told {
    /// The page can be used and shows this.
    Ready(Draft),
    /// The state that was asked for.
    State(Draft),
    /// The state has become another.
    Change(Draft),
    /// The page is this many pixels high.
    Height(u32),
    /// Why nothing was done.
    Error(String),
}

/// Understands a message. `None` for what is not meant for this page, an error for what is but cannot be done.
pub(crate) async fn read(heard: Heard) -> Result<Option<Asked>, String> {
    match super::load().await {
        Ok(part) => (part.understand)(&heard),
        Err(super::NotLoaded) => Err("a part of this page was not loaded".to_owned()),
    }
}

/// Writes a message. `None` when that could not be loaded.
pub(crate) async fn write(told: Told) -> Option<String> {
    let part = super::load().await.ok()?;
    Some((part.write)(&told))
}

pub(super) fn understand(heard: &Heard) -> Result<Option<Asked>, String> {
    if heard.version != Some(VERSION) {
        return Ok(None);
    }
    match heard.kind.as_str() {
        "get-state" => Ok(Some(Asked::State)),
        "set-state" => read_state(heard.state.as_deref()).map(Some),
        "set-theme" => {
            let theme = heard.theme.as_deref().and_then(Theme::from_id);
            let theme = theme.ok_or("“theme” is none of “auto”, “light” and “dark”")?;
            Ok(Some(Asked::SetTheme(theme)))
        }
        _ => Ok(None),
    }
}

fn read_state(state: Option<&str>) -> Result<Asked, String> {
    let state = state.ok_or("“state” is missing, or is nothing that JSON can hold")?;
    if state.len() > LIMIT {
        return Err("“state” is longer than 65536 bytes".to_owned());
    }
    let read = serde_json::from_str(state)
        .map_err(|error| error.to_string())
        .and_then(|value| from_json(&value).map_err(|error| error.to_string()));
    read.map(|draft| Asked::SetState(Box::new(draft)))
        .map_err(|message| shortened(&message))
}

fn shortened(message: &str) -> String {
    match message.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", message.get(..end).unwrap_or_default()),
        None => message.to_owned(),
    }
}

pub(super) fn json(told: &Told) -> String {
    let (kind, key, value) = match told {
        Told::Ready(draft) => ("ready", "state", state(draft)),
        Told::State(draft) => ("state", "state", state(draft)),
        Told::Change(draft) => ("change", "state", state(draft)),
        Told::Height(pixels) => ("height", "height", pixels.to_string()),
        Told::Error(message) => ("error", "message", text(message)),
    };
    format!("{{\"type\":\"{kind}\",\"version\":1,\"{key}\":{value}}}")
}

/// The state as a link carries it, so without what might be secret; how it is shown is not part of it.
fn state(draft: &Draft) -> String {
    let draft = Draft {
        presentation: Presentation::default(),
        ..link::shareable(draft)
    };
    // Texts, numbers and lists can always be written.
    serde_json::to_string(&draft).unwrap_or_default()
}

fn text(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(kind: &str, state: Option<&str>) -> Heard {
        Heard {
            kind: kind.to_owned(),
            version: Some(1.0),
            theme: None,
            state: state.map(str::to_owned),
        }
    }

    #[track_caller]
    fn check(heard: &Heard, expected: Result<Option<Asked>, &str>) {
        assert_eq!(understand(heard), expected.map_err(str::to_owned));
    }

    #[track_caller]
    fn check_refused(state: &str, expected: &str) {
        check(&heard("set-state", Some(state)), Err(expected));
    }

    #[test]
    fn messages_of_another_kind_or_version_are_left_alone() {
        for kind in ["", "ready", "state", "GET-STATE", "__proto__", "setHeight"] {
            check(&heard(kind, Some("{}")), Ok(None));
        }
        for version in [None, Some(0.0), Some(2.0), Some(f64::NAN)] {
            let heard = Heard {
                version,
                ..heard("set-state", Some("{"))
            };
            check(&heard, Ok(None));
        }
    }

    #[test]
    fn state_is_asked_for_and_set() {
        check(&heard("get-state", None), Ok(Some(Asked::State)));
        let json = r#"{"policy":{"allow_origins":["https://a.example"],"max_age":"half an hour"},"target":"express-cors"}"#;
        let Ok(Some(Asked::SetState(draft))) = understand(&heard("set-state", Some(json))) else {
            panic!("{json} is a state");
        };
        assert_eq!(draft.policy.allow_origins, ["https://a.example"]);
        assert_eq!(draft.policy.max_age, "half an hour");
        assert_eq!(draft.request().page_origin, "https://a.example");
        assert_eq!(draft.target, "express-cors");
    }

    #[test]
    fn theme_is_one_of_three() {
        let themed = |theme: &str| Heard {
            theme: Some(theme.to_owned()),
            ..heard("set-theme", None)
        };
        check(&themed("dark"), Ok(Some(Asked::SetTheme(Theme::Dark))));
        let refusal = "“theme” is none of “auto”, “light” and “dark”";
        check(&themed("\"><script>"), Err(refusal));
        check(&heard("set-theme", None), Err(refusal));
    }

    #[test]
    fn bad_state_is_refused_with_the_key() {
        check(
            &heard("set-state", None),
            Err("“state” is missing, or is nothing that JSON can hold"),
        );
        check_refused(
            r#"{"policy":{"__proto__":{}}}"#,
            "policy.__proto__: unknown field `__proto__`, expected one of `allow_origins`, `allow_methods`, `allow_headers`, `expose_headers`, `allow_credentials`, `max_age`, `preflight_status`",
        );
        check_refused(
            r#"{"policy":{"allow_origins":"*"}}"#,
            "policy.allow_origins: invalid type: string \"*\", expected a sequence",
        );
        check_refused(
            r#"{"target":7}"#,
            "target: invalid type: integer `7`, expected a string",
        );
    }

    #[test]
    fn overlong_state_is_not_read_and_not_quoted() {
        let long = "x".repeat(LIMIT);
        check_refused(
            &format!("{{\"target\":\"{long}\"}}"),
            "“state” is longer than 65536 bytes",
        );
        let key = "k".repeat(LIMIT - 10);
        let Err(message) = understand(&heard("set-state", Some(&format!("{{\"{key}\":1}}"))))
        else {
            panic!("the key is unknown");
        };
        assert_eq!(message.chars().count(), QUOTED + 1);
    }

    #[test]
    fn whatever_is_told_is_json_with_type_and_version() {
        assert_eq!(
            json(&Told::Height(512)),
            r#"{"type":"height","version":1,"height":512}"#
        );
        assert_eq!(
            json(&Told::Error("not “\"a\"”".to_owned())),
            r#"{"type":"error","version":1,"message":"not “\"a\"”"}"#
        );
        let json = json(&Told::Ready(Draft::default()));
        assert!(json.starts_with(r#"{"type":"ready","version":1,"state":{"policy":{"#));
        assert!(json.ends_with(r#""target":"nginx","browser":"standard"}}"#));
    }

    #[test]
    fn nothing_secret_and_nothing_of_the_presentation_is_told() {
        let mut draft = Draft::teaching_example();
        draft.presentation.embed = true;
        draft.presentation.readonly = true;
        draft.request_mut().url = "https://user:topsecret@api.example.com/".to_owned();
        draft.policy.allow_origins = vec!["https://user:topsecret@a.example".to_owned()];
        draft.request_mut().headers = vec![
            ("Authorization".to_owned(), "Bearer topsecret".to_owned()),
            ("Content-Type".to_owned(), "application/json".to_owned()),
        ];
        for told in [
            Told::Ready(draft.clone()),
            Told::State(draft.clone()),
            Told::Change(draft),
        ] {
            let json = json(&told);
            assert!(!json.contains("topsecret"), "{json}");
            assert!(json.contains(r#"["Authorization",""],["Content-Type","application/json"]"#));
            assert!(
                !json.contains("embed") && !json.contains("readonly"),
                "{json}"
            );
        }
    }

    #[test]
    fn what_is_told_can_be_set_again() {
        let draft = Draft::teaching_example();
        let json = state(&draft);
        assert_eq!(
            understand(&heard("set-state", Some(&json))),
            Ok(Some(Asked::SetState(Box::new(draft))))
        );
    }
}
