use crate::targets::Mutation;
use crate::targets::mutation::without_lines;

const ALLOW_ORIGIN: &str = "access-control-allow-origin";
const ONCE: &str = "promise: no CORS header twice";

pub(super) const MUTATIONS: &[Mutation] = &[
    Mutation::snippet("headers without `always`", ALLOW_ORIGIN, |text| {
        text.replace("Header always set", "Header set")
    }),
    Mutation::snippet(
        "a pattern without its end",
        "promise: a blocked origin is never named",
        |text| text.replace("$#", "#"),
    ),
    Mutation::snippet("a pattern without its beginning", ALLOW_ORIGIN, |text| {
        text.replace("m#^", "m#")
    }),
    Mutation::snippet("a dot that is any character", ALLOW_ORIGIN, |text| {
        text.replace(
            "== 'https://app.example.com'",
            "=~ m#^https://app.example.com$#",
        )
    }),
    Mutation::snippet("a comparison that ignores case", ALLOW_ORIGIN, |text| {
        text.replace("== 'https", "== 'HTTPS")
            .replace(
                "req_novary('Origin') ==",
                "toupper(req_novary('Origin')) ==",
            )
            .replace("app.example.com", "APP.EXAMPLE.COM")
    }),
    Mutation::snippet("no `Vary`", "promise: Vary names Origin", |text| {
        without_lines(text, "merge Vary")
    }),
    Mutation::snippet("a constant origin", ALLOW_ORIGIN, |text| {
        text.replace("expr=%{req_novary:Origin}", "https://app.example.com")
    }),
    Mutation::snippet("the app's own CORS headers next to ours", ONCE, |text| {
        without_lines(text, "Header unset")
    }),
    Mutation::snippet(
        "one of the app's own CORS headers next to ours",
        ONCE,
        |text| without_lines(text, "Header unset Access-Control-Allow-Credentials"),
    ),
    Mutation::snippet(
        "a 403 that follows the site's error page",
        "status",
        |text| without_lines(text, "ErrorDocument 403"),
    ),
    Mutation::snippet(
        "every OPTIONS handled as a preflight",
        "reached the application",
        |text| text.replace(" && -n req_novary('Access-Control-Request-Method')", ""),
    ),
    Mutation::snippet("a preflight that needs a password", "status", |text| {
        without_lines(text, "Require all granted")
    }),
    Mutation::snippet(
        "exposed headers on preflights",
        "access-control-expose-headers",
        |text| without_lines(text, "always unset Access-Control-Expose-Headers"),
    ),
    Mutation::snippet("a reading that changes `Vary`", "vary", |text| {
        text.replace("req_novary('Access", "req('Access")
    }),
    Mutation::snippet("PHP's own CORS headers", ALLOW_ORIGIN, |text| {
        without_lines(text, "Header always unset")
    })
    .with(&[("upstream", "php-fpm")]),
    Mutation::snippet("headers of one app out of several", ALLOW_ORIGIN, |text| {
        without_lines(text, "Header always unset Access-Control-Allow")
    })
    .with(&[("upstream", "several")]),
    Mutation::snippet(
        "a location's preflight that needs a password",
        "status",
        |text| without_lines(text, "Require all granted"),
    )
    .with(&[("scope", "location")]),
    Mutation::snippet(
        "a folder's preflight that needs a password",
        "status",
        |text| without_lines(text, "Require all granted"),
    )
    .with(&[("scope", "htaccess")]),
    Mutation::example(
        "authentication before preflights",
        "preflight is allowed",
        |text| {
            text.replace(
                "LoadModule headers",
                "LoadModule rewrite_module /usr/lib/apache2/modules/mod_rewrite.so\nLoadModule headers",
            )
            .replace(
                "    ProxyPass /",
                "    RewriteEngine On\n    RewriteCond expr \"-z req_novary('Authorization')\"\n    RewriteRule ^/auth - [R=401,L]\n    ProxyPass /",
            )
        },
    ),
    Mutation::example(
        "a header of the outer level that is lost",
        "strict-transport-security",
        |text| without_lines(text, "Strict-Transport-Security") + "# Strict-Transport-Security\n",
    ),
];
