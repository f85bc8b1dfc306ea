use crate::targets::Mutation;
use crate::targets::mutation::without_lines;

const ALLOW_ORIGIN: &str = "access-control-allow-origin";

pub(super) const MUTATIONS: &[Mutation] = &[
    Mutation::snippet("headers that errors lack", ALLOW_ORIGIN, |text| {
        text.replace("http-after-response set-header", "http-response set-header")
    }),
    Mutation::snippet(
        "a pattern without its end",
        "promise: a blocked origin is never named",
        |text| text.replace("$'", "'"),
    ),
    Mutation::snippet("a pattern without its beginning", ALLOW_ORIGIN, |text| {
        text.replace("'^https", "'https")
    }),
    Mutation::snippet("a dot that is any character", ALLOW_ORIGIN, |text| {
        text.replace("-m str https://app", "-m reg ^https://app")
    }),
    Mutation::snippet("a comparison that ignores case", ALLOW_ORIGIN, |text| {
        text.replace("-m str https", "-m str -i https")
    }),
    Mutation::snippet("an origin split at its comma", ALLOW_ORIGIN, |text| {
        text.replace("_allowed req.fhdr(", "_allowed req.hdr(")
    }),
    Mutation::snippet("the last of two origins", ALLOW_ORIGIN, |text| {
        text.replace(" { req.fhdr_cnt(origin) eq 1 }", "")
    }),
    Mutation::snippet("no `Vary`", "promise: Vary names Origin", |text| {
        without_lines(text, "add-header Vary")
    }),
    Mutation::snippet("the app's `Vary` replaced", "vary", |text| {
        text.replace("add-header Vary", "set-header Vary")
    }),
    Mutation::snippet("a constant origin", ALLOW_ORIGIN, |text| {
        on_lines(text, "Access-Control-Allow-Origin", |line| {
            let (before, _) = line.split_once(" %[")?;
            let (_, after) = line.split_once(" if ")?;
            Some(format!("{before} https://app.example.com if {after}"))
        })
    }),
    Mutation::snippet("the app's own CORS headers", ALLOW_ORIGIN, |text| {
        without_lines(text, "del-header")
    }),
    Mutation::snippet(
        "headers next to those of the app",
        "promise: no CORS header twice",
        |text| without_lines(text, "del-header").replace("set-header Access", "add-header Access"),
    ),
    Mutation::snippet(
        "a 403 that follows the site's error page",
        "status",
        |text| {
            text.replace(
            "return status 403 content-type text/plain string \"CORS: this origin is not allowed.\"",
            "deny deny_status 403",
        )
        },
    ),
    Mutation::snippet(
        "every OPTIONS handled as a preflight",
        "reached the application",
        |text| {
            text.replace(
                " { req.fhdr(access-control-request-method) -m len ge 1 }",
                "",
            )
        },
    ),
    Mutation::snippet(
        "exposed headers on preflights",
        "access-control-expose-headers",
        |text| {
            on_lines(text, "Access-Control-Expose-Headers", |line| {
                Some(line.split_once(" !{")?.0.to_owned())
            })
        },
    ),
    Mutation::snippet(
        "no `Vary` in a backend",
        "promise: Vary names Origin",
        |text| without_lines(text, "add-header Vary"),
    )
    .with(&[("scope", "location")]),
    Mutation::example(
        "authentication before preflights",
        "preflight is allowed",
        |text| {
            text.replace(
                "    bind 127.0.0.1:8080\n",
                "    bind 127.0.0.1:8080\n    http-request deny deny_status 401 if !{ req.hdr(authorization) -m found }\n",
            )
        },
    ),
    Mutation::example(
        "a header of the outer level that is lost",
        "strict-transport-security",
        |text| {
            text.replace(
                "    http-after-response set-header Strict-Transport-Security",
                "    http-response set-header X-Strict-Transport-Security",
            )
        },
    ),
];

/// The text with the lines changed that contain the part.
fn on_lines(text: &str, part: &str, change: fn(&str) -> Option<String>) -> String {
    let lines = text.lines().map(|line| {
        let changed = line.contains(part).then(|| change(line)).flatten();
        changed.unwrap_or_else(|| line.to_owned()) + "\n"
    });
    lines.collect()
}
