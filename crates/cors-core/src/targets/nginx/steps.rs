use super::merges_headers;
use super::options::{Choices, Scope};
use crate::policy::Policy;
use crate::targets::{Setup, SnippetFile, Step, StepKind, check};

/// How to put the parts on a server of one's own.
pub(super) fn steps(policy: &Policy, setup: &Setup, files: &[SnippetFile]) -> Vec<Step> {
    let scope = Choices::of(setup).scope;
    let needs = if merges_headers(setup.version) {
        "nginx 1.29.3 or newer is all this needs. See which one runs."
    } else {
        "nginx is all this needs. See which one runs."
    };
    let mut steps = vec![Step::command(StepKind::Install, needs, "nginx -v")];
    let (server, maps) = files.split_last().unzip();
    for SnippetFile { path, .. } in maps.into_iter().flatten() {
        steps.push(Step::command(
            StepKind::Place,
            format!("Save `{path}` in `/etc/nginx/conf.d`, which the packages of nginx include in `http {{ }}`."),
            format!("cp {path} /etc/nginx/conf.d/"),
        ));
    }
    let server = server.map_or("", |file| file.path.as_str());
    let place = match scope {
        Scope::Server => "your API's `server { }`, above any `return` or `rewrite`",
        Scope::Location => "the `location { }` of your API, above any `return` or `rewrite`",
    };
    steps.push(Step::command(
        StepKind::Place,
        format!("Save `{server}` in `/etc/nginx` and add the line `include {server};` to {place}. A second policy on this server needs a name of its own."),
        format!("cp {server} /etc/nginx/"),
    ));
    steps.push(Step::command(
        StepKind::Reload,
        "Test the config and reload it.",
        RELOAD,
    ));
    steps.push(Step::command(
        StepKind::Check,
        "Check it: this prints the header that allows the origin. Put your own address in.",
        check::preflight(policy, "https://api.example.com/"),
    ));
    let all: Vec<String> = files
        .iter()
        .map(|file| {
            let folder = if file.path == server {
                "/etc/nginx"
            } else {
                "/etc/nginx/conf.d"
            };
            format!("{folder}/{}", file.path)
        })
        .collect();
    steps.push(Step::command(
        StepKind::Undo,
        format!(
            "To take it out again, remove the line `include {server};` and the files, then reload."
        ),
        format!("rm {} && {RELOAD}", all.join(" ")),
    ));
    steps
}

const RELOAD: &str = "nginx -t && nginx -s reload";
