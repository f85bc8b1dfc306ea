//! Results as other tools read them: the Static Analysis Results Interchange Format, and commands of GitHub Actions.

use core::fmt::Write as _;

use serde_json::{Value, json};

/// A result about a line of a file.
pub(crate) struct Annotation {
    /// The id of the rule.
    pub(crate) rule: &'static str,
    /// What the rule is about.
    pub(crate) about: &'static str,
    pub(crate) level: Level,
    pub(crate) message: String,
    pub(crate) line: u32,
}

#[derive(Clone, Copy)]
pub(crate) enum Level {
    Error,
    Warning,
    Note,
}

impl Level {
    fn in_sarif(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }

    fn in_github(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "notice",
        }
    }
}

pub(crate) fn sarif(annotations: &[Annotation], file: &str) -> Value {
    let results = annotations.iter().map(|annotation| {
        json!({
            "ruleId": annotation.rule,
            "level": annotation.level.in_sarif(),
            "message": {"text": annotation.message},
            "locations": [{"physicalLocation": {
                "artifactLocation": {"uri": file},
                "region": {"startLine": annotation.line.max(1)},
            }}],
        })
    });
    let results: Vec<Value> = results.collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "cors",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules(annotations),
            }},
            "results": results,
        }],
    })
}

/// The rules that occur, each once.
fn rules(annotations: &[Annotation]) -> Vec<Value> {
    let mut rules: Vec<(&str, &str)> = Vec::new();
    for annotation in annotations {
        let rule = (annotation.rule, annotation.about);
        if !rules.contains(&rule) {
            rules.push(rule);
        }
    }
    rules
        .into_iter()
        .map(|(id, about)| json!({"id": id, "shortDescription": {"text": about}}))
        .collect()
}

/// Commands that GitHub Actions shows at the lines of the file.
pub(crate) fn github(annotations: &[Annotation], file: &str) -> String {
    let data = |value: &str| {
        value
            .replace('%', "%25")
            .replace('\r', "%0D")
            .replace('\n', "%0A")
    };
    let file = data(file).replace(':', "%3A").replace(',', "%2C");
    let mut text = String::new();
    for annotation in annotations {
        let _ = writeln!(
            text,
            "::{} file={file},line={},title={}::{}",
            annotation.level.in_github(),
            annotation.line,
            annotation.rule,
            data(annotation.message.trim())
        );
    }
    text
}
