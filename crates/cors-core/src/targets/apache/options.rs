use crate::targets::option::{Choice, NAME, name};
use crate::targets::{OptionValue, Options, Setup, TargetOption};
use cors_http::Status;

/// What Apache passes requests to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Upstream {
    Http,
    PhpFpm,
    Static,
    Several,
}

/// What the policy governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    Server,
    Location,
    Htaccess,
}

pub(super) const ALL: &[TargetOption] = &[
    UPSTREAM.option(&UPSTREAM_VALUES),
    SCOPE.option(&SCOPE_VALUES),
    NAME,
];

const UPSTREAM_VALUES: [OptionValue; 4] = UPSTREAM.option_values();
const SCOPE_VALUES: [OptionValue; 3] = SCOPE.option_values();

const UPSTREAM: Choice<Upstream, 4> = Choice {
    id: "upstream",
    label: "Passes requests to",
    values: [
        ("http", "an HTTP app (ProxyPass)", Upstream::Http),
        ("php-fpm", "PHP-FPM or CGI", Upstream::PhpFpm),
        ("static", "static files", Upstream::Static),
        ("several", "several of these", Upstream::Several),
    ],
};

const SCOPE: Choice<Scope, 3> = Choice {
    id: "scope",
    label: "Applies to",
    values: [
        ("server", "the whole virtual host", Scope::Server),
        ("location", "one path or folder", Scope::Location),
        ("htaccess", "a folder, by .htaccess", Scope::Htaccess),
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
    /// How a header that the app has set is removed: the response has two tables of headers, and it depends on the
    /// module in which of them an app's headers are.
    pub(super) fn removes(self) -> &'static [&'static str] {
        match self {
            Self::Http => &["Header unset"],
            Self::PhpFpm => &["Header always unset"],
            Self::Static => &[],
            Self::Several => &["Header unset", "Header always unset"],
        }
    }
}

impl Upstream {
    /// What a handler that throws becomes.
    pub(super) fn status_of_panic(self) -> Status {
        match self {
            // It catches exceptions.
            Self::PhpFpm | Self::Several => Status::INTERNAL_SERVER_ERROR,
            // Apache sees its upstream close the connection.
            Self::Http | Self::Static => Status::BAD_GATEWAY,
        }
    }
}

impl Scope {
    /// Where the directives go.
    pub(super) fn context(self) -> &'static str {
        match self {
            Self::Server => {
                "Put this in your API's `<VirtualHost>`. It handles preflights before auth runs."
            }
            Self::Location => {
                "Put this in the `<Location>` or `<Directory>` of your API. It handles preflights before auth runs."
            }
            Self::Htaccess => {
                "Put this in the `.htaccess` file of your API's folder, above its `RewriteRule` lines. It handles preflights before auth runs."
            }
        }
    }

    /// The place by its name.
    pub(super) fn place(self) -> &'static str {
        match self {
            Self::Server => "<VirtualHost>",
            Self::Location => "<Location> or <Directory>",
            Self::Htaccess => ".htaccess",
        }
    }
}

/// The name of the file.
pub(super) fn path(options: &Options, scope: Scope) -> String {
    let name = name(options);
    match (scope, name) {
        (Scope::Server | Scope::Location, None) => "cors.conf".to_owned(),
        (Scope::Server | Scope::Location, Some(name)) => format!("cors-{name}.conf"),
        (Scope::Htaccess, None) => ".htaccess".to_owned(),
        (Scope::Htaccess, Some(name)) => format!("{name}.htaccess"),
    }
}
