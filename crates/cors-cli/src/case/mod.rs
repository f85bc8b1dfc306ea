//! A case: a request of a page, what the server answers, and so what the browser does.

mod outcome;
mod read;
mod run;

pub(crate) use outcome::outcome;
pub(crate) use read::{Case, Course, Thrown};
pub(crate) use run::{Script, run};
