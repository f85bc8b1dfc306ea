//! The command line of the proof.

/// What is to be proven.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    /// This target alone.
    pub(crate) target: Option<String>,
    /// The seed of the order in which requests are sent.
    pub(crate) seed: u64,
    /// At most this many policies.
    pub(crate) policies: Option<usize>,
}

pub(crate) const USAGE: &str = "\
Runs every snippet on its real server and compares the answers with those that are predicted.

  --target ID     this target alone
  --policies N    the first N policies alone
  --seed N        the seed of the order in which requests are sent (default 1)";

/// Reads the arguments; a message for people when they mean nothing.
pub(crate) fn parse(arguments: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut options = Options {
        seed: 1,
        ..Options::default()
    };
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
            "--target" => options.target = Some(value()?),
            "--seed" => options.seed = number(value()?)?,
            "--policies" => {
                let count = number(value()?)?;
                options.policies = Some(usize::try_from(count).unwrap_or(usize::MAX));
            }
            other => return Err(format!("`{other}` is not understood\n\n{USAGE}")),
        }
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
            "--target nginx --seed 7 --policies 3",
            Ok(Options {
                target: Some("nginx".to_owned()),
                seed: 7,
                policies: Some(3),
            }),
        );
        check("--seed", Err("--seed needs a value"));
        check("--seed x", Err("`x` is no number"));
    }
}
