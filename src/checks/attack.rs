//! Attack origins made from the policy's own entries, and what each of them gets.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use cors_analysis::attack::{AttackTable, Attempt, Sender, Tried, Verdict};
use leptos::prelude::*;

use crate::browser::time;
use crate::dom::{AnyView, Element, el, icon, live, many, nothing};
use crate::state::{State, use_state};
use crate::widgets::{disclosure, prose};

/// How long typing has to pause before the attack origins are tried again.
const PAUSE_MS: u64 = 200;

/// The result in a sentence or two, and the whole table folded under it.
#[component]
pub(super) fn AttackTest() -> impl IntoView {
    let state = use_state();
    let table = RwSignal::new(None::<Arc<AttackTable>>);
    follow(state, table);
    let summary = live(move || match table.get() {
        Some(table) => summary(&table),
        None => el("P").class("hint").child("Trying attack origins…").into(),
    });
    let count = move || table.with(|table| table.as_ref().map_or(0, |table| table.attempts.len()));
    let all = live(move || match table.get() {
        Some(table) => all(&table),
        None => nothing(),
    });
    el("SECTION")
        .class("attack")
        .attr("aria-label", "Attack test")
        .child(el("H3").child("Attack test"))
        .child(summary)
        .child(
            disclosure(el("SPAN").show_text(move || format!("Show all {}", count())))
                .class("disclosure")
                .child(all),
        )
        .view()
}

/// Tries the attack origins on the policy as it is once typing pauses.
fn follow(state: State, table: RwSignal<Option<Arc<AttackTable>>>) {
    // Not a signal: the timer may outlive the tab, whose signals go with it.
    let newest = Rc::new(Cell::new(0_u32));
    Effect::new(move |_| {
        let analysis = state.analysis();
        let number = newest.get().wrapping_add(1);
        newest.set(number);
        let newest = Rc::clone(&newest);
        let pause = if table.with_untracked(Option::is_some) {
            PAUSE_MS
        } else {
            0
        };
        time::after(pause, move || {
            if newest.get() == number {
                table.try_set(Some(Arc::new(analysis.attack().clone())));
                state.load_list_if_asked();
            }
        });
    });
}

fn summary(table: &AttackTable) -> AnyView {
    let can_read = |attempt: &Attempt| match attempt.verdict {
        Verdict::Succeeds | Verdict::Allowed { .. } => true,
        Verdict::Blocked | Verdict::NotDocumented => false,
    };
    let is_open = |attempt: &Attempt| attempt.verdict == Verdict::NotDocumented;
    let (class, name) = if table.succeeded() > 0 {
        ("notice error-notice", "error")
    } else if table.attempts.iter().any(can_read) || table.attempts.iter().any(is_open) {
        ("notice risk-notice", "risk")
    } else {
        ("notice allowed-notice", "allowed")
    };
    el("DIV")
        .class(class)
        .child(icon(name))
        .child(el("P").child(prose(&table.summary())))
        .into()
}

fn all(table: &AttackTable) -> AnyView {
    let heads = ["Origin", "What it tries", "Result", "Reached your app"];
    // The roles hold where a narrow window makes blocks of the rows.
    let heads = heads.map(|head| {
        el("TH")
            .attrs(&[("scope", "col"), ("role", "columnheader")])
            .child(head)
            .into()
    });
    let head = el("THEAD")
        .attr("role", "rowgroup")
        .child(el("TR").attr("role", "row").children(heads));
    let rows = table.attempts.iter().map(row);
    let table = el("TABLE")
        .class("attack-table")
        .attr("role", "table")
        .child(
            el("CAPTION")
                .class("visually-hidden")
                .child("Attack origins and what each of them gets"),
        )
        .child(head)
        .child(el("TBODY").attr("role", "rowgroup").children(rows));
    many(vec![
        el("P")
            .class("hint")
            .child("CORS hides the response; it doesn't stop the request. Protect endpoints that change data against CSRF.")
            .into(),
        table.into(),
    ])
}

fn row(attempt: &Attempt) -> AnyView {
    let attacker = &attempt.attacker;
    let tries = cell("What it tries")
        .child(el("B").child(attacker.trick.label()))
        .child(" ")
        .child(prose(attacker.trick.why()));
    let origin = el("TH")
        .attrs(&[("scope", "row"), ("role", "rowheader")])
        .child(el("CODE").child(attacker.origin.clone()));
    el("TR")
        .attr("role", "row")
        .child(origin)
        .child(tries)
        .child(cell("Result").child(result(attempt)))
        .child(
            cell("Reached your app")
                .child(reached(&attempt.without_preflight, &attempt.with_preflight)),
        )
        .into()
}

/// A cell that still says what it holds where the heads are out of sight.
fn cell(head: &'static str) -> Element {
    el("TD").attrs(&[("role", "cell"), ("data-head", head)])
}

fn result(attempt: &Attempt) -> AnyView {
    let mark = |class: &'static str, name: &'static str, word: &'static str| {
        el("SPAN")
            .class(format!("mark {class}"))
            .child(icon(name))
            .child(word)
            .into()
    };
    match (&attempt.verdict, attempt.sender) {
        (Verdict::Allowed { by }, _) => many(vec![
            mark("risk", "risk", "Allowed"),
            crate::dom::text(" by "),
            el("CODE").child(by.clone()).into(),
        ]),
        (Verdict::Succeeds, Sender::Page) => mark("error", "error", "Can read"),
        (Verdict::Succeeds, Sender::Program) => mark("error", "error", "Reflected"),
        (Verdict::NotDocumented, _) => mark("risk", "risk", "Not documented"),
        (Verdict::Blocked, Sender::Page) => mark("allowed", "allowed", "Blocked"),
        (Verdict::Blocked, Sender::Program) => many(vec![
            mark("allowed", "allowed", "Blocked"),
            crate::dom::text("; never sent by browsers"),
        ]),
    }
}

fn reached(without: &Tried, with: &Tried) -> &'static str {
    if without.not_documented || with.not_documented {
        return "Not documented";
    }
    match (without.reached_app, with.reached_app) {
        (true, true) => "Yes",
        (true, false) => "Yes, unless preflighted",
        (false, true) => "Only after a preflight",
        (false, false) => "No",
    }
}
