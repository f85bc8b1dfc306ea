//! How the page begins: rendered at build time, and taken over in the browser.

#[cfg(feature = "hydrate")]
use leptos::mount::hydrate_from;
#[cfg(not(feature = "ssr"))]
use leptos::mount::mount_to_renderer;
use leptos::prelude::*;

use crate::app::App;
#[cfg(not(feature = "ssr"))]
use crate::browser::page;
use crate::state::Start;

/// Prints the first screen as HTML, for `cargo xtask` to put into `index.html`.
#[cfg(feature = "ssr")]
#[expect(clippy::print_stdout, reason = "this is what it is for")]
pub(crate) fn start() {
    let owner = Owner::new();
    let html = owner.with(|| view! { <App start=Start::Example/> }.into_any().to_html());
    println!("{html}");
}

/// Takes over the page that was rendered at build time, or builds another one where the address holds a state.
#[cfg(not(feature = "ssr"))]
pub(crate) fn start() {
    crate::crash::install_panic_hook();
    let Some(root) = page::root() else {
        return;
    };
    // A build for development has nothing to take over.
    #[cfg(feature = "hydrate")]
    if root.has_attribute("data-prerendered") && crate::state::address::is_bare() {
        crate::browser::typed::remember(&root);
        let app = || view! { <App start=Start::Example/> }.into_any();
        hydrate_from(root, app).forget();
        return;
    }
    root.set_text_content(None);
    let app = || view! { <App start=Start::Address/> }.into_any();
    mount_to_renderer(&root, app).forget();
}
