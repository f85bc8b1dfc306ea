use cors_fetch::{Outcome, Step, StepResult};

use super::explanation::{Explanation, Fetched, Told};
use super::fault::messages;
use super::scene::{Message, Scene, no_answer, scenes, visible, wrap};

/// How many characters of a text fit on a line.
const CHARACTERS: usize = 60;

/// The explanation as a sequence diagram for Mermaid.
pub fn mermaid(explanation: &Explanation) -> String {
    let mut lines = vec!["sequenceDiagram".to_owned()];
    let (title, description) = explanation.title_and_description();
    lines.push(format!("    accTitle: {}", escape(&title)));
    lines.push(format!("    accDescr: {}", escape(&description)));
    match &explanation.told {
        Told::Thrown(sentence) => {
            lines.push("    participant Page".to_owned());
            lines.push("    participant Browser".to_owned());
            lines.push("    Page->>Browser: request".to_owned());
            lines.push(format!("    Browser--xPage: {}", lines_of(sentence)));
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
            for text in core::iter::once(earlier.sentence.clone())
                .chain(messages(earlier))
                .chain([earlier.left.clone()])
            {
                lines.push(format!("    Note over Page,Server: {}", lines_of(&text)));
            }
        }
    }
    lines.push(format!(
        "    Page->>Browser: {}",
        lines_of(&format!("{} {}", request.method, request.url))
    ));
    for scene in scenes(&fetched.exchange) {
        if let Some(line) = arrow(&scene) {
            lines.push(format!("    {line}"));
        }
        for step in &scene.steps {
            lines.push(format!("    Note over Browser: {}", lines_of(&note(step))));
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
            lines_of(&format!("{} {}", request.method, request.url))
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

/// A text in lines that are short enough. Mermaid's own wrapping would cut through the entities below.
fn lines_of(text: &str) -> String {
    let lines: Vec<String> = wrap(text, CHARACTERS)
        .iter()
        .map(|line| escape(line))
        .collect();
    lines.join("<br/>")
}

/// Semicolons end a statement, hashes begin an entity, and dollars a formula: every sign that could mean
/// something is written as an entity.
fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for c in visible(text).chars() {
        let is_plain = !c.is_ascii()
            || c.is_ascii_alphanumeric()
            || matches!(
                c,
                ' ' | '/' | ':' | '.' | ',' | '-' | '_' | '(' | ')' | '?' | '=' | '`'
            );
        if is_plain {
            escaped.push(c);
        } else {
            escaped.push('#');
            escaped.push_str(&u32::from(c).to_string());
            escaped.push(';');
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn signs_that_could_mean_something_are_entities() {
        assert_eq!(
            escape("a; b #x <br> 100%"),
            "a#59; b #35;x #60;br#62; 100#37;"
        );
        assert_eq!(
            escape("$$x$$\n%%{"),
            "#36;#36;x#36;#36;#92;u#123;a#125;#37;#37;#123;"
        );
        assert_eq!(
            escape("✓ https://é.example/?a=b"),
            "✓ https://é.example/?a=b"
        );
    }
}
