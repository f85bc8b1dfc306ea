use cors_analysis::{Arrow, ArrowKind, Party, TimelineStep};

use super::explanation::{Explanation, earlier_messages};
use super::visible::{visible, wrap};

/// How many characters of a text fit on a line.
const CHARACTERS: usize = 60;

/// The explanation as a sequence diagram for Mermaid.
pub fn mermaid(explanation: &Explanation) -> String {
    let timeline = &explanation.timeline;
    let mut lines = vec![
        "sequenceDiagram".to_owned(),
        format!("    accTitle: {}", escape(&explanation.title())),
        format!("    accDescr: {}", escape(&timeline.verdict.sentence)),
    ];
    lines.extend(Party::ALL.map(|party| format!("    participant {}", party.label())));
    for earlier in explanation
        .failure
        .iter()
        .flat_map(|failure| &failure.earlier)
    {
        let texts = [earlier.sentence.clone()]
            .into_iter()
            .chain(earlier_messages(&earlier.exchange))
            .chain([earlier.aftermath.clone()]);
        lines.extend(texts.map(|text| format!("    Note over Page,Server: {}", lines_of(&text))));
    }
    lines.push(arrow(&timeline.call));
    for entry in &timeline.entries {
        lines.extend(entry.arrow.as_ref().map(arrow));
        lines.extend(entry.steps.iter().map(note));
    }
    lines.push(arrow(&timeline.result));
    let source = explanation.source.iter();
    lines.extend(source.map(|source| {
        format!(
            "    Note over Page,Server: {}",
            lines_of(&source.to_string())
        )
    }));
    lines.push(String::new());
    lines.join("\n")
}

fn arrow(arrow: &Arrow) -> String {
    let line = match arrow.kind {
        ArrowKind::Request => "->>",
        ArrowKind::Response => "-->>",
        ArrowKind::Failed => "--x",
    };
    let (from, to) = (arrow.from.label(), arrow.to.label());
    format!("    {from}{line}{to}: {}", lines_of(&arrow.label))
}

fn note(TimelineStep { step, .. }: &TimelineStep) -> String {
    let text = format!("{} {}", step.result.mark(), step.text);
    format!("    Note over Browser: {}", lines_of(text.trim_start()))
}

/// A text wrapped to short lines. Mermaid's own wrapping would break the entities below.
fn lines_of(text: &str) -> String {
    let lines: Vec<String> = wrap(text, CHARACTERS)
        .iter()
        .map(|line| escape(line))
        .collect();
    lines.join("<br/>")
}

/// Writes every character that could have a meaning as an entity: semicolons end a statement, hashes start an entity,
/// and dollars a formula.
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
