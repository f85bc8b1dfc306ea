use cors_analysis::{Configuration, analyze};
use cors_core::targets::Step;
use cors_http::Platform;
use cors_state::Draft;
use serde_json::{Value, json};

use super::chosen::Choice;
use super::deployable::deployable;
use super::files::Files;
use super::targets::source_json;
use crate::args::SnippetArgs;
use crate::input::{Input, findings_json};
use crate::platform;
use crate::stream::Answer;

/// Writes config for one policy after another.
pub(crate) struct Snippets {
    choice: Choice,
    platform: Platform,
    files: Files,
}

impl Snippets {
    pub(crate) fn new(args: SnippetArgs) -> Result<Self, String> {
        Ok(Self {
            choice: Choice::new(args.target, args.setup)?,
            platform: platform::at(args.base),
            files: Files::new(args.out, args.check),
        })
    }

    pub(crate) fn answer(&mut self, value: &Value) -> Answer {
        self.snippet(value).unwrap_or_else(|answer| answer)
    }

    fn snippet(&mut self, value: &Value) -> Result<Answer, Answer> {
        let input = Input::read(value).map_err(Answer::BadInput)?;
        let draft = self.draft(&input).map_err(Answer::BadInput)?;
        let analysis = analyze(&draft, &self.platform);
        deployable(&analysis, &input)?;
        let Configuration {
            chosen,
            snippet,
            differences,
        } = analysis.configuration().map_err(|_| {
            Answer::Failed(json!({
                "error": analysis.no_configuration(),
                "findings": findings_json(&input.draft, &input.findings(&analysis)),
            }))
        })?;
        self.files.take(&snippet.files)?;
        let files: Value = snippet
            .files
            .iter()
            .map(|file| json!({"path": file.path, "context": file.context, "text": file.text}))
            .collect();
        let example: Value = snippet
            .example
            .files
            .iter()
            .map(|file| json!({"path": file.path, "text": file.text}))
            .collect();
        let differences: Value = differences
            .iter()
            .map(|difference| json!({"code": difference.code, "text": difference.text}))
            .collect();
        Ok(Answer::Value(json!({
            "files": files,
            "steps": steps_json(&snippet.steps),
            "example": example,
            "example_steps": steps_json(&snippet.example.steps),
            "notes": snippet.notes,
            "differences": differences,
            "version": chosen.setup.version.line,
            "source": source_json(&chosen.target.info),
        })))
    }

    /// The state with the target to write for.
    fn draft(&self, input: &Input) -> Result<Draft, String> {
        if !input.names_target && !self.choice.names_target() {
            return Err(
                "No target is named. Pass `--target` with an id that `cors targets` lists."
                    .to_owned(),
            );
        }
        self.choice.applied_to(input)
    }
}

fn steps_json(steps: &[Step]) -> Value {
    steps
        .iter()
        .map(|step| {
            json!({
                "kind": step.kind.id(),
                "text": step.text,
                "command": step.command,
            })
        })
        .collect()
}
