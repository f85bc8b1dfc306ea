//! The command line of the proof.

/// What is to be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    pub(crate) task: Task,
    /// This target alone, in this version alone if there is one.
    pub(crate) target: Option<(String, Option<String>)>,
    /// The seed of the generated policies and of the order of requests.
    pub(crate) seed: Option<u64>,
    /// At most this many generated policies.
    pub(crate) policies: Option<usize>,
}

/// The kinds of run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Task {
    /// Everything, and the evidence of it.
    #[default]
    Whole,
    /// A fixed share of it.
    Share,
    /// Broken snippets alone.
    Mutations,
    /// Prints what the last full runs found.
    Table,
    /// The server with a policy, until it is stopped.
    Serve {
        /// The target.
        target: String,
        /// Empty for the newest.
        version: String,
    },
}

pub(crate) const USAGE: &str = "\
Runs every snippet on its real server and compares the responses with those that are predicted.
A full run without differences writes evidence/servers.json.

  --target ID[@VERSION]
                  this target alone, or this version of it
  --table         prints what the last full runs found, as Markdown
  --share         a fixed share of the policies, as `cargo xtask test` does; writes no evidence
  --mutations     only broken snippets, which must be caught; those of compiled targets too
  --seed N        another seed for the generated policies (default 1); writes no evidence
  --policies N    the first N generated policies alone; writes no evidence

  --serve ID [--version V] < policy.json
                  starts that server with the policy, prints its address, and stops it on Ctrl+C";

/// Reads the arguments; a message for people when they mean nothing.
pub(crate) fn parse(arguments: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut options = Options::default();
    let mut named_version = None;
    let mut arguments = arguments;
    while let Some(argument) = arguments.next() {
        let mut value = || {
            arguments
                .next()
                .ok_or_else(|| format!("{argument} needs a value"))
        };
        let number = |text: String| {
            text.parse::<u64>()
                .map_err(|_| format!("`{text}` is no number"))
        };
        match argument.as_str() {
            "--target" => {
                let text = value()?;
                options.target = Some(match text.split_once('@') {
                    Some((id, version)) => (id.to_owned(), Some(version.to_owned())),
                    None => (text, None),
                });
            }
            "--table" => options.task = Task::Table,
            "--seed" => options.seed = Some(number(value()?)?),
            "--policies" => {
                let count = number(value()?)?;
                options.policies = Some(usize::try_from(count).unwrap_or(usize::MAX));
            }
            "--share" => options.task = Task::Share,
            "--mutations" => options.task = Task::Mutations,
            "--version" => named_version = Some(value()?),
            "--serve" => {
                options.task = Task::Serve {
                    target: value()?,
                    version: String::new(),
                }
            }
            "--help" | "-h" => return Err(USAGE.to_owned()),
            other => return Err(format!("`{other}` is not understood\n\n{USAGE}")),
        }
    }
    match (&mut options.task, named_version) {
        (Task::Serve { version, .. }, Some(named)) => *version = named,
        (_, Some(_)) => return Err("--version belongs to --serve".to_owned()),
        (_, None) => {}
    }
    Ok(options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(arguments: &str, expected: Result<Options, &str>) {
        let parsed = parse(arguments.split_whitespace().map(str::to_owned));
        assert_eq!(parsed, expected.map_err(str::to_owned));
    }

    #[test]
    fn options_have_values() {
        check(
            "--target nginx@1.22 --seed 7 --policies 3",
            Ok(Options {
                task: Task::Whole,
                target: Some(("nginx".to_owned(), Some("1.22".to_owned()))),
                seed: Some(7),
                policies: Some(3),
            }),
        );
        check(
            "--version 2 --serve x",
            Ok(Options {
                task: Task::Serve {
                    target: "x".to_owned(),
                    version: "2".to_owned(),
                },
                ..Options::default()
            }),
        );
        check("--seed", Err("--seed needs a value"));
        check("--seed x", Err("`x` is no number"));
        check("--share --version 1", Err("--version belongs to --serve"));
    }
}
