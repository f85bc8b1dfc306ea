//! HTTP as far as CORS looks at it: methods, header lists, statuses and messages.
//!
//! Nothing here reads or writes a socket.

mod header_list;
mod header_name;
mod header_value;
mod message;
mod method;
mod status;
mod token;

pub use header_list::{Header, HeaderList};
pub use header_name::{HeaderName, InvalidHeaderName};
pub use header_value::{HeaderValue, InvalidHeaderValue};
pub use message::{ConnectionClosed, HttpRequest, HttpResponse};
pub use method::{InvalidMethod, Method};
pub use status::{InvalidStatus, Status};
pub use token::is_token;
