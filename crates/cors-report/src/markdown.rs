use cors_analysis::{InBrowser, TimelineStep};

use super::explanation::{Explanation, failure_lines, lines};
use super::visible::{backticks_are_marks, visible};

/// The explanation as Markdown, for docs and issues.
pub fn markdown(explanation: &Explanation) -> String {
    let Explanation {
        timeline,
        browsers,
        consoles,
        failure,
        server: _,
        source: _,
        link,
    } = explanation;
    let mut blocks = vec![format!("## {}", escape_in(Place::Value, &timeline.title))];
    let at = match timeline.at {
        seconds if seconds > 0.0 => format!(", {seconds} seconds after the first request"),
        _ => String::new(),
    };
    let server = explanation.responses();
    let server = server.map_or_else(String::new, |words| format!(". {words}"));
    blocks.push(format!("Browser: {}{at}{server}", timeline.profile.label()));
    blocks.push(format!("**{}**", escape(&timeline.verdict.sentence)));
    if let Some(failure) = failure {
        let lines: Vec<String> = failure_lines(failure)
            .iter()
            .map(|(title, text)| format!("- {}: {}", escape_in(Place::Value, title), escape(text)))
            .collect();
        blocks.push(lines.join("\n"));
    }
    for entry in &timeline.entries {
        blocks.push(format!("### {}", entry.title));
        let message = lines(&entry.message);
        if !message.is_empty() {
            blocks.push(fenced(&message.join("\n")));
        }
        let steps: Vec<String> = entry.steps.iter().map(step_line).collect();
        if !steps.is_empty() {
            blocks.push(steps.join("\n"));
        }
    }
    if !browsers.is_empty() {
        blocks.push("### Browser differences".to_owned());
        blocks.push(table(browsers));
    }
    if !consoles.is_empty() {
        blocks.push("### Console messages".to_owned());
        let lines: Vec<String> = consoles
            .iter()
            .map(|(profile, line)| {
                format!("- {}: {}", profile.label(), escape_in(Place::Value, line))
            })
            .collect();
        blocks.push(lines.join("\n"));
    }
    if let Some(link) = link {
        blocks.push(format!("[Try it]({link})"));
    }
    blocks.join("\n\n") + "\n"
}

fn table(browsers: &[InBrowser]) -> String {
    let mut rows = vec![
        "| browser | preflight cache | difference |".to_owned(),
        "|---|---|---|".to_owned(),
    ];
    rows.extend(browsers.iter().map(|browser| {
        let differs = browser.differs.as_deref().unwrap_or("–");
        format!(
            "| {} | {} | {} |",
            browser.profile.label(),
            browser.preflight_cache(),
            escape_in(Place::Cell, differs)
        )
    }));
    rows.join("\n")
}

fn step_line(TimelineStep { step, .. }: &TimelineStep) -> String {
    let number = match step.step {
        "" => "standard".to_owned(),
        number => format!("step {number}"),
    };
    let text = format!("{} {}", step.result.mark(), escape(&step.text));
    format!("- {} ([{number}]({}))", text.trim_start(), step.anchor)
}

/// A fenced block. The fence is longer than any run of backticks inside it.
fn fenced(text: &str) -> String {
    let longest = text
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}http\n{text}\n{fence}")
}

/// Where a text goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In a sentence, whose backticks mark values as code.
    Sentence,
    /// In the cell of a table, where a bar ends the cell even in code.
    Cell,
    /// A value alone, without marks.
    Value,
}

/// A sentence whose values can't become markup.
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
    fn backticks_in_values_mark_no_code() {
        check("`a`<b>`c`", "`a`\\<b\\>`c`");
        check("```<b>`", "\\`\\`\\`\\<b\\>\\`");
        check("`a`b`<i>", "\\`a\\`b\\`\\<i\\>");
    }

    #[test]
    fn bar_in_a_table_is_escaped_in_code_too() {
        assert_eq!(escape_in(Place::Cell, "`a|b` | c"), "`a\\|b` \\| c");
    }
}
