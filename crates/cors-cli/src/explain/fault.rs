//! A fault that is switched on, in words that every form of the explanation uses.

use cors_core::analysis::{Earlier, Effect};
use cors_core::pitfall::Pitfall;
use cors_core::server::{CachePlace, Fault};
use serde_json::{Value, json};

use super::Faulty;
use super::scene::{Message, scenes};

/// What the fault does to the request, in one sentence.
pub(super) fn effect(pitfall: &Pitfall) -> String {
    match &pitfall.effect {
        Effect::Refused => "Because of it, script gets an error.".to_owned(),
        Effect::Changed => {
            "The exchange changes, and script gets an answer all the same.".to_owned()
        }
        Effect::None(why) => format!("It has no effect here. {why}"),
    }
}

/// Titles and texts, in the order of reading.
pub(super) fn lines(faulty: &Faulty) -> Vec<(&'static str, String)> {
    let Pitfall {
        fault,
        on,
        look,
        recognise,
        target,
        repair,
        ..
    } = &faulty.pitfall;
    let mut lines = vec![
        ("Switched on", format!("{}: {on}", Fault::label(*fault))),
        ("Effect", effect(&faulty.pitfall)),
    ];
    lines.extend(
        faulty
            .earlier
            .iter()
            .map(|earlier| ("Before", before(earlier))),
    );
    if !matches!(faulty.pitfall.effect, Effect::None(_)) {
        lines.push(("Look at", look.clone()));
    }
    lines.push(("Recognise", (*recognise).to_owned()));
    lines.push((
        "Repair",
        match target {
            Some(target) => format!("In {target}: {repair}"),
            None => (*repair).to_owned(),
        },
    ));
    lines
}

/// An earlier request in one line.
fn before(earlier: &Earlier) -> String {
    format!(
        "{} {} {}",
        earlier.sentence,
        messages(earlier).join(", then "),
        earlier.left
    )
}

/// Each request of an earlier exchange with the status of its answer.
pub(super) fn messages(earlier: &Earlier) -> Vec<String> {
    let scenes = scenes(&earlier.exchange);
    let mut told: Vec<String> = Vec::new();
    for scene in &scenes {
        match scene.message {
            Message::Request(request) => {
                told.push(format!("`{} {}`", request.method, request.url));
            }
            Message::Response(response) => {
                if let Some(last) = told.last_mut() {
                    last.push_str(" gets ");
                    last.push_str(&response.status.to_string());
                }
            }
            Message::None | Message::Closed(_) => {}
        }
    }
    if let Some(last) = told.last_mut() {
        last.push('.');
    }
    told
}

pub(super) fn json(faulty: &Faulty) -> Value {
    let pitfall = &faulty.pitfall;
    let (effect, because) = match &pitfall.effect {
        Effect::Refused => ("refused", None),
        Effect::Changed => ("changed", None),
        Effect::None(why) => ("none", Some(why)),
    };
    json!({
        "id": pitfall.fault.id(),
        "label": pitfall.fault.label(),
        "on": pitfall.on,
        "effect": effect,
        "because": because,
        "earlier": faulty.earlier.iter().map(earlier_json).collect::<Vec<_>>(),
        "answered_from": match faulty.kept {
            None => "server",
            Some(CachePlace::Browser) => "browser-cache",
            Some(CachePlace::Shared) => "shared-cache",
        },
        "engines": pitfall.engines.iter().map(|engine| json!({
            "browser": engine.profile.id(),
            "script": engine.script,
            "console": engine.console,
        })).collect::<Vec<_>>(),
        "look": pitfall.look,
        "recognise": pitfall.recognise,
        "repair": {"target": pitfall.target, "text": pitfall.repair},
    })
}

fn earlier_json(earlier: &Earlier) -> Value {
    json!({
        "sentence": earlier.sentence,
        "messages": scenes(&earlier.exchange)
            .iter()
            .filter_map(super::json::message_json)
            .collect::<Vec<_>>(),
        "left": earlier.left,
    })
}
