use crate::policy::Policy;
use crate::targets::{SnippetFile, Step, StepKind, check};

/// How to put the file on a server of one's own.
pub(super) fn steps(policy: &Policy, file: &SnippetFile) -> Vec<Step> {
    let path = &file.path;
    vec![
        Step::command(
            StepKind::Install,
            "Caddy 2.6 or newer is all this needs. See which one runs.",
            "caddy version",
        ),
        Step::command(
            StepKind::Place,
            format!("Save `{path}` in `/etc/caddy`, next to your Caddyfile."),
            format!("cp {path} /etc/caddy/"),
        ),
        Step::text(
            StepKind::Place,
            format!(
                "In the Caddyfile, put your site's directives in `route {{ }}` with `import {path}` as its first line, and add `handle_errors {{ }}` with the same line below. For one path only, do the same in the `handle` of that path. A second policy needs a name of its own."
            ),
        ),
        Step::command(StepKind::Reload, "Test the config and reload it.", RELOAD),
        Step::command(
            StepKind::Check,
            "Check it: this prints the header that allows the origin. Put your own address in.",
            check::preflight(policy, "https://api.example.com/"),
        ),
        Step::command(
            StepKind::Undo,
            format!(
                "To take it out again, remove the lines `import {path}` and the file, then reload."
            ),
            format!("rm /etc/caddy/{path} && {RELOAD}"),
        ),
    ]
}

const RELOAD: &str =
    "caddy validate --config /etc/caddy/Caddyfile && caddy reload --config /etc/caddy/Caddyfile";
