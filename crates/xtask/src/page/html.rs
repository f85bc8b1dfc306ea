//! Rewrites the built index.html.

use crate::error::Error;
use lol_html::errors::RewritingError;
use lol_html::html_content::{ContentType, Element};
use lol_html::{RewriteStrSettings, element, rewrite_str};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

/// What the deployed index.html has in place of what Trunk wrote.
pub(super) struct Page<'a> {
    /// Address of the style sheet.
    pub(super) styles: &'a str,
    /// Address of the script that starts the page.
    pub(super) script: &'a str,
    /// Address of the module that it starts.
    pub(super) wasm: &'a str,
    /// The page, rendered.
    pub(super) app: &'a str,
    /// Tags that follow the title.
    pub(super) head: &'a str,
}

impl Page<'_> {
    /// Rewrites the document. Each element must be there exactly once.
    pub(super) fn write_into(&self, html: &str) -> Result<String, Error> {
        type Change<'c> = (&'static str, Box<dyn Fn(&mut Element<'_, '_>) + 'c>);
        let attribute = |name: &'static str, value: &str| {
            let value = value.to_owned();
            move |element: &mut Element<'_, '_>| {
                // Only an attribute's name can be invalid.
                let _ = element.set_attribute(name, &value);
            }
        };
        let changes: [Change<'_>; 6] = [
            (
                "title",
                Box::new(|element| element.after(self.head, ContentType::Html)),
            ),
            (
                "link[rel=stylesheet]",
                Box::new(|element| {
                    element.remove_attribute("integrity");
                    attribute("href", self.styles)(element);
                }),
            ),
            (
                "script[data-wasm]",
                Box::new(|element| {
                    attribute("data-js", self.script)(element);
                    attribute("data-wasm", self.wasm)(element);
                }),
            ),
            (
                "link[rel=modulepreload]",
                Box::new(attribute("href", self.script)),
            ),
            ("link[rel=preload]", Box::new(attribute("href", self.wasm))),
            (
                "#app",
                Box::new(|element| {
                    element.set_inner_content(self.app, ContentType::Html);
                    attribute("data-prerendered", "")(element);
                }),
            ),
        ];
        let found = changes.each_ref().map(|_| Cell::new(0));
        let handlers = changes
            .iter()
            .zip(&found)
            .map(|((selector, change), found)| {
                element!(*selector, move |element| {
                    found.set(found.get() + 1);
                    change(element);
                    Ok(())
                })
            });
        let settings = handlers.fold(
            RewriteStrSettings::new(),
            RewriteStrSettings::append_element_content_handler,
        );
        let rewritten = rewrite_str(html, settings).map_err(|error| invalid(&error))?;
        match changes
            .iter()
            .zip(&found)
            .find(|(_, found)| found.get() != 1)
        {
            None => Ok(rewritten),
            Some(((selector, _), found)) => Err(Error::failed(format!(
                "index.html has {} elements `{selector}` instead of one",
                found.get()
            ))),
        }
    }
}

/// The files of the site that a document's tags name, without addresses of other sites and fragments.
pub(crate) fn references(html: &str) -> Result<BTreeSet<String>, Error> {
    let found = RefCell::new(BTreeSet::new());
    let handler = element!("[href], [src], [data-js], [data-wasm]", |element| {
        // A link that is followed is not loaded with the page.
        if element.tag_name() != "a" {
            for name in ["href", "src", "data-js", "data-wasm"] {
                found
                    .borrow_mut()
                    .extend(element.get_attribute(name).as_deref().and_then(file));
            }
        }
        Ok(())
    });
    let settings = RewriteStrSettings::new().append_element_content_handler(handler);
    rewrite_str(html, settings).map_err(|error| invalid(&error))?;
    Ok(found.into_inner())
}

/// The file that an address names, if it is one of the site.
fn file(address: &str) -> Option<String> {
    let is_elsewhere = address.contains(':') || address.starts_with("//");
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let path = path.trim_start_matches("./").trim_start_matches('/');
    (!is_elsewhere && !path.is_empty()).then(|| path.to_owned())
}

fn invalid(error: &RewritingError) -> Error {
    Error::failed(format!("index.html: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: Page<'_> = Page {
        styles: "./assets/page-1.css",
        script: "./assets/a-2.js",
        wasm: "./assets/a-3.wasm",
        app: "<p>app</p>",
        head: "<meta>",
    };

    #[test]
    fn what_trunk_wrote_is_replaced() {
        let built = "<head><title>x</title><link crossorigin href=./assets/main-0.css integrity=sha384-x rel=stylesheet>\
             <script data-js=./a.js data-wasm=./a.wasm src=./boot.js></script><link href=./a.js rel=modulepreload>\
             <link as=fetch href=./a.wasm rel=preload></head><body><div id=app><p>old</div><p>after";
        assert_eq!(
            PAGE.write_into(built).unwrap(),
            "<head><title>x</title><meta><link crossorigin href=\"./assets/page-1.css\" rel=stylesheet>\
             <script data-js=\"./assets/a-2.js\" data-wasm=\"./assets/a-3.wasm\" src=./boot.js></script>\
             <link href=\"./assets/a-2.js\" rel=modulepreload><link as=fetch href=\"./assets/a-3.wasm\" rel=preload></head>\
             <body><div id=app data-prerendered=\"\"><p>app</p></div><p>after"
        );
    }

    #[test]
    fn missing_element_is_named() {
        assert_eq!(
            PAGE.write_into("<title>x</title>").unwrap_err().to_string(),
            "index.html has 0 elements `link[rel=stylesheet]` instead of one"
        );
    }

    #[test]
    fn every_file_that_the_page_names_is_found_once() {
        let html = "<link rel=icon href=favicon.svg><link rel=\"stylesheet\" href=\"./assets/main-0.css\" integrity=x>\
                    <script type=module src=./boot.js data-js=./assets/a.js data-wasm='./assets/a.wasm'></script>\
                    <link href=./assets/a.js rel=modulepreload><a href=#x></a><a href=link.html></a>\
                    <link rel=canonical href=https://other.example/><p data-src=no.txt>";
        let found = references(html).unwrap();
        assert_eq!(
            Vec::from_iter(found),
            [
                "assets/a.js",
                "assets/a.wasm",
                "assets/main-0.css",
                "boot.js",
                "favicon.svg"
            ]
        );
    }
}
