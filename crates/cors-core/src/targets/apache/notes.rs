use super::options::{Choices, Scope, Upstream};
use crate::policy::{AllowMethods, ExposeHeaders, Policy};

/// What to know before deploying, the most important first. Each of these was tried on a running Apache.
pub(super) fn notes(policy: &Policy, choices: Choices) -> Vec<String> {
    let Choices { upstream, scope } = choices;
    let mut notes = Vec::new();
    notes.push(match scope {
        Scope::Server | Scope::Location => "A `RewriteRule` or `Redirect` directly in `<VirtualHost>` runs before this. Add `RewriteCond %{REQUEST_METHOD} !=OPTIONS` to rules that redirect or reject.".to_owned(),
        Scope::Htaccess => "This needs `AllowOverride FileInfo AuthConfig` or `All` for the folder, and mod_headers. Without them every request gets status 500. If you can't change that, your host can.".to_owned(),
    });
    if scope == Scope::Htaccess {
        notes.push("A `RewriteRule` with `R` or `F` runs before this, here and in folders below. Add `RewriteCond %{REQUEST_METHOD} !=OPTIONS` to it. Others, such as those of WordPress or Laravel, can stay as they are.".to_owned());
        notes.push("Files outside this folder, and requests that Apache rejects before it knows the folder, get no CORS headers. If you can change the virtual host, choose \"the whole virtual host\".".to_owned());
    }
    notes.push("Access rules of `Order`, `Allow` and `Deny` (mod_access_compat) still apply to preflights. Use `Require` instead.".to_owned());
    match upstream {
        Upstream::Http => notes.push("Headers that PHP-FPM, CGI or a `Header always` line sets are in another table and stay. Choose \"several of these\" if Apache runs them too.".to_owned()),
        Upstream::PhpFpm => notes.push("Headers that an app behind `ProxyPass` or mod_php sets are in another table and stay. Choose \"several of these\" if Apache runs them too.".to_owned()),
        Upstream::Static | Upstream::Several => {}
    }
    if policy.methods == AllowMethods::Any {
        notes.push(
            "Debian and others turn `TRACE` off, so it gets 405. Browsers don't send it."
                .to_owned(),
        );
    }
    if policy.expose == ExposeHeaders::Any {
        notes.push(
            "Exposing every header includes those that Apache adds itself, such as `Server`."
                .to_owned(),
        );
    }
    notes
}
