use core::fmt;
use std::io::ErrorKind;

use cors_http::NoResponse;

/// Why there is no response, as far as it is known outside a browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The name has no address.
    UnknownHost,
    /// Nothing listens there.
    Refused,
    /// The certificate isn't valid, or there is no TLS.
    Tls(String),
    /// There was no response in time.
    TimedOut,
    /// The connection ended, or what came isn't HTTP.
    Closed(String),
}

impl Trouble {
    pub(crate) fn of(error: &ureq::Error) -> Self {
        match error {
            ureq::Error::HostNotFound => Self::UnknownHost,
            ureq::Error::Timeout(_) => Self::TimedOut,
            ureq::Error::Tls(reason) => Self::Tls((*reason).to_owned()),
            ureq::Error::Rustls(reason) => Self::Tls(reason.to_string()),
            ureq::Error::Io(error) => match error.kind() {
                ErrorKind::ConnectionRefused => Self::Refused,
                ErrorKind::TimedOut => Self::TimedOut,
                // The library that reads TLS reports this way.
                ErrorKind::InvalidData => Self::Tls(error.to_string()),
                _ => Self::Closed(error.to_string()),
            },
            other => Self::Closed(other.to_string()),
        }
    }

    /// What the browser's half makes of it.
    pub(crate) fn as_no_response(&self) -> NoResponse {
        match self {
            Self::Refused | Self::UnknownHost => NoResponse::Refused,
            Self::Tls(_) | Self::TimedOut | Self::Closed(_) => NoResponse::Closed,
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownHost => f.write_str("the host has no address. Check its name"),
            Self::Refused => {
                f.write_str("nothing listens there. Check the port, and that the server runs")
            }
            Self::Tls(reason) => write!(
                f,
                "there is no TLS connection: {reason}. Check the certificate, and that the port speaks HTTPS"
            ),
            Self::TimedOut => {
                f.write_str("there was no response in time. Check the address and firewalls")
            }
            Self::Closed(reason) => write!(f, "the connection ended without a response: {reason}"),
        }
    }
}
