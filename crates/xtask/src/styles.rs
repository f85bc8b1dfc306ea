//! Puts the style sheets of the built page into one: fewer requests, and what they share is downloaded once.

use crate::error::{Error, at};
use crate::project::Project;
use std::fs;
use std::path::Path;

/// Joins them in the order of their links.
pub(crate) fn join(project: &Project) -> Result<(), Error> {
    let dist = project.dist();
    let index = dist.join("index.html");
    let html = fs::read_to_string(&index).map_err(at(index.display()))?;
    let mut joined = String::new();
    for (_, path) in links(&html) {
        let file = dist.join(path);
        joined.push_str(&fs::read_to_string(&file).map_err(at(file.display()))?);
        fs::remove_file(&file).map_err(at(file.display()))?;
    }
    let path = format!("assets/page-{:016x}.css", hash(joined.as_bytes()));
    write(&dist.join(&path), &joined)?;
    write(&index, &with_one_link(&html, &path)?)
}

/// The links to style sheets, each with its path in the page's folder.
fn links(html: &str) -> Vec<(&str, &str)> {
    html.split_inclusive('>')
        .filter_map(|text| {
            let tag = &text[text.rfind("<link")?..];
            let is_style = tag.contains("rel=stylesheet") || tag.contains("rel=\"stylesheet\"");
            let path = tag.split("href=").nth(1).filter(|_| is_style)?;
            let path = path.trim_start_matches(['"', '\'', '.', '/']);
            let end = path.find(['"', '\'', ' ', '>'])?;
            Some((tag, &path[..end]))
        })
        .collect()
}

fn with_one_link(html: &str, path: &str) -> Result<String, Error> {
    let links = links(html);
    let (first, _) = links
        .first()
        .ok_or_else(|| Error::failed("index.html links no style sheet"))?;
    // Frames without an origin of their own load it too, and those ask with CORS or not at all.
    let one = format!("<link rel=stylesheet href=./{path} crossorigin>");
    let mut html = html.replacen(first, &one, 1);
    for (tag, _) in links.iter().skip(1) {
        html = html.replacen(tag, "", 1);
    }
    Ok(html)
}

/// FNV-1a, which is enough to give another content another name.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

fn write(path: &Path, text: &str) -> Result<(), Error> {
    fs::write(path, text).map_err(at(path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_style_sheets_become_one() {
        let html = "<head><link rel=icon href=favicon.svg><link crossorigin href=./assets/a-1.css integrity=sha384-x rel=stylesheet>\n\
                    <title>x</title><link rel=\"stylesheet\" href=\"./assets/b-2.css\"/></head>";
        let paths: Vec<_> = links(html).into_iter().map(|(_, path)| path).collect();
        assert_eq!(paths, ["assets/a-1.css", "assets/b-2.css"]);
        assert_eq!(
            with_one_link(html, "assets/page-3.css").unwrap(),
            "<head><link rel=icon href=favicon.svg><link rel=stylesheet href=./assets/page-3.css crossorigin>\n<title>x</title></head>"
        );
        assert!(with_one_link("<p>", "x").is_err());
    }

    #[test]
    fn other_content_has_another_name() {
        assert_eq!(hash(b""), 0xcbf2_9ce4_8422_2325);
        assert_ne!(hash(b"a"), hash(b"b"));
    }
}
