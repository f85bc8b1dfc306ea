use super::Before;
use super::FaultRow;

pub(super) const ROW: FaultRow = FaultRow {
    id: "stale-preflight",
    label: "Policy changed, old preflight still cached",
    description: "The page is removed from the allow list while the browser still has the preflight cached.",
    symptoms: "There is no OPTIONS request, although this request requires a preflight, and the server log shows that the request itself was handled. It ends when the max age is over, or in a private window.",
    fix: "Keep the max age short while the policy still changes. And let the app check who may do what, because CORS doesn't stop the request.",
    before: Before::PolicyChanged,
    no_effect: |circumstances| {
        Some(if circumstances.sends_preflight {
            CACHES_NOTHING
        } else {
            NO_PREFLIGHT
        })
    },
    ..FaultRow::NONE
};

const CACHES_NOTHING: &str = "The browser doesn't cache this preflight, so a new policy applies at once. Try a max age of 600.";
const NO_PREFLIGHT: &str = "This request needs no preflight, so none is cached. Try the method PUT.";
