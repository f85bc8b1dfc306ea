//! What the page says about its own address, for search engines, link previews and oEmbed.
//!
//! The address is known only where the page is deployed, in the variable `SITE_URL`. Without it the page says
//! nothing, so that no build points at somebody else's site.

use crate::error::Error;
use serde_json::json;
use std::env;

const VARIABLE: &str = "SITE_URL";
const NAME: &str = "CORS Header Builder";
const PICTURE: &str = "preview.png";
const PICTURE_TEXT: &str =
    "A preflight and its responses between page, browser and server, with the reason for each step";
const PICTURE_SIZE: (u32, u32) = (1200, 630);

/// What an oEmbed consumer shows: the request flow of the full example.
const FIGURE: &str = "#v=1&origins=https://app.example.com&methods=GET,POST,PUT,DELETE&headers=content-type,authorization&max-age=3600&url=https://api.example.com/api/users&method=POST&send=Content-Type:application/json,Authorization&embed=1&view=exchange&readonly=1";
const FIGURE_TITLE: &str = "A CORS request flow, step by step";
const FIGURE_SIZE: (u32, u32) = (720, 640);

/// The address of the folder that the page is deployed in.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Site {
    /// Ends in a slash, and has no character that HTML would need escaped.
    url: String,
}

impl Site {
    /// Reads the variable; without it there is no site.
    pub(super) fn from_environment() -> Result<Option<Self>, Error> {
        match env::var(VARIABLE) {
            Ok(url) if !url.is_empty() => Self::parse(&url).map(Some),
            Ok(_) | Err(env::VarError::NotPresent) => Ok(None),
            Err(error @ env::VarError::NotUnicode(_)) => {
                Err(Error::failed(format!("{VARIABLE}: {error}")))
            }
        }
    }

    fn parse(text: &str) -> Result<Self, Error> {
        let invalid = |reason: &str| {
            Error::failed(format!(
                "{VARIABLE} is `{text}`, which {reason} (use the address of the page's folder, such as https://cors.example/)"
            ))
        };
        let rest = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"))
            .ok_or_else(|| invalid("does not start with https://"))?;
        if rest.is_empty() || rest.starts_with('/') {
            return Err(invalid("has no host"));
        }
        if text.contains(['?', '#']) {
            return Err(invalid("has a query or a fragment"));
        }
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/%[]".contains(&byte);
        if !rest.bytes().all(is_plain) {
            return Err(invalid("has a character that a URL has to percent-encode"));
        }
        let url = format!("{}/", text.trim_end_matches('/'));
        Ok(Self { url })
    }

    /// Tags for the document's head.
    pub(super) fn tags(&self) -> String {
        let Self { url } = self;
        let (width, height) = PICTURE_SIZE;
        [
            format!(r#"<link rel="canonical" href="{url}">"#),
            format!(r#"<meta property="og:url" content="{url}">"#),
            format!(r#"<meta property="og:image" content="{url}{PICTURE}">"#),
            format!(r#"<meta property="og:image:width" content="{width}">"#),
            format!(r#"<meta property="og:image:height" content="{height}">"#),
            format!(r#"<meta property="og:image:alt" content="{PICTURE_TEXT}">"#),
            r#"<meta name="twitter:card" content="summary_large_image">"#.to_owned(),
            format!(
                r#"<link rel="alternate" type="application/json+oembed" href="{url}oembed.json" title="{NAME}">"#
            ),
        ]
        .concat()
    }

    /// The response of the page as an oEmbed provider.
    pub(super) fn oembed(&self) -> String {
        let Self { url } = self;
        let (width, height) = FIGURE_SIZE;
        let address = format!("{url}{FIGURE}").replace('&', "&amp;");
        let html = format!(
            r#"<iframe src="{address}" title="{FIGURE_TITLE}" width="{width}" height="{height}" loading="lazy" sandbox="allow-scripts allow-popups"></iframe>"#
        );
        let response = json!({
            "version": "1.0",
            "type": "rich",
            "provider_name": NAME,
            "provider_url": url,
            "title": FIGURE_TITLE,
            "html": html,
            "width": width,
            "height": height,
            "thumbnail_url": format!("{url}{PICTURE}"),
            "thumbnail_width": PICTURE_SIZE.0,
            "thumbnail_height": PICTURE_SIZE.1,
            "cache_age": 86_400,
        });
        format!("{response:#}\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<&str, &str>) {
        let found = Site::parse(text).map_err(|error| error.to_string());
        let found = found.as_ref().map(|site| site.url.as_str());
        match (found, expected) {
            (Err(found), Err(expected)) => assert!(found.contains(expected), "{found}"),
            (found, expected) => assert_eq!(found.map_err(String::as_str), expected),
        }
    }

    #[test]
    fn address_is_that_of_a_folder() {
        check("https://cors.example", Ok("https://cors.example/"));
        check("https://cors.example/", Ok("https://cors.example/"));
        check(
            "https://a.example/tools/cors",
            Ok("https://a.example/tools/cors/"),
        );
        check("http://127.0.0.1:8080/", Ok("http://127.0.0.1:8080/"));
        check("http://[::1]:8080", Ok("http://[::1]:8080/"));
    }

    #[test]
    fn address_that_would_not_work_is_an_error() {
        check("cors.example", Err("does not start with https://"));
        check("//cors.example", Err("does not start with https://"));
        check("https://", Err("has no host"));
        check("https:///a", Err("has no host"));
        check("https://a.example/?b", Err("has a query or a fragment"));
        check("https://a.example/#b", Err("has a query or a fragment"));
        check("https://a.example/\"><script>", Err("percent-encode"));
        check("https://a.example/a b", Err("percent-encode"));
    }

    #[test]
    fn everything_that_is_said_names_the_site() {
        let site = Site::parse("https://cors.example").unwrap();
        assert_eq!(
            site.tags(),
            "<link rel=\"canonical\" href=\"https://cors.example/\">\
             <meta property=\"og:url\" content=\"https://cors.example/\">\
             <meta property=\"og:image\" content=\"https://cors.example/preview.png\">\
             <meta property=\"og:image:width\" content=\"1200\">\
             <meta property=\"og:image:height\" content=\"630\">\
             <meta property=\"og:image:alt\" content=\"A preflight and its responses between page, browser and server, with the reason for each step\">\
             <meta name=\"twitter:card\" content=\"summary_large_image\">\
             <link rel=\"alternate\" type=\"application/json+oembed\" href=\"https://cors.example/oembed.json\" title=\"CORS Header Builder\">"
        );
        let oembed: serde_json::Value = serde_json::from_str(&site.oembed()).unwrap();
        assert_eq!(oembed["provider_url"], "https://cors.example/");
        assert_eq!(oembed["thumbnail_url"], "https://cors.example/preview.png");
        let html = oembed["html"].as_str().unwrap();
        assert!(
            html.starts_with("<iframe src=\"https://cors.example/#v=1&amp;origins="),
            "{html}"
        );
    }

    /// The size of the picture is in its first bytes.
    #[test]
    fn picture_has_the_size_that_is_said() {
        let picture = concat!(env!("CARGO_MANIFEST_DIR"), "/../../public/preview.png");
        let bytes = std::fs::read(picture).unwrap();
        let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
        assert_eq!((number(16), number(20)), PICTURE_SIZE);
    }
}
