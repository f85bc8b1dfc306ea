use cors_analysis::analysis::{Earlier, Effect};
use cors_analysis::pitfall::Pitfall;
use cors_core::server::Fault;

use super::explanation::Faulty;
use super::scene::{Message, scenes};

/// What the fault does to the request, in one sentence.
fn effect(pitfall: &Pitfall) -> String {
    match &pitfall.effect {
        Effect::Refused => "Because of it, script gets an error.".to_owned(),
        Effect::Changed => {
            "The exchange changes, and script gets an answer all the same.".to_owned()
        }
        Effect::None(why) => format!("It has no effect here. {why}"),
    }
}

/// A fault that is switched on, in the words that every form of the explanation uses: titles and texts, in the
/// order of reading.
pub fn fault_lines(faulty: &Faulty) -> Vec<(&'static str, String)> {
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
