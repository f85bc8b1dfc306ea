use super::options::Scope;
use crate::policy::Policy;
use crate::targets::{SnippetFile, Step, StepKind, check};

/// How to put the directives on a server of one's own.
pub(super) fn steps(policy: &Policy, scope: Scope, file: &SnippetFile) -> Vec<Step> {
    let path = &file.path;
    let check = Step::command(
        StepKind::Check,
        "Check it: this prints the header that allows the origin. Put your own address in.",
        check::preflight(policy, "https://api.example.com/"),
    );
    let install = Step::command(
        StepKind::Install,
        "Apache httpd 2.4.26 or newer with mod_headers is all this needs. Turn the module on (paths and commands are those of Debian and Ubuntu).",
        "a2enmod headers",
    );
    match scope {
        Scope::Htaccess => vec![
            Step::text(
                StepKind::Install,
                "Apache httpd 2.4.26 or newer with mod_headers is all this needs. Most hosts have both.",
            ),
            Step::text(
                StepKind::Place,
                format!(
                    "Copy the lines of `{path}` to the top of the `.htaccess` file in your API's folder, or save it there under that name if there is none. A folder with another policy needs a file of its own."
                ),
            ),
            Step::text(
                StepKind::Reload,
                "Apache reads the file with every request, so there is nothing to reload. If every request gets status 500, the error log says which line isn't allowed.",
            ),
            check,
            Step::text(
                StepKind::Undo,
                "To take it out again, remove the lines from `.htaccess`.",
            ),
        ],
        Scope::Server | Scope::Location => {
            let place = match scope {
                Scope::Location => "the `<Location>` or `<Directory>` of your API",
                Scope::Server | Scope::Htaccess => "your API's `<VirtualHost>`",
            };
            vec![
                install,
                Step::command(
                    StepKind::Place,
                    format!(
                        "Save `{path}` in `/etc/apache2` and add the line `Include {path}` to {place}. A second policy on this server needs a name of its own."
                    ),
                    format!("cp {path} /etc/apache2/"),
                ),
                Step::command(StepKind::Reload, "Test the config and reload it.", RELOAD),
                check,
                Step::command(
                    StepKind::Undo,
                    format!(
                        "To take it out again, remove the line `Include {path}` and the file, then reload."
                    ),
                    format!("rm /etc/apache2/{path} && {RELOAD}"),
                ),
            ]
        }
    }
}

const RELOAD: &str = "apachectl configtest && apachectl graceful";
