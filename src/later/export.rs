//! Files of what is shown, to take elsewhere.

use cors_core::draft::Draft;
use cors_core::export::{self, Format};

use crate::browser;

/// The text of a file, or why there is none.
pub(crate) async fn export(draft: Draft, format: Format) -> Result<String, String> {
    export::export(&draft, format, &browser::host_to_ascii)
}
