//! The page of the CORS Header Builder.

mod address;
#[cfg(target_family = "wasm")]
mod allocator;
mod app;
mod browser;
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

fn main() {
    // Where the page is split, a panic has no words to show.
    #[cfg(not(split))]
    console_error_panic_hook::set_once();
    browser::mount(app::APP);
}
