//! The page of the CORS Header Builder.

#![expect(
    unreachable_pub,
    reason = "the component macro writes public types for the properties"
)]
#![expect(
    clippy::needless_pass_by_value,
    reason = "a component owns its properties, whether it uses them up or not"
)]

mod address;
mod app;
mod browser;
mod help;
mod policy_json;
mod session;
mod state;
mod views;
mod widgets;

fn main() {
    console_error_panic_hook::set_once();
    browser::mount(app::App);
}
