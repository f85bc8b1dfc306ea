//! The explanations of a case. What happens to a state is explained by crate `cors-report` alone.

mod build;

pub(crate) use build::of_case;
