use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use cors_analysis::{Configuration, analyze};
use cors_core::targets::SnippetFile;
use cors_http::Platform;
use cors_state::Draft;
use serde_json::{Value, json};

use super::chosen::Choice;
use super::deployable::deployable;
use crate::args::SnippetArgs;
use crate::input::{Input, findings_json};
use crate::platform;
use crate::stream::Answer;

/// Writes config for one policy after another.
pub(crate) struct Snippets {
    choice: Choice,
    platform: Platform,
    out: Option<PathBuf>,
    /// The files written so far, so that one policy doesn't overwrite the files of another.
    written: BTreeMap<PathBuf, String>,
}

impl Snippets {
    pub(crate) fn new(args: SnippetArgs) -> Result<Self, String> {
        Ok(Self {
            choice: Choice::new(args.target, args.setup)?,
            platform: platform::at(args.base),
            out: args.out,
            written: BTreeMap::new(),
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
        self.write(&snippet.files).map_err(Answer::BadInput)?;
        let files: Value = snippet
            .files
            .iter()
            .map(|file| json!({"path": file.path, "context": file.context, "text": file.text}))
            .collect();
        let example: Value = snippet
            .example
            .iter()
            .map(|file| json!({"path": file.path, "text": file.text}))
            .collect();
        let differences: Value = differences
            .iter()
            .map(|difference| json!({"code": difference.code, "text": difference.text}))
            .collect();
        Ok(Answer::Value(json!({
            "files": files,
            "example": example,
            "notes": snippet.notes,
            "differences": differences,
            "version": chosen.setup.version.0,
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

    fn write(&mut self, files: &[SnippetFile]) -> Result<(), String> {
        let Some(out) = &self.out else {
            return Ok(());
        };
        for file in files {
            let path = inside(out, &file.path)?;
            if self
                .written
                .get(&path)
                .is_some_and(|text| *text != file.text)
            {
                return Err(format!(
                    "`{}` was already written for another policy. Pass one policy for each `--out`.",
                    path.display()
                ));
            }
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder).map_err(|error| cannot_write(folder, &error))?;
            }
            std::fs::write(&path, &file.text).map_err(|error| cannot_write(&path, &error))?;
            self.written.insert(path, file.text.clone());
        }
        Ok(())
    }
}

fn cannot_write(path: &Path, error: &std::io::Error) -> String {
    format!("`{}` can't be written: {error}", path.display())
}

/// The path of a file inside the folder.
fn inside(folder: &Path, path: &str) -> Result<PathBuf, String> {
    let path = Path::new(path);
    let stays = path
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    if stays {
        Ok(folder.join(path))
    } else {
        Err(format!("`{}` is outside the folder", path.display()))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::inside;

    #[test]
    fn a_file_stays_in_its_folder() {
        let folder = Path::new("out");
        assert_eq!(inside(folder, "a/b.conf"), Ok(folder.join("a/b.conf")));
        for path in ["../a", "/a", "a/../../b", "./a/.."] {
            assert_eq!(
                inside(folder, path),
                Err(format!("`{path}` is outside the folder"))
            );
        }
    }
}
