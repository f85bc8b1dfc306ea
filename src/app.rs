//! The whole page: where everything is.

use leptos::prelude::*;

use crate::browser::typed;
use crate::config::ConfigPanel;
use crate::dom::{AnyView, Element, el, live, nothing, true_or_false};
use crate::flow::{FlowInShort, FlowPanel};
use crate::header::{FailureStrip, Header, Notices, PhoneBar};
use crate::policy::PolicyPanel;
use crate::state::{MAIN, Place, Start, State, Tab, base, provide_state};

/// The whole page.
#[component]
pub(crate) fn App(start: Start) -> impl IntoView {
    let state = provide_state(start);
    // After the page is there, so that one that was rendered at build time is taken over as it is.
    Effect::new(move |_| {
        untrack(|| state.connect());
        typed::replay();
        state.load_when_idle();
    });
    let is_embedded = Memo::new(move |_| state.is_embedded());
    let panes = el("MAIN")
        .id(MAIN)
        .attr("tabindex", "-1")
        .class("panes")
        .child(place(state, Place::Policy, || {
            view! { <PolicyPanel/> }.into_any()
        }))
        .child(place(state, Place::FlowInShort, || {
            view! { <FlowInShort/> }.into_any()
        }))
        .child(tab_list(state))
        .child(panel(state, Tab::Config, || {
            view! { <ConfigPanel/> }.into_any()
        }))
        .child(panel(state, Tab::Flow, || {
            view! { <FlowPanel/> }.into_any()
        }))
        .child(panel(state, Tab::Checks, move || {
            lazy_pane(Tab::Checks, move || {
                state.modules.checks.show(|checks| (checks.panel)())
            })
        }))
        .child(panel(state, Tab::Troubleshoot, move || {
            lazy_pane(Tab::Troubleshoot, move || {
                state
                    .modules
                    .troubleshoot
                    .show(|troubleshoot| (troubleshoot.panel)())
            })
        }));
    el("DIV")
        .class("page")
        .bind("data-embed", move || {
            let embed = state.arrangement().embed?;
            Some(embed.word().to_owned())
        })
        .bind("data-tab", move || {
            Some(state.arrangement().selected().word().to_owned())
        })
        .bind("data-policy-open", move || {
            state.arrangement().is_policy_open.then(String::new)
        })
        .show(move || {
            if is_embedded.get() {
                view! { <FailureStrip/> }.into_any()
            } else {
                frame(state)
            }
        })
        .child(view! { <Notices/> })
        .child(panes)
        .show(move || {
            if is_embedded.get() {
                full_tool(state)
            } else {
                view! { <PhoneBar/> }.into_any()
            }
        })
        .view()
}

/// What is above the panes, but in embeds.
fn frame(state: State) -> AnyView {
    let skip = |words: &'static str, place: Place, id: &'static str| {
        el("A")
            .class("skip")
            .attr("href", format!("#{id}"))
            .on_click(move |event| {
                // The fragment is the state, so a jump must not change it.
                event.prevent_default();
                state.go_to(place, id);
            })
            .child(words)
            .into()
    };
    let links = el("NAV")
        .class("skips")
        .attr("aria-label", "Skip links")
        .children([
            skip("Skip to the config", Place::Panel(Tab::Config), "config"),
            skip("Skip to the request flow", Place::Panel(Tab::Flow), "flow"),
            skip("Skip to the checks", Place::Panel(Tab::Checks), "checks"),
        ]);
    crate::dom::many(vec![links.into(), view! { <Header/> }.into_any()])
}

/// A part of the page, made only while it is on the screen.
fn place(state: State, place: Place, content: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let is_shown = state.shows(place);
    live(move || if is_shown.get() { content() } else { nothing() })
}

/// The panel of a tab. The config is one only where it shares its place with the others.
fn panel(state: State, tab: Tab, content: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let is_shown = state.shows(Place::Panel(tab));
    let is_panel = Memo::new(move |_| {
        let arrangement = state.arrangement();
        arrangement.embed.is_none() && has_tab(arrangement.screen, tab)
    });
    let panel = el("DIV")
        .class(format!("panel panel-{}", tab.word()))
        .id(format!("panel-{}", tab.word()))
        .bind("role", move || {
            is_panel.get().then(|| "tabpanel".to_owned())
        })
        .bind("aria-labelledby", move || {
            is_panel.get().then(|| format!("tab-{}", tab.word()))
        })
        .bind("hidden", move || crate::dom::flag(!is_shown.get()))
        .show(move || if is_shown.get() { content() } else { nothing() });
    panel.into()
}

/// Whether there is a tab for this at that width.
fn has_tab(screen: crate::state::Screen, tab: Tab) -> bool {
    use crate::state::Screen;
    match (screen, tab) {
        (Screen::Phone, _) | (Screen::ThreePanes | Screen::Unknown, Tab::Config) => false,
        (
            Screen::Unknown | Screen::Stacked | Screen::TwoPanes | Screen::ThreePanes,
            Tab::Config | Tab::Flow | Tab::Checks | Tab::Troubleshoot,
        ) => true,
    }
}

/// A pane whose content is loaded when it is looked at.
fn lazy_pane(tab: Tab, content: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    el("SECTION")
        .class("pane")
        .id(tab.word())
        .attr("tabindex", "-1")
        .attr("aria-label", tab.label())
        .child(el("DIV").class("head").child(el("H2").child(tab.label())))
        .child(el("DIV").class("body").show(content))
        .into()
}

/// The tabs. Which of them are seen is for the style sheet.
fn tab_list(state: State) -> AnyView {
    let tabs = Tab::ALL.map(|tab| tab_view(state, tab).into());
    el("DIV")
        .class("tabs")
        .attr("role", "tablist")
        .attr("aria-label", "Result")
        .on("keydown", move |event| {
            let Some(key) = crate::browser::event::key(&event) else {
                return;
            };
            let arrangement = untrack(|| state.arrangement());
            let shown: Vec<Tab> = Tab::ALL
                .into_iter()
                .filter(|tab| has_tab(arrangement.screen, *tab))
                .collect();
            let at = shown
                .iter()
                .position(|tab| *tab == arrangement.selected())
                .unwrap_or(0);
            let count = shown.len();
            let next = match key.name.as_str() {
                "ArrowRight" => (at + 1) % count,
                "ArrowLeft" => (at + count - 1) % count,
                "Home" => 0,
                "End" => count - 1,
                _ => return,
            };
            event.prevent_default();
            if let Some(tab) = shown.get(next) {
                state.open_tab(*tab);
                crate::browser::element::focus(&format!("tab-{}", tab.word()));
            }
        })
        .children(tabs)
        .into()
}

fn tab_view(state: State, tab: Tab) -> Element {
    let is_selected = Memo::new(move |_| state.arrangement().selected() == tab);
    let view = el("BUTTON")
        .class(format!("tab tab-{}", tab.word()))
        .id(format!("tab-{}", tab.word()))
        .attr("type", "button")
        .attr("role", "tab")
        .attr("aria-controls", format!("panel-{}", tab.word()))
        .bind("aria-selected", move || true_or_false(is_selected.get()))
        .bind("tabindex", move || {
            Some(if is_selected.get() { "0" } else { "-1" }.to_owned())
        })
        .on_click(move |_| state.open_tab(tab))
        .child(tab.label());
    match tab {
        Tab::Checks => view.child(badge(state)),
        Tab::Config | Tab::Flow | Tab::Troubleshoot => view,
    }
}

/// How many errors and risks there are.
fn badge(state: State) -> AnyView {
    use cors_analysis::findings::Severity;
    let count = state.select(|analysis| {
        let findings = analysis.findings().iter();
        let serious = findings.filter(|finding| match finding.severity {
            Severity::Error | Severity::Risk => true,
            Severity::Tip => false,
        });
        serious.count()
    });
    live(move || match count.get() {
        0 => nothing(),
        count => el("SPAN").class("badge").child(count.to_string()).into(),
    })
}

/// The way from an embed to the same state with everything around it.
fn full_tool(state: State) -> AnyView {
    let link = el("A")
        .bind("href", move || {
            Some(cors_state::link::encode_url(base(), &state.draft()))
        })
        .attrs(&[("target", "_blank"), ("rel", "noopener")])
        .child("Open full tool");
    el("FOOTER")
        .class("full-tool")
        .child(el("H1").child("CORS Header Builder"))
        .child(link)
        .into()
}
