use super::options::{self, Scope};
use crate::policy::Policy;
use crate::targets::language::{Language, Text};
use crate::targets::{Example, ExampleFile, Setup, SnippetFile, Step, StepKind, check};

/// A whole configuration that contains the rules.
pub(super) fn example(policy: &Policy, setup: &Setup, file: &SnippetFile) -> Example {
    let scope = options::scope(&setup.options);
    Example {
        files: vec![ExampleFile {
            path: "haproxy.cfg".to_owned(),
            language: Language::HAPROXY,
            text: text(scope, &file.text),
        }],
        steps: vec![
            Step::text(
                StepKind::Install,
                format!("Install HAProxy {}.", setup.version.line),
            ),
            Step::command(
                StepKind::Reload,
                "Start it in this folder; it runs until you press Ctrl+C.",
                "haproxy -f haproxy.cfg",
            ),
            Step::command(
                StepKind::Check,
                "Check it in another terminal.",
                check::preflight(policy, "http://127.0.0.1:8080/"),
            ),
            Step::text(StepKind::Undo, "Press Ctrl+C to end it."),
        ],
    }
}

fn text(scope: Scope, rules: &str) -> String {
    let mut text = Text::default();
    text.line("defaults");
    text.line("    mode http");
    text.line("    timeout connect 5s");
    text.line("    timeout client 30s");
    text.line("    timeout server 30s");
    text.line("");
    text.line("frontend api");
    text.line("    bind 127.0.0.1:8080");
    if scope == Scope::Server {
        text.line("");
        text.indented("    ", rules);
    }
    text.line("");
    text.line("    # Other headers stay as they are.");
    text.line("    http-after-response set-header Strict-Transport-Security max-age=31536000");
    text.line("    default_backend app");
    text.line("");
    text.line("backend app");
    if scope == Scope::Location {
        text.indented("    ", rules);
        text.line("");
    }
    text.line("    server app 127.0.0.1:3000");
    text.finish()
}
