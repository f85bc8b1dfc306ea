use crate::targets::Mutation;
use crate::targets::mutation::without_lines;

const ALLOW_ORIGIN: &str = "access-control-allow-origin";

pub(super) const MUTATIONS: &[Mutation] = &[
    Mutation::snippet(
        "headers that are set too early",
        "promise: no CORS header twice",
        |text| without_lines(&without_lines(text, "defer"), "header -Access-Control"),
    ),
    Mutation::snippet(
        "a pattern without its end",
        "promise: a blocked origin is never named",
        |text| text.replace("$ yes", " yes"),
    ),
    Mutation::snippet("a pattern without its beginning", ALLOW_ORIGIN, |text| {
        text.replace("~^https", "~https")
    }),
    Mutation::snippet("a dot that is any character", ALLOW_ORIGIN, |text| {
        text.replace(
            "\t\thttps://app.example.com yes",
            "\t\t~^https://app.example.com$ yes",
        )
    }),
    Mutation::snippet("a comparison that ignores case", ALLOW_ORIGIN, |text| {
        text.replace(
            "\t\thttps://app.example.com yes",
            "\t\t~(?i)^https://app\\.example\\.com$ yes",
        )
    }),
    Mutation::snippet("no `Vary`", "promise: Vary names Origin", |text| {
        text.replace("+Vary Origin", "+X-Vary Origin")
    }),
    Mutation::snippet("the app's `Vary` replaced", "vary", |text| {
        text.replace("+Vary Origin", "Vary Origin")
    }),
    Mutation::snippet("a constant origin", ALLOW_ORIGIN, |text| {
        text.replace(
            "Access-Control-Allow-Origin {header.Origin}",
            "Access-Control-Allow-Origin https://app.example.com",
        )
    }),
    Mutation::snippet("the app's own CORS headers", ALLOW_ORIGIN, |text| {
        without_lines(text, "header -Access-Control")
    }),
    Mutation::snippet("a blocked preflight as an error", "status", |text| {
        text.replace("\" 403", "\" 404")
    }),
    Mutation::snippet(
        "every OPTIONS handled as a preflight",
        "reached the application",
        |text| without_lines(text, "header_regexp Access-Control-Request-Method"),
    ),
    Mutation::snippet("preflights to the app", "status", |text| {
        without_lines(text, "respond 204")
    }),
    Mutation::example(
        "authentication before preflights",
        "preflight is allowed",
        |text| {
            text.replace(
                "\tbind 127.0.0.1\n",
                "\tbind 127.0.0.1\n\t@anonymous header !Authorization\n\tredir @anonymous /elsewhere\n",
            )
        },
    ),
    Mutation::example(
        "a header of the outer level that is lost",
        "strict-transport-security",
        |text| {
            text.replace(
                "header Strict-Transport-Security",
                "header X-Strict-Transport-Security",
            )
        },
    ),
];
