use super::options::Scope;
use crate::policy::Policy;
use crate::targets::{SnippetFile, Step, StepKind, check};

/// How to put the rules on a server of one's own.
pub(super) fn steps(policy: &Policy, scope: Scope, file: &SnippetFile) -> Vec<Step> {
    let path = &file.path;
    let section = scope.section();
    let second = match scope {
        Scope::Server => "A second policy needs a `frontend` of its own.",
        Scope::Location => "A second policy needs a `backend` of its own.",
    };
    vec![
        Step::command(
            StepKind::Install,
            "HAProxy 2.6 or newer is all this needs. See which one runs.",
            "haproxy -v",
        ),
        Step::text(
            StepKind::Place,
            format!(
                "Copy the lines of `{path}` into the `{section}` of your API in `/etc/haproxy/haproxy.cfg`, above its other `http-request` rules. {second}"
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
            format!("To take it out again, remove the lines from the `{section}`, then reload."),
            RELOAD,
        ),
    ]
}

const RELOAD: &str = "haproxy -c -f /etc/haproxy/haproxy.cfg && systemctl reload haproxy";
