use cors_core::exchange::{Step, StepResult};

use super::scene::{scenes, verdict, visible};
use super::{Explanation, Fetched, Told, fault};

/// The explanation as Markdown, for documentation and bug reports.
pub(crate) fn markdown(explanation: &Explanation) -> String {
    let mut blocks = Vec::new();
    match &explanation.told {
        Told::Thrown(sentence) => blocks.push(format!("**Refused:** {sentence}")),
        Told::Fetched(fetched) => {
            blocks.push(format!("## {}", escape(&fetched.title())));
            let at = match explanation.at {
                seconds if seconds > 0.0 => format!(", {seconds} seconds after the first request"),
                _ => String::new(),
            };
            blocks.push(format!("As in: {}{at}", explanation.profile.label()));
            blocks.push(format!("**{}**", escape(&verdict(&fetched.exchange))));
            if let Some(faulty) = &fetched.fault {
                let lines: Vec<String> = fault::lines(faulty)
                    .into_iter()
                    .map(|(title, text)| format!("- {title}: {}", escape(&text)))
                    .collect();
                blocks.push(lines.join("\n"));
            }
            messages(fetched, &mut blocks);
            browsers(fetched, &mut blocks);
        }
    }
    let mut text = blocks.join("\n\n");
    text.push('\n');
    text
}

fn messages(fetched: &Fetched, blocks: &mut Vec<String>) {
    for scene in scenes(&fetched.exchange) {
        blocks.push(format!("### {}", scene.title));
        if let Some(start) = scene.message.start_line() {
            let mut lines = vec![start];
            lines.extend(scene.message.header_lines());
            blocks.push(fenced(&lines.join("\n")));
        }
        let steps: Vec<String> = scene.steps.iter().map(|step| step_line(step)).collect();
        if !steps.is_empty() {
            blocks.push(steps.join("\n"));
        }
    }
}

/// A fence is longer than any run of backticks inside it.
fn fenced(text: &str) -> String {
    let longest = text
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}http\n{text}\n{fence}")
}

fn step_line(step: &Step) -> String {
    let mark = match step.result {
        StepResult::Passed => "✓ ",
        StepResult::Failed => "✗ ",
        StepResult::Noted => "",
    };
    let number = match step.step {
        "" => "standard".to_owned(),
        number => format!("step {number}"),
    };
    format!(
        "- {mark}{} ([{number}]({}))",
        escape(&step.text),
        step.anchor
    )
}

fn browsers(fetched: &Fetched, blocks: &mut Vec<String>) {
    blocks.push("### In each browser".to_owned());
    let mut rows = vec![
        "| browser | a second request | differs |".to_owned(),
        "|---|---|---|".to_owned(),
    ];
    rows.extend(fetched.browsers.iter().map(|browser| {
        format!(
            "| {} | {} | {} |",
            browser.profile.label(),
            browser.memory(),
            browser.differs.as_deref().unwrap_or("–")
        )
    }));
    blocks.push(rows.join("\n"));
    if !fetched.consoles.is_empty() {
        blocks.push("### In the console".to_owned());
        let lines: Vec<String> = fetched
            .consoles
            .iter()
            .map(|(profile, line)| format!("- {}: {}", profile.label(), escape(line)))
            .collect();
        blocks.push(lines.join("\n"));
    }
}

/// What would be markup outside code stands for itself. The sentences mark values as code already, and a backtick in
/// a value cannot close more than its own sentence.
fn escape(text: &str) -> String {
    let mut escaped = String::new();
    let mut in_code = false;
    for c in visible(text).chars() {
        match c {
            '`' => in_code = !in_code,
            '<' | '>' | '*' | '_' | '[' | ']' | '\\' | '#' | '|' | '&' if !in_code => {
                escaped.push('\\');
            }
            _ => {}
        }
        escaped.push(c);
    }
    escaped
}
