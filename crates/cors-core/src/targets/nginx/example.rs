use super::merges_headers;
use super::options::{Choices, Scope, Upstream};
use crate::policy::Policy;
use crate::targets::language::{Language, Text};
use crate::targets::{Example, ExampleFile, Setup, SnippetFile, Step, StepKind, check};

/// What the example's server inherits, or would if part 2 did not replace it.
const HEADERS: [&str; 2] = [
    "add_header Strict-Transport-Security \"max-age=31536000\" always;",
    "add_header Content-Security-Policy \"default-src 'none'\" always;",
];

/// A whole configuration that contains the parts.
pub(super) fn example(policy: &Policy, setup: &Setup, files: &[SnippetFile]) -> Example {
    let Choices { upstream, scope } = Choices::of(setup);
    let path = match scope {
        Scope::Server => "/",
        Scope::Location => "/api/",
    };
    let url = format!("http://127.0.0.1:8080{path}");
    Example {
        files: vec![ExampleFile {
            path: "nginx.conf".to_owned(),
            language: Language::NGINX,
            text: text(setup, upstream, scope, files),
        }],
        steps: vec![
            Step::text(
                StepKind::Install,
                format!("Install nginx {}.", setup.version.line),
            ),
            Step::command(
                StepKind::Reload,
                "Start it in this folder; it runs until you press Ctrl+C.",
                "nginx -p . -e stderr -c nginx.conf",
            ),
            Step::command(
                StepKind::Check,
                "Check it in another terminal.",
                check::preflight(policy, &url),
            ),
            Step::command(
                StepKind::Undo,
                "End it.",
                "nginx -p . -e stderr -c nginx.conf -s quit",
            ),
        ],
    }
}

fn text(setup: &Setup, upstream: Upstream, scope: Scope, files: &[SnippetFile]) -> String {
    let mut text = Text::default();
    let (server, maps) = files.split_last().unzip();
    let server = server.map_or("", |file| file.text.as_str());
    text.line("daemon off;");
    text.line("pid nginx.pid;");
    text.line("error_log stderr;");
    text.line("");
    text.line("events {}");
    text.line("");
    text.line("http {");
    text.line("    # Kept in this folder, so that any user can start it.");
    text.line("    access_log access.log;");
    for module in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"] {
        text.line(format!("    {module}_temp_path {module}_temp;"));
    }
    text.line("");
    for header in HEADERS {
        text.line(format!("    {header}"));
    }
    text.line("");
    for file in maps.into_iter().flatten() {
        text.indented("    ", &file.text);
        text.line("");
    }
    text.line("    server {");
    text.line("        listen 127.0.0.1:8080;");
    text.line("");
    if scope == Scope::Server {
        part_2(&mut text, "        ", setup, server);
        text.line("");
        text.line("        location / {");
    } else {
        text.line("        location /api/ {");
        part_2(&mut text, "            ", setup, server);
        text.line("");
    }
    text.indented("            ", pass(upstream));
    text.line("        }");
    text.line("    }");
    text.line("}");
    text.finish()
}

fn part_2(text: &mut Text, indent: &str, setup: &Setup, server: &str) {
    if !merges_headers(setup.version) {
        text.line(format!(
            "{indent}# Repeated, because the next lines replace what is inherited."
        ));
        for header in HEADERS {
            text.line(format!("{indent}{header}"));
        }
        text.line("");
    }
    text.indented(indent, server);
}

/// What a location does with a request.
fn pass(upstream: Upstream) -> &'static str {
    match upstream {
        Upstream::Http | Upstream::Several => {
            "proxy_pass http://127.0.0.1:3000;
proxy_set_header Host $host;
"
        }
        Upstream::PhpFpm => {
            "fastcgi_param SCRIPT_FILENAME $document_root/index.php;
fastcgi_param REQUEST_METHOD $request_method;
fastcgi_param REQUEST_URI $request_uri;
fastcgi_param QUERY_STRING $query_string;
fastcgi_param CONTENT_TYPE $content_type;
fastcgi_param CONTENT_LENGTH $content_length;
fastcgi_pass 127.0.0.1:9000;
"
        }
        Upstream::Uwsgi => {
            "uwsgi_param REQUEST_METHOD $request_method;
uwsgi_param REQUEST_URI $request_uri;
uwsgi_param PATH_INFO $document_uri;
uwsgi_param QUERY_STRING $query_string;
uwsgi_param CONTENT_TYPE $content_type;
uwsgi_param CONTENT_LENGTH $content_length;
uwsgi_param SERVER_NAME $server_name;
uwsgi_param SERVER_PORT $server_port;
uwsgi_param SERVER_PROTOCOL $server_protocol;
uwsgi_pass 127.0.0.1:3031;
"
        }
        Upstream::Scgi => {
            "scgi_param REQUEST_METHOD $request_method;
scgi_param REQUEST_URI $request_uri;
scgi_param PATH_INFO $document_uri;
scgi_param QUERY_STRING $query_string;
scgi_param CONTENT_TYPE $content_type;
scgi_param SERVER_NAME $server_name;
scgi_param SERVER_PORT $server_port;
scgi_param SERVER_PROTOCOL $server_protocol;
scgi_pass 127.0.0.1:4000;
"
        }
        Upstream::Grpc => {
            "grpc_pass grpc://127.0.0.1:50051;
"
        }
        Upstream::Static => {
            "root .;
index index.html;
"
        }
    }
}
