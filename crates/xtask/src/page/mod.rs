//! Turns what Trunk built into the page that is deployed. Trunk's hooks call this, so that
//! `trunk build --release` makes the whole page.

mod hash;
mod html;
mod local;
mod modules;
mod prerender;
mod remap;
mod site;
mod styles;

pub(crate) use html::references;
pub(crate) use local::check as names_no_local_path;
pub(crate) use remap::write as leave_out_local_paths;

use crate::error::{Error, at};
use crate::project::Project;
use crate::shell::Sink;
use html::Page;
use site::Site;
use std::fs;
use std::path::Path;

/// Finishes the page in the folder that Trunk builds in.
pub(crate) fn finish(project: &Project, folder: &Path, sink: &Sink) -> Result<(), Error> {
    let site = Site::from_environment()?;
    let assets = folder.join("assets");
    remove_replaced(&assets)?;
    let styles = styles::bundle(project, &assets, sink)?;
    let modules = modules::split(project, &assets, sink)?;
    let app = prerender::app(project, sink)?;

    let index = folder.join("index.html");
    let built = fs::read_to_string(&index).map_err(at(index.display()))?;
    let page = Page {
        styles: &format!("./assets/{styles}"),
        script: &format!("./assets/{}", modules.script),
        wasm: &format!("./assets/{}", modules.wasm),
        app: &app,
        head: &site.as_ref().map(Site::tags).unwrap_or_default(),
    };
    fs::write(&index, page.write_into(&built)?).map_err(at(index.display()))?;
    match site {
        Some(site) => {
            let file = folder.join("oembed.json");
            fs::write(&file, site.oembed()).map_err(at(file.display()))
        }
        None => Ok(()),
    }
}

/// Removes what Trunk built and this replaces: its files have no hash in their names, or one that does not
/// depend on everything that is in them.
fn remove_replaced(assets: &Path) -> Result<(), Error> {
    for entry in fs::read_dir(assets).map_err(at(assets.display()))? {
        let path = entry.map_err(at(assets.display()))?.path();
        let ending = path.extension().and_then(|ending| ending.to_str());
        if path.is_dir() {
            fs::remove_dir_all(&path).map_err(at(path.display()))?;
        } else if matches!(ending, Some("css" | "js" | "wasm")) {
            fs::remove_file(&path).map_err(at(path.display()))?;
        }
    }
    Ok(())
}
