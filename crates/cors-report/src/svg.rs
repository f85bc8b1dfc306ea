use cors_analysis::{Arrow, ArrowKind, Party, StepResult};

use super::explanation::{Explanation, earlier_messages};
use super::visible::{backticks_are_marks, visible, wrap};

const WIDTH: usize = 960;
/// How many characters of a note fit on a line.
const NOTE_CHARACTERS: usize = 78;
/// How many fit on an arrow.
const ARROW_CHARACTERS: usize = 44;
const LINE: usize = 18;

/// The position of a party's line.
fn x(party: Party) -> usize {
    match party {
        Party::Page => 110,
        Party::Browser => 480,
        Party::Server => 850,
    }
}

/// The explanation as a standalone image.
pub fn svg(explanation: &Explanation) -> String {
    let mut picture = Picture {
        y: 60,
        shapes: Vec::new(),
    };
    let timeline = &explanation.timeline;
    for earlier in explanation
        .failure
        .iter()
        .flat_map(|failure| &failure.earlier)
    {
        picture.note(&earlier.sentence, "noted");
        for text in earlier_messages(&earlier.exchange) {
            picture.note(&text, "noted");
        }
        picture.note(&earlier.aftermath, "noted");
    }
    picture.arrow(&timeline.call);
    for entry in &timeline.entries {
        if let Some(arrow) = &entry.arrow {
            picture.arrow(arrow);
        }
        for step in entry.steps.iter().map(|step| &step.step) {
            let text = format!("{} {}", step.result.mark(), step.text);
            let class = match step.result {
                StepResult::Passed => "passed",
                StepResult::Failed => "failed",
                StepResult::Noted => "noted",
            };
            picture.note(text.trim_start(), class);
        }
    }
    picture.arrow(&timeline.result);
    if let Some(source) = &explanation.source {
        picture.note(&source.to_string(), "noted");
    }
    picture.finish(&explanation.title(), &timeline.verdict.sentence)
}

struct Picture {
    y: usize,
    shapes: Vec<String>,
}

impl Picture {
    fn arrow(&mut self, arrow: &Arrow) {
        let (from, to) = (x(arrow.from), x(arrow.to));
        let class = match arrow.kind {
            ArrowKind::Request => "request",
            ArrowKind::Response => "response",
            ArrowKind::Failed => "failed",
        };
        self.y += 34;
        let y = self.y;
        let tip = if from < to { to - 8 } else { to + 8 };
        let middle = usize::midpoint(from, to);
        self.shapes.push(format!(
            "<g class=\"{class}\"><line x1=\"{from}\" y1=\"{y}\" x2=\"{tip}\" y2=\"{y}\"/><path d=\"M{to} {y}L{tip} \
             {}V{}Z\"/><text x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">{}</text></g>",
            y - 5,
            y + 5,
            y - 7,
            escape(&shorten(&arrow.label, ARROW_CHARACTERS))
        ));
        self.y += 6;
    }

    fn note(&mut self, text: &str, class: &str) {
        // Marks around values would be noise in an image.
        let lines = if backticks_are_marks(text) {
            wrap(&text.replace('`', ""), NOTE_CHARACTERS)
        } else {
            wrap(text, NOTE_CHARACTERS)
        };
        let height = lines.len() * LINE + 12;
        let top = self.y + 10;
        let texts: Vec<String> = lines
            .iter()
            .enumerate()
            .map(|(index, line)| {
                format!(
                    "<text x=\"{}\" y=\"{}\">{}</text>",
                    192,
                    top + 18 + index * LINE,
                    escape(line)
                )
            })
            .collect();
        self.shapes.push(format!(
            "<g class=\"{class}\"><rect x=\"180\" y=\"{top}\" width=\"600\" height=\"{height}\" rx=\"4\"/>{}</g>",
            texts.concat()
        ));
        self.y = top + height;
    }

    fn finish(self, title: &str, description: &str) -> String {
        let height = self.y + 40;
        let bottom = self.y + 16;
        let lifelines: Vec<String> = Party::ALL
            .iter()
            .map(|party| {
                let (x, name) = (x(*party), party.label());
                format!(
                    "<line class=\"life\" x1=\"{x}\" y1=\"44\" x2=\"{x}\" y2=\"{bottom}\"/><text class=\"name\" \
                     x=\"{x}\" y=\"34\" text-anchor=\"middle\">{name}</text>"
                )
            })
            .collect();
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-labelledby=\"title desc\">\n\
             <title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n<style>{STYLE}</style>\n\
             <rect class=\"paper\" width=\"{WIDTH}\" height=\"{height}\"/>\n{}\n{}\n</svg>\n",
            escape(title),
            escape(description),
            lifelines.concat(),
            self.shapes.join("\n")
        )
    }
}

const STYLE: &str = "text{font:13px system-ui,sans-serif;fill:#1b1f24}.name{font-weight:600;font-size:15px}\
.life{stroke:#9aa4b0}line,path{stroke:#1b1f24;fill:#1b1f24}.response line{stroke-dasharray:5 4}\
rect{fill:#f4f6f8;stroke:#9aa4b0}rect.paper{fill:#fff;stroke:none}.passed rect{fill:#e8f5ec;stroke:#1a7f37}.failed rect{fill:#fdecec;stroke:#b3261e}\
.failed line,.failed path{stroke:#b3261e;fill:#b3261e}\
@media (prefers-color-scheme:dark){text{fill:#e6e9ed}line,path{stroke:#e6e9ed;fill:#e6e9ed}\
rect{fill:#20262d}rect.paper{fill:#14181d}.passed rect{fill:#12301c}.failed rect{fill:#3a1614}}";

fn shorten(text: &str, most: usize) -> String {
    let text = visible(text);
    if text.chars().count() <= most {
        return text;
    }
    text.chars().take(most - 1).chain(['…']).collect()
}

fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for c in visible(text).chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            // These aren't allowed in XML.
            '\u{FFFE}' | '\u{FFFF}' => escaped.push('\u{FFFD}'),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_values_is_escaped() {
        assert_eq!(
            escape("<a href=\"&\">\u{7}"),
            "&lt;a href=&quot;&amp;&quot;&gt;\\u{7}"
        );
    }
}
