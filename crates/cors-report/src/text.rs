use cors_analysis::TimelineStep;

use super::explanation::{Explanation, failure_lines, lines};
use super::visible::visible;

/// The explanation as plain text.
pub fn text(explanation: &Explanation) -> String {
    let Explanation {
        timeline,
        browsers,
        consoles,
        failure,
        server: _,
        source: _,
        link,
    } = explanation;
    let mut text = vec![explanation.title()];
    if timeline.at > 0.0 {
        text.push(format!("{} seconds after the first request", timeline.at));
    }
    text.extend(explanation.responses());
    text.extend([String::new(), visible(&timeline.verdict.sentence)]);
    if let Some(failure) = failure {
        text.push(String::new());
        let failure = failure_lines(failure);
        text.extend(
            failure
                .iter()
                .map(|(title, line)| format!("{title}: {}", visible(line))),
        );
    }
    for entry in &timeline.entries {
        text.extend([String::new(), entry.title.clone()]);
        text.extend(
            lines(&entry.message)
                .iter()
                .map(|line| format!("    {line}")),
        );
        text.extend(entry.steps.iter().map(step_line));
    }
    if !browsers.is_empty() {
        text.extend([String::new(), "Browser differences".to_owned()]);
    }
    for browser in browsers {
        let differs = browser.differs.as_deref().unwrap_or_default();
        let line = format!(
            "  {}: {} {differs}",
            browser.profile.label(),
            browser.preflight_cache()
        );
        text.push(line.trim_end().to_owned());
    }
    if !consoles.is_empty() {
        text.extend([String::new(), "Console messages".to_owned()]);
    }
    for (profile, line) in consoles {
        text.push(format!("  {}: {}", profile.label(), visible(line)));
    }
    text.extend(link.iter().flat_map(|link| [String::new(), link.clone()]));
    text.push(String::new());
    text.join("\n")
}

fn step_line(TimelineStep { step, .. }: &TimelineStep) -> String {
    let mark = match step.result.mark() {
        "" => "·",
        mark => mark,
    };
    let number = match step.step {
        "" => String::new(),
        number => format!(", step {number}"),
    };
    format!(
        "  {mark} {}\n      {}{number}",
        visible(&step.text),
        step.anchor
    )
}
