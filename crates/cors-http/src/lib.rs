//! HTTP, URLs, origins and sites, as far as CORS looks at them.
//!
//! Nothing here reads or writes a socket, and nothing knows a policy or a browser. What would need large
//! tables (Unicode, the Public Suffix List) comes in through [`Platform`].
#![forbid(unsafe_code)]

mod header_list;
mod header_name;
mod header_value;
mod host;
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
pub use message::{HttpRequest, HttpResponse, NoResponse};
pub use method::{InvalidMethod, Method};
pub use origin::{Origin, TupleOrigin};
pub use platform::Platform;
pub use site::{NotLoaded, PublicSuffix, PublicSuffixList, Section};
pub use status::{InvalidStatus, Status};
pub use token::is_token;
pub use url::{Url, UrlError, default_port};
