use std::sync::Arc;

use cors_analysis::analyze;
use cors_analysis::attack::{AttackTable, Attempt, Sender, Tried, Verdict};
use leptos::prelude::*;

use super::absent::absent;
use crate::browser;
use crate::dom::{Element, Node, el, live};
use crate::later::Later;
use crate::platform::platform;
use crate::state::State;
use crate::widgets::{icon, prose};

/// For how long typing must pause before the attackers are tried again.
const PAUSE_MS: u64 = 200;

/// Hostile origins made from the policy's own entries, and what each of them gets: one line, and all of
/// them for who opens it.
pub(crate) fn attackers(state: State) -> Element {
    let header = el("header")
        .class("card-header")
        .child(el("h2").id("attackers-title").child("Attackers"));
    el("section")
        .class("card attackers")
        .id("attackers")
        .attr("aria-labelledby", "attackers-title")
        .child(header)
        .show(move || match state.later() {
            Later::Here(part) => (part.attackers)(state),
            Later::Coming | Later::Failed => absent(state, "The attackers").into(),
        })
}

/// What is under the heading.
pub(crate) fn attackers_body(state: State) -> Node {
    let table = RwSignal::new(None::<Arc<AttackTable>>);
    follow(state, table);
    let more = el("details")
        .class("more attack-details")
        .child(el("summary").child("See what each of them gets"))
        .show(move || {
            table
                .get()
                .map_or_else(Node::none, |table| all(&table).into())
        });
    Node::Many(vec![
        live(move || summary(table.get().as_deref()).into()),
        more.into(),
    ])
}

/// Tries the attackers on the policy as it is once typing pauses.
fn follow(state: State, table: RwSignal<Option<Arc<AttackTable>>>) {
    let newest = StoredValue::new(0_u32);
    browser::follow(Box::new(move || {
        let draft = state.shown().draft.clone();
        let number = newest.get_value().wrapping_add(1);
        newest.set_value(number);
        let pause = if table.with_untracked(Option::is_some) {
            PAUSE_MS
        } else {
            0
        };
        browser::after(pause, move || {
            if newest.get_value() != number {
                return;
            }
            let tried = analyze(&draft, &platform()).attack().clone();
            table.set(Some(Arc::new(tried)));
            state.load_list_if_asked();
        });
    }));
}

fn summary(table: Option<&AttackTable>) -> Element {
    let Some(table) = table else {
        return el("p").class("attack-summary").child("Trying…");
    };
    let (kind, mark) = if table.succeeded() == 0 {
        ("attack-summary", "shared")
    } else {
        ("attack-summary refused", "error")
    };
    el("p")
        .class(kind)
        .child(icon(mark))
        .child(el("span").child(table.summary()))
}

fn all(table: &AttackTable) -> Element {
    let rows: Vec<Node> = table.attempts.iter().map(row).collect();
    // The roles hold where a narrow window makes blocks of the rows.
    let heads = ["Origin", "What it tries", "Verdict", "Application ran"];
    let heads: Vec<Node> = heads
        .into_iter()
        .map(|head| {
            el("th")
                .attrs(&[("scope", "col"), ("role", "columnheader")])
                .child(head)
                .into()
        })
        .collect();
    let head = el("thead")
        .attr("role", "rowgroup")
        .child(el("tr").attr("role", "row").child(heads));
    let name = el("caption")
        .class("visually-hidden")
        .child("Hostile origins and what each of them gets");
    el("div")
        .child(
            el("p").child("Where the application ran, CORS kept back the answer and nothing else. Protect what changes anything against forged requests (CSRF)."),
        )
        .child(
            el("table")
                .class("attack-table")
                .attr("role", "table")
                .child(name)
                .child(head)
                .child(el("tbody").attr("role", "rowgroup").child(rows)),
        )
}

fn row(attempt: &Attempt) -> Node {
    let attacker = &attempt.attacker;
    let tries = cell("What it tries")
        .child(
            el("span")
                .class("attack-name")
                .child(attacker.trick.label()),
        )
        .child(" ")
        .child(
            el("span")
                .class("attack-why")
                .child(prose(attacker.trick.why())),
        );
    el("tr")
        .attr("role", "row")
        .child(
            el("th")
                .attrs(&[("scope", "row"), ("role", "rowheader")])
                .child(el("code").child(attacker.origin.clone())),
        )
        .child(tries)
        .child(cell("Verdict").child(verdict(attempt)))
        .child(
            cell("Application ran").child(ran(&attempt.without_preflight, &attempt.with_preflight)),
        )
        .into()
}

/// A cell that still says what it holds where the heads are out of sight.
fn cell(head: &'static str) -> Element {
    el("td").attrs(&[("role", "cell"), ("data-head", head)])
}

fn verdict(attempt: &Attempt) -> Node {
    let told = |kind: &'static str, mark: &str, word: &'static str| {
        el("span")
            .class(kind)
            .child(icon(mark))
            .child(el("span").child(word))
    };
    match (&attempt.verdict, attempt.sender) {
        (Verdict::Allowed { by }, _) => Node::Many(vec![
            told("attack-verdict allowed", "notice", "Allowed").into(),
            " by the entry ".into(),
            el("code").child(by.clone()).into(),
        ]),
        (Verdict::Succeeds, Sender::Page) => {
            told("attack-verdict succeeds", "error", "Can read").into()
        }
        (Verdict::Succeeds, Sender::Program) => {
            told("attack-verdict succeeds", "error", "Named in the answer").into()
        }
        (Verdict::Blocked, Sender::Page) => told("attack-verdict", "refused", "Blocked").into(),
        (Verdict::Blocked, Sender::Program) => Node::Many(vec![
            told("attack-verdict", "refused", "Blocked").into(),
            "; never sent by browsers".into(),
        ]),
    }
}

fn ran(without: &Tried, with: &Tried) -> &'static str {
    match (without.reached_app, with.reached_app) {
        (true, true) => "Yes",
        (true, false) => "Yes, unless a preflight comes first",
        (false, true) => "Only after a preflight",
        (false, false) => "No",
    }
}
