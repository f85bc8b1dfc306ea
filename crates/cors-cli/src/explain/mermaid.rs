use cors_core::exchange::{Outcome, Step, StepResult};

use super::scene::{Message, Scene, no_answer, scenes, visible};
use super::{Explanation, Fetched, Told, fault};

/// The explanation as a sequence diagram for Mermaid.
pub(crate) fn mermaid(explanation: &Explanation) -> String {
    let mut lines = vec![
        "%%{init: {\"sequence\": {\"wrap\": true}}}%%".to_owned(),
        "sequenceDiagram".to_owned(),
    ];
    match &explanation.told {
        Told::Thrown(sentence) => {
            lines.push("    participant Page".to_owned());
            lines.push("    participant Browser".to_owned());
            lines.push("    Page->>Browser: request".to_owned());
            lines.push(format!("    Browser--xPage: {}", escape(sentence)));
        }
        Told::Fetched(fetched) => draw(fetched, &mut lines),
    }
    lines.push(String::new());
    lines.join("\n")
}

fn draw(fetched: &Fetched, lines: &mut Vec<String>) {
    let request = &fetched.request;
    lines.push(format!(
        "    participant Page as Page {}",
        escape(&request.origin.serialize())
    ));
    lines.push("    participant Browser".to_owned());
    lines.push("    participant Server".to_owned());
    if let Some(faulty) = &fetched.fault {
        for earlier in &faulty.earlier {
            for text in std::iter::once(earlier.sentence.clone())
                .chain(fault::messages(earlier))
                .chain([earlier.left.clone()])
            {
                lines.push(format!("    Note over Page,Server: {}", escape(&text)));
            }
        }
    }
    lines.push(format!(
        "    Page->>Browser: {}",
        escape(&format!("{} {}", request.method, request.url))
    ));
    for scene in scenes(&fetched.exchange) {
        if let Some(line) = arrow(&scene) {
            lines.push(format!("    {line}"));
        }
        for step in &scene.steps {
            lines.push(format!("    Note over Browser: {}", escape(&note(step))));
        }
    }
    lines.push(
        match fetched.exchange.outcome {
            Outcome::Shared(_) => "    Browser-->>Page: shared with script",
            Outcome::NetworkError(_) => "    Browser--xPage: network error",
        }
        .to_owned(),
    );
}

fn arrow(scene: &Scene<'_>) -> Option<String> {
    match scene.message {
        Message::None => None,
        Message::Request(request) => Some(format!(
            "Browser->>Server: {}",
            escape(&format!("{} {}", request.method, request.url))
        )),
        Message::Response(_) => Some(format!(
            "Server-->>Browser: {}",
            escape(&scene.message.start_line().unwrap_or_default())
        )),
        Message::Closed(closed) => Some(format!("Server--xBrowser: {}", no_answer(closed))),
    }
}

fn note(step: &Step) -> String {
    match step.result {
        StepResult::Passed => format!("✓ {}", step.text),
        StepResult::Failed => format!("✗ {}", step.text),
        StepResult::Noted => step.text.clone(),
    }
}

/// Semicolons end a statement and hashes begin an entity, so both are written as entities, as markup is.
fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for c in visible(text).chars() {
        match c {
            '#' => escaped.push_str("#35;"),
            ';' => escaped.push_str("#59;"),
            '<' => escaped.push_str("#lt;"),
            '>' => escaped.push_str("#gt;"),
            '&' => escaped.push_str("#amp;"),
            '%' => escaped.push_str("#37;"),
            c => escaped.push(c),
        }
    }
    escaped
}
