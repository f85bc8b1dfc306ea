//! A case: a request of a page, what the server answers, and so what the browser does.

mod outcome;
mod read;
mod run;

pub(crate) use outcome::{headers_json, outcome};
pub(crate) use read::{Case, CaseKeys, Round, Thrown};
pub(crate) use run::{Recording, run};
