//! A snippet that is a part of one YAML file, and the full example that is the whole file.

use super::check_steps;
use crate::policy::Policy;
use crate::targets::language::Text;
use crate::targets::{Example, ExampleFile, Language, Snippet, SnippetFile, Step, StepKind};

/// A sentence and the command for it, if one does it.
pub(in crate::targets) type Do = (&'static str, Option<&'static str>);

/// What to write around the config.
pub(in crate::targets) struct Document {
    /// The name of the snippet's file.
    pub(in crate::targets) path: &'static str,
    /// Where it goes.
    pub(in crate::targets) context: &'static str,
    /// The address of what it is for.
    pub(in crate::targets) url: &'static str,
    /// What is needed.
    pub(in crate::targets) install: Do,
    /// How it gets into effect.
    pub(in crate::targets) reload: Do,
    /// How to take it out again.
    pub(in crate::targets) undo: Do,
    /// The full example.
    pub(in crate::targets) example: Whole,
    /// What to know before deploying.
    pub(in crate::targets) notes: &'static [&'static str],
}

/// The whole file.
pub(in crate::targets) struct Whole {
    /// Its name.
    pub(in crate::targets) path: &'static str,
    /// What is before the snippet.
    pub(in crate::targets) before: &'static str,
    /// The indent of the snippet.
    pub(in crate::targets) indent: &'static str,
    /// What is behind it.
    pub(in crate::targets) after: &'static str,
    /// What is needed.
    pub(in crate::targets) install: Do,
    /// How it is deployed.
    pub(in crate::targets) reload: Do,
    /// How it is removed.
    pub(in crate::targets) undo: Do,
}

impl Document {
    /// The snippet with this text.
    pub(in crate::targets) fn snippet(&self, policy: &Policy, text: String) -> Snippet {
        let Self { example, .. } = self;
        let mut whole = Text::default();
        whole.indented("", example.before);
        whole.indented(example.indent, &text);
        whole.indented("", example.after);
        let place = Step::text(
            StepKind::Place,
            format!(
                "{} A second policy goes into a resource of its own.",
                self.context
            ),
        );
        let steps = [do_step(StepKind::Install, self.install), place]
            .into_iter()
            .chain([do_step(StepKind::Reload, self.reload)])
            .chain(check_steps(policy, self.url))
            .chain([do_step(StepKind::Undo, self.undo)]);
        let example_steps = [
            do_step(StepKind::Install, example.install),
            do_step(StepKind::Reload, example.reload),
        ]
        .into_iter()
        .chain(check_steps(policy, self.url))
        .chain([do_step(StepKind::Undo, example.undo)]);
        Snippet {
            steps: steps.collect(),
            example: Example {
                files: vec![ExampleFile {
                    path: example.path.to_owned(),
                    language: Language::YAML,
                    text: whole.finish(),
                }],
                steps: example_steps.collect(),
            },
            files: vec![SnippetFile {
                path: self.path.to_owned(),
                language: Language::YAML,
                context: self.context.to_owned(),
                text,
            }],
            notes: self.notes.iter().map(|&note| note.to_owned()).collect(),
        }
    }
}

fn do_step(kind: StepKind, (text, command): Do) -> Step {
    match command {
        Some(command) => Step::command(kind, text, command),
        None => Step::text(kind, text),
    }
}
