use crate::targets::Mutation;
use crate::targets::mutation::{moved, without_lines};

const ALLOW_ORIGIN: &str = "access-control-allow-origin";

/// Those of every middleware without a library.
pub(in crate::targets) const WITHOUT_LIBRARY: &[Mutation] = &[
    Mutation::snippet("a pattern without its end", ALLOW_ORIGIN, |text| {
        text.replace("$/]", "/]")
    }),
    Mutation::snippet("a pattern without its beginning", ALLOW_ORIGIN, |text| {
        text.replace("/^https", "/https")
    }),
    Mutation::snippet("no `Vary`", "promise: Vary names Origin", |text| {
        without_lines(text, "response.appendHeader(\"Vary\", \"Origin\")")
    }),
    Mutation::snippet(
        "a blocked preflight that looks like success",
        "status",
        |text| text.replace("response.statusCode = 403;", "response.statusCode = 204;"),
    ),
    Mutation::snippet("every OPTIONS handled as a preflight", "status", |text| {
        text.replace(" && origin && method", "")
    }),
    Mutation::snippet(
        "headers on preflights alone",
        "promise: a browser allows",
        |text| text.replace("response.writeHead = ", "response.forgotten = "),
    ),
    Mutation::snippet(
        "the app's own CORS headers left to blocked origins",
        "promise: a blocked origin is never named",
        |text| without_lines(text, "      response.removeHeader(name);"),
    ),
    Mutation::snippet(
        "an origin of the environment that is not compared",
        ALLOW_ORIGIN,
        |text| text.replace("allowedOrigins.has(origin)", "allowedOrigins.size > 0"),
    )
    .with(&[("origins", "environment")]),
    Mutation::snippet(
        "no `Vary` in CommonJS",
        "promise: Vary names Origin",
        |text| without_lines(text, "response.appendHeader(\"Vary\", \"Origin\")"),
    )
    .with(&[("format", "commonjs")]),
];

/// That of both targets for Express.
pub(in crate::targets) const EXPRESS: &[Mutation] = &[Mutation::example(
    "the middleware after auth",
    "preflight is allowed",
    |text| moved(text, "app.use(corsPolicy);\n", "app.get(\"/\""),
)];
