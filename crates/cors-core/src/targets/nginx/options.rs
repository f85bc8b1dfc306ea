use crate::targets::option::{Choice, NAME, name};
use crate::targets::{OptionValue, Options, Setup, TargetOption};
use cors_http::Status;

/// What nginx passes requests to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Upstream {
    Http,
    PhpFpm,
    Uwsgi,
    Scgi,
    Grpc,
    Static,
    Several,
}

/// What the policy governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    Server,
    Location,
}

pub(super) const ALL: &[TargetOption] = &[
    UPSTREAM.option(&UPSTREAM_VALUES),
    SCOPE.option(&SCOPE_VALUES),
    NAME,
];

const UPSTREAM_VALUES: [OptionValue; 7] = UPSTREAM.option_values();
const SCOPE_VALUES: [OptionValue; 2] = SCOPE.option_values();

const UPSTREAM: Choice<Upstream, 7> = Choice {
    id: "upstream",
    label: "Passes requests to",
    values: [
        ("http", "an HTTP app (proxy_pass)", Upstream::Http),
        ("php-fpm", "PHP-FPM (fastcgi_pass)", Upstream::PhpFpm),
        ("uwsgi", "uWSGI (uwsgi_pass)", Upstream::Uwsgi),
        ("scgi", "SCGI (scgi_pass)", Upstream::Scgi),
        ("grpc", "gRPC (grpc_pass)", Upstream::Grpc),
        ("static", "static files", Upstream::Static),
        ("several", "several of these", Upstream::Several),
    ],
};

const SCOPE: Choice<Scope, 2> = Choice {
    id: "scope",
    label: "Applies to",
    values: [
        ("server", "the whole server", Scope::Server),
        ("location", "one location", Scope::Location),
    ],
};

/// The options as chosen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Choices {
    pub(super) upstream: Upstream,
    pub(super) scope: Scope,
}

impl Choices {
    pub(super) fn of(setup: &Setup) -> Self {
        Self {
            upstream: UPSTREAM.of(&setup.options),
            scope: SCOPE.of(&setup.options),
        }
    }
}

impl Upstream {
    /// The modules by which nginx passes requests to it.
    pub(super) fn modules(self) -> &'static [&'static str] {
        match self {
            Self::Http => &["proxy"],
            Self::PhpFpm => &["fastcgi"],
            Self::Uwsgi => &["uwsgi"],
            Self::Scgi => &["scgi"],
            Self::Grpc => &["grpc"],
            Self::Static => &[],
            Self::Several => &["proxy", "fastcgi", "uwsgi", "scgi", "grpc"],
        }
    }

    /// What a handler that throws becomes.
    pub(super) fn status_of_panic(self) -> Status {
        match self {
            // It catches exceptions.
            Self::PhpFpm => Status::INTERNAL_SERVER_ERROR,
            // nginx sees its upstream close the connection.
            Self::Http | Self::Uwsgi | Self::Scgi | Self::Grpc | Self::Static | Self::Several => {
                Status::BAD_GATEWAY
            }
        }
    }
}

impl Scope {
    /// Where part 2 goes.
    pub(super) fn context(self) -> &'static str {
        match self {
            Self::Server => {
                "Put this in your API's `server { }`, above any `return` or `rewrite`. It handles preflights before auth runs."
            }
            Self::Location => {
                "Put this in the `location { }` of your API, above any `return` or `rewrite`. It handles preflights before auth runs."
            }
        }
    }

    /// The block that part 2 goes in.
    pub(super) fn block(self) -> &'static str {
        match self {
            Self::Server => "server { }",
            Self::Location => "location { }",
        }
    }
}

pub(super) const MAPS: &str = "maps";
pub(super) const SERVER: &str = "server";

/// The name of the file for a part.
pub(super) fn path(options: &Options, part: &str) -> String {
    match name(options) {
        None => format!("cors-{part}.conf"),
        Some(name) => format!("cors-{name}-{part}.conf"),
    }
}
