use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use cors_core::targets::{Chosen, SnippetFile, Step, Target};
use cors_http::Platform;
use cors_state::link::permalink;
use serde_json::{Value, json};

use super::chosen;
use super::deployable::deployable;
use crate::stream::Answer;
use crate::subject::{Subject, findings_json};

/// Writes configuration for one policy after another.
pub(crate) struct Snippets {
    target: Option<&'static Target>,
    version: Option<String>,
    platform: Platform,
    out: Option<PathBuf>,
    /// What was written, so that one policy does not overwrite the files of another.
    written: BTreeMap<PathBuf, String>,
}

impl Snippets {
    pub(crate) fn new(
        target: Option<&str>,
        version: Option<String>,
        platform: Platform,
        out: Option<PathBuf>,
    ) -> Result<Self, String> {
        let target = target.map(chosen::target).transpose()?;
        if let (Some(target), Some(version)) = (target, &version) {
            chosen::version(target, version)?;
        }
        Ok(Self {
            target,
            version,
            platform,
            out,
            written: BTreeMap::new(),
        })
    }

    pub(crate) fn answer(&mut self, value: &Value) -> Answer {
        self.snippet(value).unwrap_or_else(|answer| answer)
    }

    fn snippet(&mut self, value: &Value) -> Result<Answer, Answer> {
        let subject = Subject::read(value).map_err(Answer::BadInput)?;
        let target = self.target(&subject).map_err(Answer::BadInput)?;
        let version = self.version(&subject, target);
        let Chosen { setup, .. } =
            chosen::chosen(target, version, &subject.draft.options).map_err(Answer::BadInput)?;
        let policy = subject.draft.policy.parse(&self.platform);
        let sound = deployable(&policy, &subject)?;
        let permalink = self
            .platform
            .base
            .map(|base| permalink(base, &sound, target.id, setup.version.line, &setup.options));
        let snippet =
            (target.render)(&sound, &setup, permalink.as_deref()).map_err(|unsupported| {
                Answer::Failed(json!({
                    "error": unsupported.reason,
                    "findings": findings_json(&subject.draft, &subject.findings(&policy)),
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
            .files
            .iter()
            .map(|file| json!({"path": file.path, "text": file.text}))
            .collect();
        let differences: Value = (target.differences)(&sound, &setup)
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
            "version": setup.version.line,
        })))
    }

    /// The option decides, then the state.
    fn target(&self, subject: &Subject) -> Result<&'static Target, String> {
        match self.target {
            Some(target) => Ok(target),
            None if subject.names_target => chosen::target(&subject.draft.target),
            None => {
                Err("no target is named; pass --target with an id from “cors targets”".to_owned())
            }
        }
    }

    /// The option decides, then the state, if its version is one of this target.
    fn version<'a>(&'a self, subject: &'a Subject, target: &Target) -> &'a str {
        match &self.version {
            Some(version) => version,
            None if subject.draft.target == target.id => &subject.draft.version,
            None => "",
        }
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
                    "“{}” was already written for another policy; pass one policy for each --out",
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

fn cannot_write(path: &Path, error: &std::io::Error) -> String {
    format!("“{}” cannot be written: {error}", path.display())
}

/// The place of a file, which never leaves the folder.
fn inside(folder: &Path, path: &str) -> Result<PathBuf, String> {
    let path = Path::new(path);
    let stays = path
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    if stays {
        Ok(folder.join(path))
    } else {
        Err(format!("“{}” leads out of the folder", path.display()))
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
                Err(format!("“{path}” leads out of the folder"))
            );
        }
    }
}
