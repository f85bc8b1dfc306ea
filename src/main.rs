//! The page of the CORS Header Builder, a Leptos app.

#![allow(
    unreachable_pub,
    reason = "`#[component]` makes structs for the properties, which are public"
)]

mod app;
mod browser;
mod checks;
mod config;
mod crash;
mod dom;
mod flow;
mod header;
mod help;
mod lazy;
mod policy;
mod share;
mod start;
mod state;
mod troubleshoot;
mod widgets;

fn main() {
    start::start();
}
