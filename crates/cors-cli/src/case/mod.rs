//! A case: a request of a page, what the server sends, and so what the browser does.

mod outcome;
mod read;
mod run;

pub(crate) use outcome::outcome;
pub(crate) use read::{Case, CaseKeys, Round, Thrown};
pub(crate) use run::{Recording, run};
