use super::options::{Choices, Scope, Upstream};
use crate::policy::Policy;
use crate::targets::language::{Language, Text};
use crate::targets::{Example, ExampleFile, Setup, SnippetFile, Step, StepKind, check};

/// A whole configuration that contains the directives.
pub(super) fn example(policy: &Policy, setup: &Setup, file: &SnippetFile) -> Example {
    let choices = Choices::of(setup);
    let path = match choices.scope {
        Scope::Server | Scope::Htaccess => "/",
        Scope::Location => "/api/",
    };
    let url = format!("http://127.0.0.1:8080{path}");
    let mut files = vec![ExampleFile {
        path: "httpd.conf".to_owned(),
        language: Language::APACHE,
        text: text(choices, &file.text),
    }];
    if choices.scope == Scope::Htaccess {
        files.push(ExampleFile {
            path: "public/.htaccess".to_owned(),
            language: Language::APACHE,
            text: htaccess(&file.text),
        });
    }
    Example {
        files,
        steps: vec![
            Step::text(
                StepKind::Install,
                format!(
                    "Install Apache httpd {}. Where `LoadModule` has another folder than `/usr/lib/apache2`, change it in `httpd.conf`.",
                    setup.version.line
                ),
            ),
            Step::command(
                StepKind::Reload,
                "Start it in this folder; it runs until you press Ctrl+C.",
                "apache2 -X -d \"$PWD\" -f httpd.conf",
            ),
            Step::command(
                StepKind::Check,
                "Check it in another terminal.",
                check::preflight(policy, &url),
            ),
            Step::command(
                StepKind::Undo,
                "End it.",
                "apache2 -d \"$PWD\" -f httpd.conf -k stop",
            ),
        ],
    }
}

fn text(choices: Choices, config: &str) -> String {
    let Choices { upstream, scope } = choices;
    let mut text = Text::default();
    for module in ["mpm_event", "authz_core", "authn_core", "alias", "headers"]
        .iter()
        .chain(modules(upstream, scope))
    {
        text.line(format!(
            "LoadModule {module}_module /usr/lib/apache2/modules/mod_{module}.so"
        ));
    }
    text.line("");
    text.line("# Kept in this folder, so that any user can start it.");
    text.line("PidFile httpd.pid");
    text.line("ErrorLog error.log");
    text.line("# Used if root starts it.");
    text.line("User \"#65534\"");
    text.line("Group \"#65534\"");
    text.line("");
    text.line("ServerName localhost");
    text.line("Listen 127.0.0.1:8080");
    text.line("");
    text.line("<VirtualHost 127.0.0.1:8080>");
    text.line("    # Other headers stay as they are.");
    text.line("    Header always set Strict-Transport-Security \"max-age=31536000\"");
    text.line("");
    match scope {
        Scope::Server => {
            text.indented("    ", config);
            text.line("");
            text.indented("    ", pass(upstream));
        }
        Scope::Location => {
            text.line("    <Location \"/api/\">");
            text.indented("        ", config);
            text.line("    </Location>");
            text.line("");
            text.indented("    ", pass(upstream));
        }
        Scope::Htaccess => {
            text.line("    DocumentRoot public");
            text.line("    <Directory />");
            text.line("        Options FollowSymLinks");
            text.line("        AllowOverride FileInfo AuthConfig");
            text.line("    </Directory>");
        }
    }
    text.line("</VirtualHost>");
    text.finish()
}

fn htaccess(config: &str) -> String {
    let mut text = Text::default();
    text.indented("", config);
    text.line("");
    text.line("# Everything that is no file goes to the app.");
    text.line("RewriteEngine On");
    text.line("RewriteCond %{REQUEST_FILENAME} !-f");
    text.line("RewriteRule ^(.*)$ http://127.0.0.1:3000/$1 [P]");
    text.finish()
}

fn modules(upstream: Upstream, scope: Scope) -> &'static [&'static str] {
    match (upstream, scope) {
        (_, Scope::Htaccess) => &["proxy", "proxy_http", "rewrite"],
        (Upstream::Http | Upstream::Several, _) => &["proxy", "proxy_http"],
        (Upstream::PhpFpm, _) => &["proxy", "proxy_fcgi"],
        (Upstream::Static, _) => &["dir"],
    }
}

/// What the virtual host does with requests.
fn pass(upstream: Upstream) -> &'static str {
    match upstream {
        Upstream::Http | Upstream::Several => "ProxyPass / http://127.0.0.1:3000/\n",
        Upstream::PhpFpm => "ProxyPassMatch ^/ fcgi://127.0.0.1:9000/srv/app/index.php\n",
        Upstream::Static => "DocumentRoot .\nDirectoryIndex index.html\n",
    }
}
