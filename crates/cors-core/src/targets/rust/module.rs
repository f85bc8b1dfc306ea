use super::Origins;
use super::origins::{ORIGINS, ORIGINS_VALUES};
use crate::policy::Policy;
use crate::targets::language::Language;
use crate::targets::option::{NAME, name};
use crate::targets::{
    Example, ExampleFile, Options, Snippet, SnippetFile, Step, StepKind, TargetOption, check,
    environment,
};

/// What can be chosen for every module in Rust.
pub(in crate::targets) const OPTIONS: &[TargetOption] = &[ORIGINS.option(&ORIGINS_VALUES), NAME];

/// A module of the user's crate.
#[derive(Clone, Debug)]
pub(in crate::targets) struct Module {
    /// Its name, such as `cors_policy`.
    pub(in crate::targets) name: String,
    pub(in crate::targets) origins: Origins,
    start: Start,
}

/// What a program does first for a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Start {
    Nothing,
    ReadsOrigins,
}

/// How a module is used: what differs between frameworks and libraries.
#[derive(Clone, Copy, Debug)]
pub(in crate::targets) struct Usage<'a> {
    /// The packages to add, as arguments of `cargo add`.
    pub(in crate::targets) add: &'a str,
    /// The manifest of the full example.
    pub(in crate::targets) manifest: &'a str,
    /// The program of the full example.
    pub(in crate::targets) main: &'a str,
    /// The call that adds the policy, such as `.layer(cors_policy::cors_layer())`.
    pub(in crate::targets) call: &'a str,
    /// Where that call goes.
    pub(in crate::targets) place: &'a str,
    /// How to use it for one path only.
    pub(in crate::targets) one_path: &'a str,
}

impl Module {
    pub(in crate::targets) fn of(options: &Options) -> Self {
        Self {
            name: name(options).map_or_else(
                || "cors_policy".to_owned(),
                |name| format!("cors_policy_{name}"),
            ),
            origins: Origins::of(options),
            start: Start::Nothing,
        }
    }

    /// What the program of the full example does first.
    pub(in crate::targets) fn start(&self, indent: &str) -> String {
        match self.start {
            Start::Nothing => String::new(),
            Start::ReadsOrigins => format!(
                "{indent}// A wrong list of origins ends the program here.\n{indent}std::sync::LazyLock::force(&{}::ORIGINS);\n",
                self.name
            ),
        }
    }

    /// The same module with origins that `main` has to read.
    pub(in crate::targets) fn read_at_start(mut self) -> Self {
        if self.origins == Origins::Environment {
            self.start = Start::ReadsOrigins;
        }
        self
    }

    fn path(&self) -> String {
        format!("src/{}.rs", self.name)
    }

    /// The snippet with the text of this module.
    pub(in crate::targets) fn snippet(
        &self,
        policy: &Policy,
        text: String,
        usage: Usage<'_>,
        notes: &[&str],
    ) -> Snippet {
        let Self { name, .. } = self;
        let path = self.path();
        let Usage { call, place, .. } = usage;
        let context = format!(
            "Save this as `{path}`, add `mod {name};` and make `{call}` the last call on {place}."
        );
        let start = match self.origins {
            Origins::Code => "cargo run".to_owned(),
            Origins::Environment => environment::start(policy, "cargo run"),
        };
        let steps = vec![
            Step::command(
                StepKind::Install,
                "Add the packages.",
                format!("cargo add {}", usage.add),
            ),
            Step::text(
                StepKind::Place,
                format!(
                    "{context} {} A second policy needs a name of its own.",
                    usage.one_path
                ),
            ),
            Step::command(StepKind::Reload, "Restart your app.", start.clone()),
            Step::command(
                StepKind::Check,
                "Check it: this prints the header that allows the origin. Put your own address in.",
                check::preflight(policy, URL),
            ),
            Step::command(
                StepKind::Undo,
                format!("To take it out again, remove `mod {name};`, that call and `{path}`."),
                format!("rm {path}"),
            ),
        ];
        let file = |path: &str, language: Language, text: String| ExampleFile {
            path: path.to_owned(),
            language,
            text,
        };
        let example = Example {
            files: vec![
                file("Cargo.toml", Language::TOML, usage.manifest.to_owned()),
                file(&path, Language::RUST, text.clone()),
                file("src/main.rs", Language::RUST, usage.main.to_owned()),
            ],
            steps: vec![
                Step::text(
                    StepKind::Install,
                    "There is nothing to install besides Rust: cargo fetches the packages.",
                ),
                Step::command(
                    StepKind::Reload,
                    "Start it; it runs until you press Ctrl+C.",
                    start,
                ),
                Step::command(
                    StepKind::Check,
                    "Check it in another terminal.",
                    check::preflight(policy, URL),
                ),
                Step::text(StepKind::Undo, "End it with Ctrl+C."),
            ],
        };
        Snippet {
            files: vec![SnippetFile {
                path,
                language: Language::RUST,
                context,
                text,
            }],
            steps,
            example,
            notes: notes.iter().copied().map(str::to_owned).collect(),
        }
    }
}

/// Where the examples listen.
const URL: &str = "http://127.0.0.1:3000/";
