use crate::policy::{AllowOrigin, OriginPattern, Policy};
use crate::targets::language::{Text, javascript as language};
use crate::targets::option::Choice;
use crate::targets::{OptionValue, Options, Unsupported, environment};

/// Where the allowed origins are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::targets) enum Origins {
    Code,
    Environment,
}

pub(super) const ORIGINS_VALUES: [OptionValue; 2] = ORIGINS.option_values();

pub(super) const ORIGINS: Choice<Origins, 2> =
    environment::choice(Origins::Code, Origins::Environment);

impl Origins {
    pub(super) fn of(options: &Options) -> Self {
        ORIGINS.of(options)
    }

    /// Why a list for this policy can't come from the environment, if it can't.
    pub(in crate::targets) fn check(self, policy: &Policy) -> Result<(), Unsupported> {
        match self {
            Self::Code => Ok(()),
            Self::Environment => environment::check(policy),
        }
    }

    /// The command that starts a program, with the variable that it reads.
    pub(in crate::targets) fn start(self, policy: &Policy, program: &str) -> String {
        match self {
            Self::Code => program.to_owned(),
            Self::Environment => environment::start(policy, program),
        }
    }
}

/// Declares `allowedOrigins` and `allowedPatterns`, as far as the policy has any; `before` and `after` are
/// around the list of exact origins.
pub(in crate::targets) fn allow_list(
    text: &mut Text,
    origins: Origins,
    policy: &Policy,
    (before, after): (&str, &str),
) {
    let AllowOrigin::Listed(patterns) = &policy.origins else {
        return;
    };
    if origins == Origins::Environment {
        text.line(from_environment(policy));
        text.line(format!(
            "const allowedOrigins = {before}readOrigins(){after};"
        ));
        return;
    }
    let (families, exact): (Vec<_>, Vec<_>) = patterns
        .iter()
        .partition(|pattern| matches!(pattern, OriginPattern::Family(_)));
    let written = |patterns: Vec<&OriginPattern>| -> Vec<String> {
        patterns.into_iter().map(language::origin).collect()
    };
    if !exact.is_empty() {
        text.line(language::array(
            "",
            &format!("const allowedOrigins = {before}["),
            &written(exact),
            &format!("]{after};"),
        ));
    }
    if !families.is_empty() {
        text.line(language::array(
            "",
            "const allowedPatterns = [",
            &written(families),
            "];",
        ));
    }
}

/// The function that reads the list and stops the program if it isn't one.
fn from_environment(policy: &Policy) -> String {
    READ.replace("STAR", environment::star(policy))
}

const READ: &str = r#"// Reads CORS_ORIGINS, a list such as https://app.example.com,https://admin.example.com.
function readOrigins() {
  const list = process.env.CORS_ORIGINS ?? "";
  const origins = list.split(/[\s,]+/).filter((origin) => origin !== "");
  if (origins.length === 0) {
    throw new Error("CORS_ORIGINS is empty: list the allowed origins");
  }
  for (const origin of origins) {
    const problem = problemOf(origin);
    if (problem !== undefined) {
      throw new Error(`CORS_ORIGINS: ${origin} ${problem}`);
    }
  }
  return origins;
}

// Browsers send scheme://host[:port] in lowercase, and it is compared exactly.
function problemOf(text) {
  if (text === "*") {
    return "STAR";
  }
  if (text.includes("*")) {
    return "is a pattern: list each origin";
  }
  if (!URL.canParse(text)) {
    return "is not an origin: write scheme://host[:port]";
  }
  const { protocol, host, origin } = new URL(text);
  const expected = origin === "null" ? `${protocol}//${host}` : origin;
  return text === expected ? undefined : `is not an origin: write ${expected}`;
}"#;
