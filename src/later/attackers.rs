//! The table of attackers.

use cors_core::attack::AttackTable;
use cors_core::draft::Draft;

use crate::browser;

/// Hostile origins for the policy on screen, and what each of them gets.
pub(crate) async fn attack_table(draft: Draft) -> AttackTable {
    AttackTable::of(&draft, &browser::host_to_ascii)
}
