//! What goes wrong in practice, explained.

use cors_core::analysis;
use cors_core::draft::Draft;
use cors_core::pitfall::Pitfall;

use crate::browser;

/// The fault that is switched on, explained for the request to try.
pub(crate) fn pitfall(draft: &Draft) -> Option<Pitfall> {
    analysis::pitfall(draft, &browser::host_to_ascii)
}
