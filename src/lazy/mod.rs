//! The parts of the page that are loaded when they are looked at, or when the page has nothing else to do.
//!
//! `cargo xtask` cuts the page's WebAssembly: what is reached only through the content of one of these modules goes
//! into a file of its own, code and texts alike. So nothing else may name what is in there. A build without the
//! feature `split` has everything in one file and works the same.
//!
//! To add a module: a struct for what it offers, a `static` of it, and a line in `lazy_modules!`. Views show it with
//! [`LazyModule::show`], and other code awaits [`LazyModule::load`].

mod content;
pub(crate) mod host_messages;

pub(crate) use content::{Checks, Embed, Exports, Help, Targets, Troubleshoot};

use core::future::Future;
use core::pin::Pin;

use cors_http::PublicSuffixList;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::dom::{AnyView, el, icon};

/// What is being loaded, or what came of it.
#[derive(Debug)]
enum Loading<T: 'static> {
    NotYet,
    Underway,
    Failed,
    Loaded(&'static T),
}

impl<T> Clone for Loading<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Loading<T> {}

type LoadFuture<T> = Pin<Box<dyn Future<Output = Result<&'static T, NotLoaded>>>>;

/// A part of the page that is loaded when it is needed.
pub(crate) struct LazyModule<T: 'static> {
    /// What it is, in the sentence that it couldn't be loaded.
    name: &'static str,
    load: fn() -> LoadFuture<T>,
    loading: RwSignal<Loading<T>>,
}

impl<T> Clone for LazyModule<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for LazyModule<T> {}

/// The file couldn't be loaded.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NotLoaded;

#[cfg(split)]
impl From<wasm_split_helpers::SplitLoaderError> for NotLoaded {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

macro_rules! lazy_modules {
    ($($(#[doc = $doc:literal])+ $module:ident: $content:ty = $value:expr, $name:literal;)+) => {
        /// All of them.
        #[derive(Clone, Copy)]
        pub(crate) struct Modules {
            $($(#[doc = $doc])+ pub(crate) $module: LazyModule<$content>,)+
        }

        impl Modules {
            pub(crate) fn new() -> Self {
                Self {
                    $($module: LazyModule::new($name, || Box::pin(load::$module())),)+
                }
            }
        }

        mod load {
            #![allow(clippy::wildcard_imports, reason = "the names of the contents")]
            use super::*;

            $(
                #[cfg(split)]
                #[wasm_split_helpers::wasm_split($module, fallible)]
                pub(super) fn $module() -> Result<&'static $content, NotLoaded> {
                    static CONTENT: $content = $value;
                    Ok(&CONTENT)
                }

                #[cfg(not(split))]
                #[allow(clippy::unused_async, reason = "loading takes a while where the page is split")]
                pub(super) async fn $module() -> Result<&'static $content, NotLoaded> {
                    static CONTENT: $content = $value;
                    Ok(&CONTENT)
                }
            )+
        }
    };
}

lazy_modules! {
    /// The checks, their tab, and the attack test.
    checks: Checks = content::CHECKS, "The checks";
    /// What reads a paste.
    troubleshoot: Troubleshoot = content::TROUBLESHOOT, "Troubleshoot";
    /// The servers but nginx, and the full examples.
    targets: Targets = content::TARGETS_CONTENT, "The other servers";
    /// Files and embed code.
    exports: Exports = content::EXPORTS, "The files";
    /// The texts of Help.
    help: Help = content::HELP, "Help";
    /// The messages between an embedded page and the page around it.
    embed: Embed = content::EMBED, "The messages";
    /// The Public Suffix List.
    suffixes: PublicSuffixList = cors_suffixes::PUBLIC_SUFFIXES, "The Public Suffix List";
}

impl<T: Sync> LazyModule<T> {
    fn new(name: &'static str, load: fn() -> LoadFuture<T>) -> Self {
        Self {
            name,
            load,
            loading: RwSignal::new(Loading::NotYet),
        }
    }

    /// The content, if it is there.
    pub(crate) fn get(self) -> Option<&'static T> {
        match self.loading.get() {
            Loading::Loaded(content) => Some(content),
            Loading::NotYet | Loading::Underway | Loading::Failed => None,
        }
    }

    /// Loads it, unless it is there or underway.
    pub(crate) fn want(self) {
        if matches!(
            self.loading.get_untracked(),
            Loading::NotYet | Loading::Failed
        ) {
            spawn_local(async move {
                let _ = self.load().await;
            });
        }
    }

    /// Loads it, or finds it loaded.
    pub(crate) async fn load(self) -> Result<&'static T, NotLoaded> {
        if let Loading::Loaded(content) = self.loading.get_untracked() {
            return Ok(content);
        }
        self.loading.set(Loading::Underway);
        let loaded = (self.load)().await;
        self.loading.set(match loaded {
            Ok(content) => Loading::Loaded(content),
            Err(NotLoaded) => Loading::Failed,
        });
        loaded
    }

    /// A view of its content, or what is said while it isn't there.
    pub(crate) fn show(self, view: impl Fn(&'static T) -> AnyView) -> AnyView {
        match self.loading.get() {
            Loading::Loaded(content) => view(content),
            Loading::NotYet | Loading::Underway => {
                // Whoever looks at it wants it. Not while the page is being rendered.
                Effect::new(move |_| self.want());
                el("P")
                    .class("loading")
                    .child(format!("Loading {}…", lower_case(self.name)))
                    .into()
            }
            Loading::Failed => el("DIV")
                .class("notice blocked-notice")
                .attr("role", "alert")
                .child(icon("blocked"))
                .child(el("P").child(format!(
                    "{} couldn't be loaded. Check your connection.",
                    self.name
                )))
                .child(
                    el("BUTTON")
                        .class("button small")
                        .attr("type", "button")
                        .on_click(move |_| self.want())
                        .child("Try again"),
                )
                .into(),
        }
    }
}

fn lower_case(name: &str) -> String {
    name.strip_prefix("The ")
        .map_or_else(|| name.to_owned(), |rest| format!("the {rest}"))
}
