//! Where browsers treat the test request differently.

use cors_analysis::{InBrowser, SecondRequest};
use cors_fetch::Profile;
use leptos::prelude::*;

use super::verdict::verdict_class;
use crate::dom::{AnyView, el, icon, live, nothing};
use crate::state::use_state;
use crate::widgets::{disclosure, prose};

/// One line where all browsers agree; what differs, with a table, where they don't.
#[component]
pub(super) fn Browsers() -> impl IntoView {
    let state = use_state();
    let browsers = state.select(|analysis| analysis.browsers().to_vec());
    live(move || {
        let browsers = browsers.get();
        if browsers.is_empty() {
            return nothing();
        }
        let differences: Vec<&String> = browsers
            .iter()
            .filter_map(|browser| browser.differs.as_ref())
            .collect();
        let title = match differences.len() {
            0 => "Same in Chrome, Firefox and Safari".to_owned(),
            count => format!("Browser differences ({count})"),
        };
        let sentences = differences
            .iter()
            .map(|text| el("LI").child(prose(text)).into());
        let sentences =
            (!differences.is_empty()).then(|| el("UL").class("texts").children(sentences));
        disclosure(title)
            .child(sentences)
            .child(table(&browsers))
            .into()
    })
}

fn table(browsers: &[InBrowser]) -> AnyView {
    let heads = ["Browser", "Result", "Preflight", "Second request"];
    let heads = heads.map(|head| el("TH").attr("scope", "col").child(head).into());
    let rows = browsers.iter().map(row);
    let table = el("TABLE")
        .child(
            el("CAPTION")
                .class("visually-hidden")
                .child("The test request in each browser"),
        )
        .child(el("THEAD").child(el("TR").children(heads)))
        .child(el("TBODY").children(rows));
    el("DIV")
        .class("table")
        .attr("tabindex", "0")
        .attr("role", "group")
        .attr("aria-label", "The test request in each browser")
        .child(table)
        .into()
}

fn row(browser: &InBrowser) -> AnyView {
    let (class, icon_name) = verdict_class(browser.kind);
    let preflight = if browser.preflight { "Yes" } else { "No" };
    el("TR")
        .child(el("TH").attr("scope", "row").child(browser.profile.label()))
        .child(
            el("TD").child(
                el("SPAN")
                    .class(format!("mark {class}"))
                    .child(icon(icon_name))
                    .child(browser.kind.id()),
            ),
        )
        .child(el("TD").child(preflight))
        .child(el("TD").child(browser.preflight_cache()))
        .into()
}

/// What a second, equal request does in the browser shown.
#[component]
pub(super) fn SecondTime() -> impl IntoView {
    let state = use_state();
    let memory = state.select(|analysis| {
        let shown = analysis.draft().browser;
        let browsers = analysis.browsers().iter();
        let mut browsers = browsers.filter(|browser| browser.profile == shown);
        browsers.next().map(|browser| match browser.second {
            SecondRequest::NeedsNoPreflight => "Same again: no preflight.".to_owned(),
            SecondRequest::UsesCache | SecondRequest::SendsPreflight => browser.preflight_cache(),
        })
    });
    live(move || match memory.get() {
        Some(words) => el("P")
            .class("second-time")
            .child(el("B").child("A second request: "))
            .child(prose(&words))
            .into(),
        None => nothing(),
    })
}

/// The choices of "Show as".
pub(super) fn profiles() -> Vec<(String, String)> {
    Profile::ALL
        .map(|profile| (profile.id().to_owned(), profile.label().to_owned()))
        .to_vec()
}
