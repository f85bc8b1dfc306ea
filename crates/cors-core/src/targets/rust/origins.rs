use crate::policy::{AllowOrigin, HostPattern, OriginFamily, OriginPattern, Policy, PortPattern};
use crate::targets::language::{Text, rust as language};
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
}

/// The functions that read the list from the environment and end the program if it isn't one.
pub(in crate::targets) fn read_origins(policy: &Policy) -> String {
    READ.replace("STAR", environment::star(policy))
}

/// The list as a constant that is read when it is first used.
pub(in crate::targets) const ORIGINS_READ_ONCE: &str = "/// The allowed origins. Call LazyLock::force on this first in main, so that a wrong list ends the program.
pub static ORIGINS: LazyLock<Vec<String>> = LazyLock::new(read_origins);";

const READ: &str = r#"
/// Reads CORS_ORIGINS, a list such as https://app.example.com,https://admin.example.com.
fn read_origins() -> Vec<String> {
    let list = std::env::var("CORS_ORIGINS").unwrap_or_default();
    let origins = list.split([',', ' ']).filter(|origin| !origin.is_empty());
    let origins: Vec<String> = origins.map(str::to_owned).collect();
    let problem = if origins.is_empty() {
        Some("is empty: list the allowed origins".to_owned())
    } else {
        origins.iter().find_map(|origin| problem_of(origin))
    };
    if let Some(problem) = problem {
        eprintln!("CORS_ORIGINS {problem}");
        std::process::exit(1);
    }
    origins
}

/// Browsers send scheme://host[:port] in lowercase, and it is compared exactly.
fn problem_of(origin: &str) -> Option<String> {
    if origin == "*" {
        return Some("* STAR".to_owned());
    }
    if origin.contains('*') {
        return Some(format!("{origin} is a pattern: list each origin"));
    }
    let (scheme, host) = origin.split_once("://").unwrap_or_default();
    let default_port = match scheme {
        "http" => ":80",
        "https" => ":443",
        _ => ":",
    };
    let is_origin = origin
        .bytes()
        .all(|b| b.is_ascii_graphic() && !b.is_ascii_uppercase())
        && !scheme.is_empty()
        && !host.is_empty()
        && !host.contains(['/', '?', '#', '@', '\\'])
        && !host.ends_with(default_port);
    (!is_origin).then(|| format!("{origin} is not an origin: write scheme://host[:port]"))
}"#;

/// The origins that are listed one by one, as string literals.
pub(in crate::targets) fn exact(origins: &AllowOrigin) -> Vec<String> {
    origins
        .patterns()
        .iter()
        .filter(|pattern| !matches!(pattern, OriginPattern::Family(_)))
        .map(|pattern| language::quote(&pattern.to_string()))
        .collect()
}

/// The patterns.
pub(in crate::targets) fn families(origins: &AllowOrigin) -> Vec<&OriginFamily> {
    origins
        .patterns()
        .iter()
        .filter_map(|pattern| match pattern {
            OriginPattern::Family(family) => Some(family),
            OriginPattern::Null | OriginPattern::Exact(_) => None,
        })
        .collect()
}

/// The function `is_allowed`, and those of its helpers that it uses. It is plain code, so that a snippet needs
/// no regular expressions, and takes the text apart from both ends, so that nothing is left unanchored.
pub(in crate::targets) fn is_allowed(exact: &[String], families: &[&OriginFamily]) -> String {
    let mut tests: Vec<String> = Vec::new();
    match exact {
        [] => {}
        [one] => tests.push(format!("origin == {one}")),
        _ => {
            let list = language::array("    ", exact);
            // The call is on a line of its own after a list of several lines.
            let line = if list.contains('\n') { "\n    " } else { "" };
            tests.push(format!("{list}{line}.contains(&origin)"));
        }
    }
    tests.extend(families.iter().map(|family| family_test(family)));
    let line = tests.join(" || ");
    let fits = !line.contains('\n') && "    ".len() + line.len() <= language::WIDEST_LINE;
    let condition = if fits {
        line
    } else {
        let broken = tests.iter().enumerate();
        let broken: Vec<String> = broken
            .map(|(place, test)| broken_test(test, place))
            .collect();
        broken.join("\n        || ")
    };
    let mut text = Text::default();
    text.line("");
    text.line("/// Is this origin allowed? Compared byte for byte.");
    text.line("fn is_allowed(origin: &str) -> bool {");
    text.line(format!("    {condition}"));
    text.line("}");
    let helpers = [
        ("between(", BETWEEN),
        ("is_labels", IS_LABELS),
        ("is_part_of_label", IS_PART_OF_LABEL),
        ("without_port(", WITHOUT_PORT),
    ];
    for (call, helper) in helpers {
        if condition.contains(call) {
            text.line("");
            text.line(helper);
        }
    }
    text.finish()
}

/// A test that is one of several, each on a line of its own, broken as rustfmt does it.
fn broken_test(test: &str, place: usize) -> String {
    let (indent, before) = if place == 0 {
        ("    ", 4)
    } else {
        ("        ", 11)
    };
    if before + test.len() <= language::WIDEST_LINE || test.contains('\n') {
        return test.to_owned();
    }
    if let Some((arguments, test)) = test
        .strip_prefix("between(")
        .and_then(|rest| rest.split_once(").is_some_and("))
    {
        if arguments.len() <= language::WIDTH {
            return format!("between({arguments})\n{indent}    .is_some_and({test}");
        }
        let arguments: Vec<String> = arguments
            .split(", ")
            .map(|argument| format!("{indent}    {argument},\n"))
            .collect();
        return format!(
            "between(\n{}{indent})\n{indent}.is_some_and({test}",
            arguments.concat()
        );
    }
    match test.split_once(" == ") {
        Some((left, right)) => format!("{left}\n{indent}    == {right}"),
        None => test.to_owned(),
    }
}

/// The same test as [`OriginPattern::matches`], in the snippet's own code.
fn family_test(family: &OriginFamily) -> String {
    let (origin, port) = match family.port() {
        PortPattern::Default => ("origin", String::new()),
        PortPattern::Exact(port) => ("origin", format!(":{port}")),
        PortPattern::Any => ("without_port(origin)", String::new()),
    };
    let scheme = family.scheme();
    match family.host() {
        HostPattern::Exact(host) => format!(
            "{origin} == {}",
            language::quote(&format!("{scheme}://{host}{port}"))
        ),
        HostPattern::Subdomains { base } => format!(
            "between({origin}, {}, {}).is_some_and(is_labels)",
            language::quote(&format!("{scheme}://")),
            language::quote(&format!(".{base}{port}"))
        ),
        HostPattern::InLabel { prefix, suffix } => format!(
            "between({origin}, {}, {}).is_some_and(is_part_of_label)",
            language::quote(&format!("{scheme}://{prefix}")),
            language::quote(&format!("{suffix}{port}"))
        ),
    }
}

const BETWEEN: &str = r"fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    text.strip_prefix(start)?.strip_suffix(end)
}";

const IS_LABELS: &str = r"/// One or more labels with dots between them.
fn is_labels(text: &str) -> bool {
    text.split('.').all(|label| {
        !label.is_empty()
            && label
                .bytes()
                .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'))
    })
}";

const IS_PART_OF_LABEL: &str = r"fn is_part_of_label(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}";

const WITHOUT_PORT: &str = r"/// Takes a colon and up to five digits off the end.
fn without_port(origin: &str) -> &str {
    match origin.rsplit_once(':') {
        Some((rest, port))
            if (1..=5).contains(&port.len()) && port.bytes().all(|b| b.is_ascii_digit()) =>
        {
            rest
        }
        _ => origin,
    }
}";
