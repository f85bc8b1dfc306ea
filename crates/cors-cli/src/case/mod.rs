//! A case: the request of a page, and the responses of the server to it.

mod outcome;
mod read;
mod run;

pub(crate) use outcome::outcome;
pub(crate) use read::{Case, CaseKeys, Round, Thrown};
pub(crate) use run::{Recording, run};
