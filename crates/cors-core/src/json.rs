//! The draft types as JSON (feature `serde`): for the command line, and for hosts of the embedded page.
//!
//! Every key is optional, unknown and repeated keys are refused by name, and every error names the key
//! that it is about and says what belongs there. What a form can hold, JSON can hold: a half-typed origin
//! is a text like any other here, and a finding later.

mod object;
mod policy;
mod request;
mod state;
mod value;
