/// A field of the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PolicyField {
    /// The allow list.
    AllowOrigins,
    /// Allowed methods.
    AllowMethods,
    /// Allowed request headers.
    AllowHeaders,
    /// Exposed response headers.
    ExposeHeaders,
    /// Credentials.
    AllowCredentials,
    /// Max age.
    MaxAge,
}
