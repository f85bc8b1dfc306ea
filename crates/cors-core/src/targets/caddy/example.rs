use crate::policy::Policy;
use crate::targets::language::{Language, Text};
use crate::targets::{Example, ExampleFile, Setup, SnippetFile, Step, StepKind, check};

/// A whole configuration that imports the file.
pub(super) fn example(policy: &Policy, setup: &Setup, file: &SnippetFile) -> Example {
    Example {
        files: vec![
            ExampleFile {
                path: "Caddyfile".to_owned(),
                language: Language::CADDYFILE,
                text: text(&file.path),
            },
            ExampleFile {
                path: file.path.clone(),
                language: Language::CADDYFILE,
                text: file.text.clone(),
            },
        ],
        steps: vec![
            Step::text(
                StepKind::Install,
                format!("Install Caddy {}.", setup.version.line),
            ),
            Step::command(
                StepKind::Reload,
                "Start it in this folder; it runs until you press Ctrl+C.",
                "caddy run --config Caddyfile --adapter caddyfile",
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

fn text(path: &str) -> String {
    let mut text = Text::default();
    for line in [
        "{",
        "\tadmin off",
        "}",
        "",
        "http://127.0.0.1:8080 {",
        "\tbind 127.0.0.1",
        "\t# Other headers stay as they are.",
        "\theader Strict-Transport-Security max-age=31536000",
        "\troute {",
    ] {
        text.line(line);
    }
    text.line(format!("\t\timport {path}"));
    text.line("\t\treverse_proxy 127.0.0.1:3000");
    text.line("\t}");
    text.line("\thandle_errors {");
    text.line(format!("\t\timport {path}"));
    text.line("\t}");
    text.line("}");
    text.finish()
}
