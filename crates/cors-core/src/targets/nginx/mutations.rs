use crate::targets::Mutation;
use crate::targets::mutation::without_lines;

const ALLOW_ORIGIN: &str = "access-control-allow-origin";
const ONCE: &str = "promise: no CORS header twice";

pub(super) const MUTATIONS: &[Mutation] = &[
    Mutation::snippet("headers without `always`", ALLOW_ORIGIN, |text| {
        text.replace(" always;", ";")
    }),
    Mutation::snippet(
        "a pattern without its end",
        "promise: a blocked origin is never named",
        |text| text.replace("$\" $http_origin;", "\" $http_origin;"),
    ),
    Mutation::snippet("a pattern without its beginning", ALLOW_ORIGIN, |text| {
        text.replace("\"~^https", "\"~https")
    }),
    Mutation::snippet("a dot that is any character", ALLOW_ORIGIN, |text| {
        text.replace("\\.", ".")
    }),
    Mutation::snippet("a comparison that ignores case", ALLOW_ORIGIN, |text| {
        text.replace("\"~^https", "\"~*^https")
    }),
    Mutation::snippet("no `Vary`", "promise: Vary names Origin", |text| {
        without_lines(text, "add_header Vary")
    }),
    Mutation::snippet("a constant origin", ALLOW_ORIGIN, |text| {
        text.replace(" $http_origin;", " \"https://app.example.com\";")
    }),
    Mutation::snippet("the app's own CORS headers next to ours", ONCE, |text| {
        without_lines(text, "_hide_header")
    }),
    Mutation::snippet(
        "one of the app's own CORS headers next to ours",
        ONCE,
        |text| without_lines(text, "_hide_header Access-Control-Allow-Credentials"),
    ),
    Mutation::snippet(
        "a 403 that follows the site's error page",
        "status",
        |text| {
            text.replace(
                "return 403 \"CORS: this origin is not allowed.\\n\";",
                "return 403;",
            )
        },
    ),
    Mutation::snippet(
        "every OPTIONS handled as a preflight",
        "reached the application",
        |text| text.replace("\"~^OPTIONS\\n.+\\n", "\"~^OPTIONS\\n.*\\n"),
    ),
    Mutation::snippet(
        "a map of the same name in another snippet",
        ALLOW_ORIGIN,
        |text| {
            let other = text.replace("app\\.example\\.com", "other\\.example\\.com");
            if other == text {
                other
            } else {
                format!("{text}{}", other.replace("example\\.org", "example\\.net"))
            }
        },
    ),
    Mutation::snippet("PHP's own CORS headers next to ours", ONCE, |text| {
        without_lines(text, "fastcgi_hide_header")
    })
    .with(&[("upstream", "php-fpm")]),
    Mutation::snippet("uWSGI's own CORS headers next to ours", ONCE, |text| {
        without_lines(text, "uwsgi_hide_header")
    })
    .with(&[("upstream", "uwsgi")]),
    Mutation::snippet("SCGI's own CORS headers next to ours", ONCE, |text| {
        without_lines(text, "scgi_hide_header")
    })
    .with(&[("upstream", "scgi")]),
    Mutation::snippet("gRPC's own CORS headers next to ours", ONCE, |text| {
        without_lines(text, "grpc_hide_header")
    })
    .with(&[("upstream", "grpc")]),
    Mutation::snippet("headers of one app out of several", ONCE, |text| {
        without_lines(text, "grpc_hide_header")
    })
    .with(&[("upstream", "several")]),
    Mutation::snippet(
        "no `Vary` in one location",
        "promise: Vary names Origin",
        |text| without_lines(text, "add_header Vary"),
    )
    .with(&[("scope", "location")]),
    Mutation::snippet("two policies of one name", ALLOW_ORIGIN, |text| {
        let other = text.replace("app\\.example\\.com", "other\\.example\\.com");
        if other == text {
            other
        } else {
            format!("{text}{other}")
        }
    })
    .with(&[("name", "shop")]),
    Mutation::example(
        "authentication before preflights",
        "preflight is allowed",
        |text| {
            text.replace(
                "# Handle preflights here",
                "if ($http_authorization = \"\") { return 401; }\n# Handle preflights here",
            )
        },
    ),
    Mutation::example(
        "a header of the outer level that is lost",
        "strict-transport-security",
        |text| {
            text.replace("add_header_inherit merge;", "").replace(
                "        add_header Strict-Transport-Security \"max-age=31536000\" always;",
                "",
            )
        },
    ),
];
