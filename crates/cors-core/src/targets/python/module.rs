use super::Origins;
use super::origins::{ORIGINS, ORIGINS_VALUES};
use crate::policy::Policy;
use crate::targets::language::Language;
use crate::targets::option::{NAME, name};
use crate::targets::{
    Example, ExampleFile, Options, Snippet, SnippetFile, Step, StepKind, TargetOption, check,
};

/// What can be chosen for every module in Python.
pub(in crate::targets) const OPTIONS: &[TargetOption] = &[ORIGINS.option(&ORIGINS_VALUES), NAME];

/// A module with one function that adds the policy to an app.
#[derive(Clone, Debug)]
pub(in crate::targets) struct Module {
    /// Its name, such as `cors_policy`.
    name: String,
    /// The function that adds the policy.
    pub(in crate::targets) function: String,
    pub(in crate::targets) origins: Origins,
}

/// How a module is used: what differs between frameworks.
#[derive(Clone, Copy, Debug)]
pub(in crate::targets) struct Usage<'a> {
    /// The packages to install, with their versions.
    pub(in crate::targets) packages: &'a [(&'a str, &'a str)],
    /// Where the call goes.
    pub(in crate::targets) place: &'a str,
    /// How to use it for one path only; `CALL` becomes the name of the function.
    pub(in crate::targets) one_path: &'a str,
    /// The program of the full example; `MODULE` and `CALL` become the names of the module and the function.
    pub(in crate::targets) program: &'a str,
    /// The command that starts it.
    pub(in crate::targets) start: &'a str,
    /// The address that the check requests.
    pub(in crate::targets) url: &'a str,
    /// What to know before deploying.
    pub(in crate::targets) notes: &'a [&'a str],
}

impl Module {
    pub(in crate::targets) fn of(options: &Options) -> Self {
        let named = |text: &str| {
            name(options).map_or_else(|| text.to_owned(), |name| format!("{text}_{name}"))
        };
        Self {
            name: named("cors_policy"),
            function: named("add_cors"),
            origins: Origins::of(options),
        }
    }

    fn path(&self) -> String {
        format!("{}.py", self.name)
    }

    /// The line that loads the policy.
    fn import(&self) -> String {
        format!("from {} import {}", self.name, self.function)
    }

    /// The snippet with the text of this module.
    pub(in crate::targets) fn snippet(
        &self,
        policy: &Policy,
        text: String,
        usage: Usage<'_>,
    ) -> Snippet {
        let Self { function, .. } = self;
        let path = self.path();
        let import = self.import();
        let place = usage.place;
        let context = format!(
            "Save this as `{path}` next to your app file, add `{import}` and call `{function}(app)` {place}."
        );
        let names: Vec<String> = usage
            .packages
            .iter()
            .map(|(name, version)| format!("{name}=={version}"))
            .collect();
        let install = Step::command(
            StepKind::Install,
            "Install the packages in your virtual environment.",
            format!("pip install {}", names.join(" ")),
        );
        let start = self.origins.start(policy, usage.start);
        let check = check::preflight(policy, usage.url);
        let one_path = usage.one_path.replace("CALL", function);
        let steps = vec![
            install.clone(),
            Step::text(
                StepKind::Place,
                format!("{context} {one_path} A second policy needs a name of its own."),
            ),
            Step::command(StepKind::Reload, "Restart your app.", start.clone()),
            Step::command(
                StepKind::Check,
                "Check it: this prints the header that allows the origin. Put your own address in.",
                check.clone(),
            ),
            Step::command(
                StepKind::Undo,
                format!("To take it out again, remove those two lines and `{path}`."),
                format!("rm {path}"),
            ),
        ];
        let program = usage.program.replace("MODULE", &self.name);
        let file = |path: String, text: String| ExampleFile {
            path,
            language: Language::PYTHON,
            text,
        };
        let example = Example {
            files: vec![
                file(path.clone(), text.clone()),
                file("main.py".to_owned(), program.replace("CALL", function)),
            ],
            steps: vec![
                install,
                Step::command(
                    StepKind::Reload,
                    "Start it; it runs until you press Ctrl+C.",
                    start,
                ),
                Step::command(StepKind::Check, "Check it in another terminal.", check),
                Step::text(StepKind::Undo, "End it with Ctrl+C."),
            ],
        };
        Snippet {
            files: vec![SnippetFile {
                path,
                language: Language::PYTHON,
                context,
                text,
            }],
            steps,
            example,
            notes: usage.notes.iter().map(|&note| note.to_owned()).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_in_the_file_and_the_function() {
        let (options, _) = Options::read(OPTIONS, [("name", "shop")]);
        let import = |options: &Options| Module::of(options).import();
        assert_eq!(
            import(&options),
            "from cors_policy_shop import add_cors_shop"
        );
        assert_eq!(
            import(&Options::default()),
            "from cors_policy import add_cors"
        );
    }
}
