//! A fault that is switched on, as JSON.

use cors_analysis::analysis::{Earlier, Effect};
use cors_core::server::CachePlace;
use cors_report::{Faulty, scenes};
use serde_json::{Value, json};

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
