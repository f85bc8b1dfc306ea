//! Plain HTTP: a small server of our own that knows the text that is handed over, and nothing else of the policy.

mod document;
mod serve;

use super::{Ground, Harness, Job};
use crate::policy::TestPolicy;
use crate::server::{Places, Ports, Rendered, Running, Trouble};
use document::Document;
use serve::Site;

pub(super) struct Http;

impl Harness for Http {
    fn id(&self) -> &'static str {
        "http"
    }

    fn is_beyond(&self, _policy: &TestPolicy) -> bool {
        false
    }

    fn policies_with_options(&self) -> usize {
        8
    }

    fn has_example(&self) -> bool {
        false
    }

    fn start(
        &self,
        job: &Job,
        _places: &Places,
        policies: &[Rendered],
    ) -> Result<Running, Trouble> {
        let bare = serve::start(Vec::new())?;
        let ports: Result<Vec<Ports>, Trouble> = policies
            .iter()
            .map(|policy| {
                let site = Site {
                    path: String::new(),
                    document: document(policy)?,
                };
                serve::start(vec![site]).map(Ports::same)
            })
            .collect();
        Ok(Running {
            server: "our reference server".to_owned(),
            release: job.version.to_install().to_owned(),
            bare,
            ports: ports?,
            processes: Vec::new(),
        })
    }

    fn ground(&self, job: &Job, _places: &Places) -> Result<Ground, Trouble> {
        Err(format!("{job} has no example to start"))
    }

    fn check_format(
        &self,
        _job: &Job,
        _places: &Places,
        policies: &[Rendered],
    ) -> Result<(), Trouble> {
        // There is no formatter, but what it could be about holds.
        for policy in policies {
            for file in &policy.snippet.files {
                let has_spaces = file.text.lines().any(|line| line.ends_with(' '));
                if has_spaces || file.text.contains("\n\n\n") || !file.text.ends_with('\n') {
                    return Err(format!("{}: {} has spare space", policy.name, file.path));
                }
            }
        }
        Ok(())
    }

    fn start_side_by_side(
        &self,
        _job: &Job,
        _places: &Places,
        policies: &[Rendered; 2],
    ) -> Result<Running, Trouble> {
        let mut sites = Vec::new();
        for (path, policy) in ["/one/", "/two/"].into_iter().zip(policies) {
            sites.push(Site {
                path: path.to_owned(),
                document: document(policy)?,
            });
        }
        let port = serve::start(sites)?;
        Ok(Running {
            server: "our reference server".to_owned(),
            release: String::new(),
            bare: port,
            ports: vec![Ports::same(port)],
            processes: Vec::new(),
        })
    }
}

fn document(policy: &Rendered) -> Result<Document, Trouble> {
    let [file] = policy.snippet.files.as_slice() else {
        return Err("the snippet of http is not one file".to_owned());
    };
    Document::read(&file.text).map_err(|error| format!("{}: {error}:\n{}", policy.name, file.text))
}
