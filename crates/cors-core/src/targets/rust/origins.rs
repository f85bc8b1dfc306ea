use crate::policy::{AllowOrigin, HostPattern, OriginFamily, OriginPattern, PortPattern};
use crate::targets::language::{Text, rust as language};

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

/// The function `may_read`, and those of its helpers that it uses. It is plain code, so that a snippet needs
/// no regular expressions, and takes the text apart from both ends, so that nothing is left unanchored.
pub(in crate::targets) fn may_read(exact: &[String], families: &[&OriginFamily]) -> String {
    let mut tests: Vec<String> = Vec::new();
    match exact {
        [] => {}
        [one] => tests.push(format!("origin == {one}")),
        _ => {
            let list = language::array("    ", exact);
            // The call stands on a line of its own after a list of several lines.
            let line = if list.contains('\n') { "\n    " } else { "" };
            tests.push(format!("{list}{line}.contains(&origin)"));
        }
    }
    tests.extend(families.iter().map(|family| family_test(family)));
    let mut text = Text::default();
    text.line("");
    text.line("/// Whether pages of this origin may read. Bytes are compared: browsers send origins in one spelling.");
    text.line("fn may_read(origin: &str) -> bool {");
    text.line(format!("    {}", tests.join("\n        || ")));
    text.line("}");
    let body = tests.join(" ");
    let helpers = [
        ("between(", BETWEEN),
        ("is_labels", IS_LABELS),
        ("is_part_of_label", IS_PART_OF_LABEL),
        ("without_port(", WITHOUT_PORT),
    ];
    for (call, helper) in helpers {
        if body.contains(call) {
            text.line("");
            text.line(helper);
        }
    }
    text.finish()
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
