//! What is wrong with a config's text: codes, ranks, and where.

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// It doesn't work.
    Error,
    /// Someone could read or act who should not.
    Risk,
    /// Worth knowing.
    Tip,
}

impl Severity {
    /// The word in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Risk => "risk",
            Self::Tip => "tip",
        }
    }
}

/// One thing that is wrong with the text, or worth knowing about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Names the bad pattern.
    pub code: Code,
    /// How bad it is here; mostly the rank of its code.
    pub severity: Severity,
    /// The line, counted from 1.
    pub line: u32,
    /// What is wrong and what it does, in a sentence or two.
    pub message: String,
    /// What to do.
    pub fix: String,
}

macro_rules! codes {
    ($($variant:ident $id:literal $severity:ident $about:literal,)*) => {
        /// The name of a bad pattern. The order is that of gravity: the gravest comes first.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = $about] $variant,)*
        }

        impl Code {
            /// Every code, the gravest first.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code as it is printed.
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }

            /// Its usual rank.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// What it means, as a sentence.
            pub fn about(self) -> &'static str {
                match self { $(Self::$variant => $about,)* }
            }
        }
    };
}

codes! {
    StartupError "startup-error" Error "The program doesn't start, or fails on every request.",
    AnyOriginReflected "any-origin-reflected" Risk "Every origin is sent back, with credentials.",
    PolicyMadeVoid "policy-made-void" Risk "A wider policy makes this one void.",
    OriginPatternTooWide "origin-pattern-too-wide" Risk "A pattern allows origins that aren't meant.",
    WildcardWithCredentials "wildcard-with-credentials" Error "Any origin together with credentials, which browsers or the library reject.",
    OriginPatternInHeader "origin-pattern-in-header" Error "A pattern is sent as the value of a header.",
    OriginListInOneHeader "origin-list-in-one-header" Error "A list of origins is sent as the value of a header.",
    LiteralWildcardInList "literal-wildcard-in-list" Error "An asterisk inside a list is taken literally.",
    HeaderDoubled "header-doubled" Error "A header is sent twice.",
    HeaderNameMisspelt "header-name-misspelt" Error "A header's name is wrong, so browsers ignore it.",
    HeaderOnRequest "header-on-request" Error "A header is set on the request to the application instead of the response.",
    RuleNotUsed "rule-not-used" Error "What is defined isn't attached to anything.",
    PreflightAfterAuth "preflight-after-auth" Error "Authentication runs before CORS.",
    RedirectBeforeCors "redirect-before-cors" Error "A redirect comes before the CORS headers.",
    PreflightWithoutHeaders "preflight-without-headers" Error "The preflight gets an ok status and no CORS headers.",
    HeadersMissingOnActual "headers-missing-on-actual" Error "Only the preflight has CORS headers.",
    HeaderLostInIf "header-lost-in-if" Error "A header inside `if` cancels the headers outside.",
    HeaderInheritedLost "header-inherited-lost" Error "An inner block cancels the headers of the outer one.",
    OriginNotExact "origin-not-exact" Error "An origin is written in a form that never matches.",
    CredentialsAsText "credentials-as-text" Error "Credentials need another value.",
    PatternWithState "pattern-with-state" Error "A regular expression keeps the place where it stopped.",
    RefusalIsAnError "refusal-is-an-error" Error "A blocked origin becomes an error of the server.",
    PathWithSlash "path-with-slash" Error "The path ends in a slash, which requests lack.",
    NullInList "null-in-list" Risk "The origin `null` is allowed.",
    LayerOrder "layer-order" Error "The CORS layer is at a place where it doesn't cover everything.",
    HeadersMissingOnErrors "headers-missing-on-errors" Error "Error responses have no CORS headers.",
    MethodInvalid "method-invalid" Error "A method that can't be in the list.",
    MethodCase "method-case" Error "A method in lowercase.",
    MethodNotAllowed "method-not-allowed" Error "A method is missing.",
    HeaderNotAllowed "header-not-allowed" Error "A request header is missing.",
    WildcardIsLiteralWithCredentials "wildcard-is-literal-with-credentials" Error "An asterisk isn't a wildcard when credentials are sent.",
    MaxAgeInvalid "max-age-invalid" Error "The max age isn't a number of seconds.",
    PreflightNotAnswered "preflight-not-answered" Error "Nothing here handles preflights.",
    ScopeNotCovered "scope-not-covered" Tip "Another path has no CORS headers.",
    UnknownOption "unknown-option" Error "The library has no option of this name.",
    ExposeMissing "expose-missing" Tip "A response header isn't exposed.",
    VaryReplaced "vary-replaced" Risk "The application's Vary header is replaced.",
    VaryMissing "vary-missing" Risk "The response depends on the origin, and Vary doesn't say so.",
    HeaderMayBeDoubled "header-may-be-doubled" Tip "A header is sent twice if the application sends it too.",
    HttpOriginWithCredentials "http-origin-with-credentials" Risk "An origin without TLS may act as a signed-in user.",
    SharedSuffix "shared-suffix" Risk "Anyone can get a name that the pattern matches.",
    IfChangesContent "if-changes-content" Tip "An `if` changes which handler responds.",
    HeaderWithoutEffect "header-without-effect" Tip "Browsers ignore this header.",
    MaxAgeCapped "max-age-capped" Tip "Browsers cache preflights for less time than this.",
    MaxAgeZero "max-age-zero" Tip "Preflights aren't cached.",
}

impl Code {
    /// The code of that name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.id() == id)
    }
}
