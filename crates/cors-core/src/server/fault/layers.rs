use core::fmt;

use super::{Before, CachePlace, Fault, StatusArgument};
use crate::server::{App, Reply};
use cors_http::{HttpRequest, Status, Url, in_code};

/// A fault with its argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layer {
    /// The fault.
    pub fault: Fault,
    /// Its status; the default if none is given.
    status: Status,
}

/// The faults of a server, the outer one first. There are at most two.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layers(Vec<Layer>);

/// Why a text isn't a fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultError {
    /// There is no fault of that id.
    Unknown {
        /// The id.
        id: String,
    },
    /// The fault takes no argument, or not this one.
    Argument {
        /// The fault.
        fault: Fault,
        /// What was given.
        given: String,
    },
    /// More than two.
    TooMany,
}

impl Layer {
    /// Reads `id` or `id:argument`.
    pub fn parse(text: &str) -> Result<Self, FaultError> {
        let (id, given) = match text.split_once(':') {
            Some((id, argument)) => (id, Some(argument)),
            None => (text, None),
        };
        let fault = Fault::from_id(id).ok_or_else(|| FaultError::Unknown { id: id.to_owned() })?;
        let Some(given) = given else {
            return Ok(Self::of(fault));
        };
        let invalid = || FaultError::Argument {
            fault,
            given: given.to_owned(),
        };
        let code = given.parse().ok();
        let argument = fault.row().status;
        let is_allowed = |argument: StatusArgument, code: u16| {
            code == argument.default || argument.others.contains(&code)
        };
        let code = argument
            .zip(code)
            .filter(|(argument, code)| is_allowed(*argument, *code))
            .map(|(_, code)| code)
            .ok_or_else(invalid)?;
        let status = Status::new(u64::from(code)).map_err(|_| invalid())?;
        Ok(Self { fault, status })
    }

    /// A fault with its default argument.
    pub fn of(fault: Fault) -> Self {
        let code = fault.row().status.map_or(200, |status| status.default);
        Self {
            fault,
            status: Status::new(u64::from(code)).unwrap_or(Status::OK),
        }
    }
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.fault.id())?;
        match self.fault.row().status {
            Some(argument) if self.status.code() != argument.default => {
                write!(f, ":{}", self.status)
            }
            _ => Ok(()),
        }
    }
}

impl Layers {
    /// None.
    pub const NONE: Self = Self(Vec::new());
    /// How many there can be.
    pub const LIMIT: usize = 2;

    /// Reads each as `id` or `id:argument`.
    pub fn parse<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Self, FaultError> {
        let layers: Vec<Layer> = texts
            .into_iter()
            .map(Layer::parse)
            .collect::<Result<_, _>>()?;
        match layers.len() {
            0..=Self::LIMIT => Ok(Self(layers)),
            _ => Err(FaultError::TooMany),
        }
    }

    /// The layers, the outer one first.
    pub fn as_slice(&self) -> &[Layer] {
        &self.0
    }

    /// Whether there is no fault.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Changes an app that works into the one that the faults need.
    #[must_use]
    pub fn app(&self, works: App, url: &Url) -> App {
        self.0.iter().rev().fold(works, |app, layer| {
            (layer.fault.row().app)(app, url, layer.status)
        })
    }

    /// What a server with these faults sends; `server` is the one without them.
    pub fn respond(&self, request: &HttpRequest, server: &dyn Fn(&HttpRequest) -> Reply) -> Reply {
        respond(&self.0, request, server)
    }

    /// What has to happen before.
    pub fn before(&self) -> Vec<Before> {
        let before = self.0.iter().map(|layer| layer.fault.row().before);
        before.filter(|before| *before != Before::Nothing).collect()
    }

    /// Where responses are cached, if that matters.
    pub fn cache(&self) -> Option<CachePlace> {
        self.0.iter().find_map(|layer| layer.fault.row().cache)
    }
}

fn respond(
    layers: &[Layer],
    request: &HttpRequest,
    server: &dyn Fn(&HttpRequest) -> Reply,
) -> Reply {
    match layers.split_first() {
        None => server(request),
        Some((outer, inner)) => {
            let next = |request: &HttpRequest| respond(inner, request, server);
            (outer.fault.row().respond)(request, outer.status, &next)
        }
    }
}

/// What is wrong and what to do.
impl fmt::Display for FaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { id } => {
                let ids: Vec<&str> = Fault::ALL.iter().map(|fault| fault.id()).collect();
                write!(
                    f,
                    "There is no failure {}. Choose one of {}.",
                    in_code(id),
                    ids.join(", ")
                )
            }
            Self::Argument { fault, given } => match fault.row().status {
                None => write!(
                    f,
                    "The failure `{}` takes no argument. Remove {}.",
                    fault.id(),
                    in_code(given)
                ),
                Some(StatusArgument { default, others }) => {
                    let others: Vec<String> = others.iter().map(ToString::to_string).collect();
                    write!(
                        f,
                        "The failure `{}` can't have the status {}. Use {default} or {}.",
                        fault.id(),
                        in_code(given),
                        others.join(", ")
                    )
                }
            },
            Self::TooMany => f.write_str("Use at most two failures, the outer one first."),
        }
    }
}

impl core::error::Error for FaultError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(texts: &[&str], expected: &str) {
        let written = match Layers::parse(texts.iter().copied()) {
            Ok(layers) => {
                let layers: Vec<String> =
                    layers.as_slice().iter().map(ToString::to_string).collect();
                layers.join(",")
            }
            Err(error) => error.to_string(),
        };
        assert_eq!(written, expected);
    }

    #[test]
    fn a_layer_is_an_id_with_an_optional_argument() {
        check(&[], "");
        check(&["server-down"], "server-down");
        check(&["preflight-not-routed:405"], "preflight-not-routed");
        check(
            &["preflight-not-routed:404", "proxy-strips-headers"],
            "preflight-not-routed:404,proxy-strips-headers",
        );
        check(
            &["preflight-not-routed:200"],
            "The failure `preflight-not-routed` can't have the status `200`. Use 405 or 404.",
        );
        check(
            &["server-down:1"],
            "The failure `server-down` takes no argument. Remove `1`.",
        );
        check(
            &["server-down", "server-down", "server-down"],
            "Use at most two failures, the outer one first.",
        );
    }
}
