/// <https://fetch.spec.whatwg.org/#concept-cache>: what earlier preflights permit.
#[derive(Clone, Debug, Default)]
pub struct PreflightCache {}
