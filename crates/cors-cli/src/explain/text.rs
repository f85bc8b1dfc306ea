use cors_fetch::{Step, StepResult};
use cors_report::{Explanation, Fetched, Told, fault_lines, scenes, verdict, visible};

/// The explanation as plain text.
pub(crate) fn text(explanation: &Explanation) -> String {
    let mut lines = Vec::new();
    match &explanation.told {
        Told::Thrown(sentence) => lines.push(format!("Refused: {sentence}")),
        Told::Fetched(fetched) => {
            lines.push(format!(
                "{} ({})",
                fetched.title(),
                explanation.profile.label()
            ));
            if explanation.at > 0.0 {
                lines.push(format!(
                    "{} seconds after the first request",
                    explanation.at
                ));
            }
            lines.push(String::new());
            lines.push(visible(&verdict(&fetched.exchange)));
            if let Some(faulty) = &fetched.fault {
                lines.push(String::new());
                lines.extend(
                    fault_lines(faulty)
                        .into_iter()
                        .map(|(title, text)| format!("{title}: {}", visible(&text))),
                );
            }
            messages(fetched, &mut lines);
            browsers(fetched, &mut lines);
        }
    }
    lines.push(String::new());
    lines.join("\n")
}

fn messages(fetched: &Fetched, lines: &mut Vec<String>) {
    for scene in scenes(&fetched.exchange) {
        lines.push(String::new());
        lines.push(scene.title);
        lines.extend(scene.message.start_line().map(|line| format!("    {line}")));
        lines.extend(
            scene
                .message
                .header_lines()
                .iter()
                .map(|line| format!("    {line}")),
        );
        lines.extend(scene.steps.iter().map(|step| step_line(step)));
    }
}

fn step_line(step: &Step) -> String {
    let mark = match step.result {
        StepResult::Passed => '✓',
        StepResult::Failed => '✗',
        StepResult::Noted => '·',
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

fn browsers(fetched: &Fetched, lines: &mut Vec<String>) {
    lines.push(String::new());
    lines.push("In each browser".to_owned());
    for browser in &fetched.browsers {
        let differs = browser.differs.as_deref().unwrap_or_default();
        let line = format!(
            "  {}: {} {differs}",
            browser.profile.label(),
            browser.memory()
        );
        lines.push(line.trim_end().to_owned());
    }
    if !fetched.consoles.is_empty() {
        lines.push(String::new());
        lines.push("In the console".to_owned());
    }
    for (profile, line) in &fetched.consoles {
        lines.push(format!("  {}: {}", profile.label(), visible(line)));
    }
}
