use cors_fetch::{Step, StepResult};

use super::explanation::{Explanation, Fetched, Told};
use super::fault::fault_lines;
use super::scene::{backticks_are_marks, scenes, verdict, visible};

/// The explanation as Markdown, for documentation and bug reports.
pub fn markdown(explanation: &Explanation) -> String {
    let mut blocks = Vec::new();
    match &explanation.told {
        Told::Thrown(sentence) => blocks.push(format!("**Refused:** {sentence}")),
        Told::Fetched(fetched) => {
            blocks.push(format!("## {}", escape_in(Place::Value, &fetched.title())));
            let at = match explanation.at {
                seconds if seconds > 0.0 => format!(", {seconds} seconds after the first request"),
                _ => String::new(),
            };
            blocks.push(format!("As in: {}{at}", explanation.profile.label()));
            blocks.push(format!("**{}**", escape(&verdict(&fetched.exchange))));
            if let Some(faulty) = &fetched.fault {
                let lines: Vec<String> = fault_lines(faulty)
                    .into_iter()
                    .map(|(title, text)| format!("- {title}: {}", escape(&text)))
                    .collect();
                blocks.push(lines.join("\n"));
            }
            messages(fetched, &mut blocks);
            browsers(fetched, &mut blocks);
        }
    }
    if let Some(link) = &explanation.link {
        blocks.push(format!("[Try it]({link})"));
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

/// A text as it travels. A fence is longer than any run of backticks inside it.
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
            escape_in(Place::Cell, browser.differs.as_deref().unwrap_or("–"))
        )
    }));
    blocks.push(rows.join("\n"));
    if !fetched.consoles.is_empty() {
        blocks.push("### In the console".to_owned());
        let lines: Vec<String> = fetched
            .consoles
            .iter()
            .map(|(profile, line)| {
                format!("- {}: {}", profile.label(), escape_in(Place::Value, line))
            })
            .collect();
        blocks.push(lines.join("\n"));
    }
}

/// Where a text stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In a sentence, whose backticks mark values as code.
    Sentence,
    /// In the cell of a table, where a bar ends the cell even in code.
    Cell,
    /// A value alone, in which nothing is a mark.
    Value,
}

/// A sentence whose values are no markup.
fn escape(text: &str) -> String {
    escape_in(Place::Sentence, text)
}

fn escape_in(place: Place, text: &str) -> String {
    let text = visible(text);
    let has_marks = place != Place::Value && backticks_are_marks(&text);
    let mut escaped = String::with_capacity(text.len());
    let mut in_code = false;
    for c in text.chars() {
        match c {
            '`' if has_marks => in_code = !in_code,
            '|' if in_code && place == Place::Cell => escaped.push('\\'),
            '`' | '<' | '>' | '*' | '_' | '[' | ']' | '\\' | '#' | '|' | '&' | '~' | '$' | '!'
                if !in_code =>
            {
                escaped.push('\\');
            }
            _ => {}
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(escape(text), expected);
    }

    #[test]
    fn marks_of_code_stay_and_markup_does_not() {
        check("the method `*_` is", "the method `*_` is");
        check(
            "<b> *a* [x](y) &lt; a|b",
            "\\<b\\> \\*a\\* \\[x\\](y) \\&lt; a\\|b",
        );
        check("a\nb", "a\\\\u{a}b");
    }

    #[test]
    fn backticks_in_values_make_nothing_code() {
        check("`a`<b>`c`", "`a`\\<b\\>`c`");
        check("```<b>`", "\\`\\`\\`\\<b\\>\\`");
        check("`a`b`<i>", "\\`a\\`b\\`\\<i\\>");
    }

    #[test]
    fn bar_in_a_table_is_escaped_in_code_too() {
        assert_eq!(escape_in(Place::Cell, "`a|b` | c"), "`a\\|b` \\| c");
    }
}
