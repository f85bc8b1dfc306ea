use crate::targets::Mutation;
use crate::targets::mutation::without_lines;

const ALLOW_ORIGIN: &str = "access-control-allow-origin";

/// Those of every target in Rust.
pub(in crate::targets) const ALL: &[Mutation] = &[
    Mutation::snippet("a pattern without its beginning", ALLOW_ORIGIN, |text| {
        text.replace(
            "text.strip_prefix(start)?.strip_suffix(end)",
            "text.split_once(start)?.1.strip_suffix(end)",
        )
    }),
    Mutation::snippet("a label that may be anything", ALLOW_ORIGIN, |text| {
        text.replace(
            "matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_')",
            "b != b'!'",
        )
    }),
    Mutation::snippet("a pattern without its end", ALLOW_ORIGIN, |text| {
        text.replace(
            "text.strip_prefix(start)?.strip_suffix(end)",
            "Some(text.strip_prefix(start)?.split_once(end)?.0)",
        )
    }),
];

/// Those of every middleware without a library.
pub(in crate::targets) const WITHOUT_LIBRARY: &[Mutation] = &[
    Mutation::snippet("no `Vary`", "promise: Vary names Origin", |text| {
        without_lines(text, "response.append(header::VARY")
    }),
    Mutation::snippet(
        "the app's own headers left in place",
        ALLOW_ORIGIN,
        |text| text.replace("response.remove(name);", "let _ = (name, &response);"),
    ),
    Mutation::snippet("every `OPTIONS` handled as a preflight", "status", |text| {
        text.replace(
            "\n        && line(headers, header::ACCESS_CONTROL_REQUEST_METHOD).is_some()",
            "",
        )
    }),
    Mutation::snippet(
        "origins of the environment that aren't compared",
        ALLOW_ORIGIN,
        |text| {
            text.replace(
                "any(|allowed| allowed == origin)",
                "any(|allowed| allowed != origin)",
            )
        },
    )
    .with(&[("origins", "environment")]),
];
