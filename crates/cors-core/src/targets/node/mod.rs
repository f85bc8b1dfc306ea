//! What applications on Node have in common: the parser in front of all of them, the options of a module, and
//! the middleware without a library.

mod module;
#[cfg(feature = "proof")]
mod mutations;
mod options_object;
mod origins;
mod parser;
mod without_library;

pub(super) use module::{
    Module, OPTIONS, TYPESCRIPT_OPTIONS, URL, express_context, express_example, express_steps,
    install,
};
#[cfg(feature = "proof")]
pub(super) use mutations::{
    EXPRESS as EXPRESS_MUTATIONS, WITHOUT_LIBRARY as WITHOUT_LIBRARY_MUTATIONS,
};
pub(super) use options_object::{
    NoHeaders, OptionNames, OriginFunction, origin_option, other_options,
};
pub(super) use origins::{Origins, allow_list};
pub(super) use parser::{READS_KNOWN_METHODS_ONLY, check_methods, own_reply};
pub(super) use without_library::middleware;
