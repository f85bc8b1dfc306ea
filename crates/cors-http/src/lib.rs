//! HTTP messages, URLs, origins and sites, as far as CORS needs them.
//!
//! There is no input or output here, and no policy and no browser. What needs large tables (Unicode, the Public Suffix
//! List) comes in through [`Platform`].
#![forbid(unsafe_code)]

mod header_list;
mod header_name;
mod header_value;
mod host;
mod in_code;
mod message;
mod method;
mod origin;
mod platform;
mod site;
mod status;
mod token;
mod url;

pub use header_list::{Header, HeaderList};
pub use header_name::{HeaderName, InvalidHeaderName};
pub use header_value::{HeaderValue, InvalidHeaderValue};
pub use host::{Host, HostError, ascii_hosts_only};
pub use in_code::in_code;
pub use message::{HttpRequest, HttpResponse, NoResponse};
pub use method::{InvalidMethod, Method};
pub use origin::{Origin, TupleOrigin};
pub use platform::Platform;
pub use site::{NotLoaded, PublicSuffix, PublicSuffixList, Section};
pub use status::{InvalidStatus, Status};
pub use token::is_token;
pub use url::{Url, UrlError, default_port};
