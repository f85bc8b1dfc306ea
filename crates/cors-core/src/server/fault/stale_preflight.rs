use super::Before;
use super::FaultRow;

pub(super) const ROW: FaultRow = FaultRow {
    id: "stale-preflight",
    label: "Policy changed, old preflight still cached",
    description: "The page is removed from the allow list while the browser still has the preflight cached.",
    symptoms: "There is no OPTIONS request, although this request requires a preflight, but the server log shows that the request itself was handled. It stops when the cached preflight expires, and in a private window it doesn't happen.",
    fix: "Use a short max age while the policy still changes. Check permissions in the app, because CORS doesn't stop requests.",
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
