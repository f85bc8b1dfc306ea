//! What an embedded page and the page around it say to one another, as JSON.

use crate::browser::host::RawMessage;
use crate::state::Theme;
use cors_state::link;
use cors_state::{Draft, Presentation, from_json};

/// The version of these messages; those of another are left alone.
const VERSION: f64 = 1.0;

/// A state of more bytes than this is no policy that anybody wrote.
const LIMIT: usize = 65_536;

/// More characters than this of an error would quote the whole state.
const QUOTED: usize = 400;

/// What the page around asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// To be event the state.
    State,
    /// To show this state.
    SetState(Box<Draft>),
    /// To be light or dark.
    SetTheme(Theme),
}

/// What the page around is event.
#[derive(Clone, Debug)]
pub(crate) enum Event {
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

/// Reads a message. `None` for what isn't meant for this page, an error for what is but can't be done.
pub(super) fn read(message: &RawMessage) -> Result<Option<Command>, String> {
    if message.version != Some(VERSION) {
        return Ok(None);
    }
    match message.kind.as_str() {
        "get-state" => Ok(Some(Command::State)),
        "set-state" => read_state(message.state.as_deref()).map(Some),
        "set-theme" => {
            let theme = message.theme.as_deref().and_then(Theme::of_word);
            let theme = theme.ok_or("`theme` is none of `auto`, `light` and `dark`")?;
            Ok(Some(Command::SetTheme(theme)))
        }
        _ => Ok(None),
    }
}

fn read_state(state: Option<&str>) -> Result<Command, String> {
    let state = state.ok_or("`state` is missing, or isn't JSON")?;
    if state.len() > LIMIT {
        return Err("`state` is longer than 65,536 bytes".to_owned());
    }
    let read = serde_json::from_str(state)
        .map_err(|error| error.to_string())
        .and_then(|value| from_json(&value).map_err(|error| error.to_string()));
    read.map(|draft| Command::SetState(Box::new(draft)))
        .map_err(|message| shortened(&message))
}

fn shortened(message: &str) -> String {
    match message.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", message.get(..end).unwrap_or_default()),
        None => message.to_owned(),
    }
}

/// Writes a message.
pub(super) fn write(event: &Event) -> String {
    let (kind, key, value) = match event {
        Event::Ready(draft) => ("ready", "state", state(draft)),
        Event::State(draft) => ("state", "state", state(draft)),
        Event::Change(draft) => ("change", "state", state(draft)),
        Event::Height(pixels) => ("height", "height", pixels.to_string()),
        Event::Error(message) => ("error", "message", text(message)),
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

    fn message(kind: &str, state: Option<&str>) -> RawMessage {
        RawMessage {
            kind: kind.to_owned(),
            version: Some(1.0),
            theme: None,
            state: state.map(str::to_owned),
        }
    }

    #[track_caller]
    fn check(message: &RawMessage, expected: Result<Option<Command>, &str>) {
        assert_eq!(read(message), expected.map_err(str::to_owned));
    }

    #[track_caller]
    fn check_refused(state: &str, expected: &str) {
        check(&message("set-state", Some(state)), Err(expected));
    }

    #[test]
    fn messages_of_another_kind_or_version_are_left_alone() {
        for kind in ["", "ready", "state", "GET-STATE", "__proto__", "setHeight"] {
            check(&message(kind, Some("{}")), Ok(None));
        }
        for version in [None, Some(0.0), Some(2.0), Some(f64::NAN)] {
            let message = RawMessage {
                version,
                ..message("set-state", Some("{"))
            };
            check(&message, Ok(None));
        }
    }

    #[test]
    fn state_is_asked_for_and_set() {
        check(&message("get-state", None), Ok(Some(Command::State)));
        let json = r#"{"policy":{"allow_origins":["https://a.example"],"max_age":"half an hour"},"target":"express-cors"}"#;
        let Ok(Some(Command::SetState(draft))) = read(&message("set-state", Some(json))) else {
            panic!("{json} is a state");
        };
        assert_eq!(draft.policy.allow_origins, ["https://a.example"]);
        assert_eq!(draft.policy.max_age, "half an hour");
        assert_eq!(draft.request().page_origin, "https://a.example");
        assert_eq!(draft.target, "express-cors");
    }

    #[test]
    fn theme_is_one_of_three() {
        let themed = |theme: &str| RawMessage {
            theme: Some(theme.to_owned()),
            ..message("set-theme", None)
        };
        check(&themed("dark"), Ok(Some(Command::SetTheme(Theme::Dark))));
        let refusal = "`theme` is none of `auto`, `light` and `dark`";
        check(&themed("\"><script>"), Err(refusal));
        check(&message("set-theme", None), Err(refusal));
    }

    #[test]
    fn bad_state_is_refused_with_the_key() {
        check(
            &message("set-state", None),
            Err("`state` is missing, or isn't JSON"),
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
            "`state` is longer than 65,536 bytes",
        );
        let key = "k".repeat(LIMIT - 10);
        let Err(message) = read(&message("set-state", Some(&format!("{{\"{key}\":1}}")))) else {
            panic!("the key is unknown");
        };
        assert_eq!(message.chars().count(), QUOTED + 1);
    }

    #[test]
    fn every_event_is_json_with_type_and_version() {
        assert_eq!(
            write(&Event::Height(512)),
            r#"{"type":"height","version":1,"height":512}"#
        );
        assert_eq!(
            write(&Event::Error("not “\"a\"”".to_owned())),
            r#"{"type":"error","version":1,"message":"not “\"a\"”"}"#
        );
        let json = write(&Event::Ready(Draft::default()));
        assert!(json.starts_with(r#"{"type":"ready","version":1,"state":{"policy":{"#));
        assert!(json.ends_with(r#""target":"nginx","browser":"standard"}}"#));
    }

    #[test]
    fn events_hold_no_secret_and_no_presentation() {
        let mut draft = Draft::teaching_example();
        draft.presentation.embed = true;
        draft.presentation.readonly = true;
        draft.request_mut().url = "https://user:topsecret@api.example.com/".to_owned();
        draft.policy.allow_origins = vec!["https://user:topsecret@a.example".to_owned()];
        draft.request_mut().headers = vec![
            ("Authorization".to_owned(), "Bearer topsecret".to_owned()),
            ("Content-Type".to_owned(), "application/json".to_owned()),
        ];
        for event in [
            Event::Ready(draft.clone()),
            Event::State(draft.clone()),
            Event::Change(draft),
        ] {
            let json = write(&event);
            assert!(!json.contains("topsecret"), "{json}");
            assert!(json.contains(r#"["Authorization",""],["Content-Type","application/json"]"#));
            assert!(
                !json.contains("embed") && !json.contains("readonly"),
                "{json}"
            );
        }
    }

    #[test]
    fn state_of_an_event_can_be_set_again() {
        let draft = Draft::teaching_example();
        let json = state(&draft);
        assert_eq!(
            read(&message("set-state", Some(&json))),
            Ok(Some(Command::SetState(Box::new(draft))))
        );
    }
}
