//! The page of the CORS Header Builder.

mod address;
mod app;
mod browser;
mod crash;
mod dom;
mod embed;
mod help;
mod later;
mod platform;
mod presentation;
mod session;
mod state;
mod views;
mod widgets;

use leptos::prelude::{Owner, RenderHtml as _};

fn main() {
    if cfg!(feature = "ssr") {
        print();
    } else {
        crash::install_panic_hook();
        start();
    }
}

/// Puts the page into the element that waits for it.
fn start() {
    let Some(root) = gloo_utils::document().get_element_by_id("app") else {
        return;
    };
    // `default` in Cargo.toml chooses: with `hydrate` the page takes over what was rendered at build time,
    // with `csr` it replaces it.
    #[cfg(feature = "hydrate")]
    if root.has_attribute("data-prerendered") {
        use wasm_bindgen::JsCast as _;
        leptos::mount::hydrate_from(root.unchecked_into(), || app::APP).forget();
        return;
    }
    root.set_text_content(None);
    leptos::mount::mount_to_renderer(&root, || app::APP).forget();
}

/// Prints the page as a bare address shows it, for index.html.
#[expect(clippy::print_stdout, reason = "the build reads it")]
fn print() {
    println!("{}", Owner::new().with(|| app::APP.to_html()));
}
