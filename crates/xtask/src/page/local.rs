//! Whether a built page names folders of this machine.

use crate::error::{Error, at};
use crate::project::Project;
use std::env;
use std::fs;
use std::path::Path;

/// Fails if a file of the built page names the home folder, the folder of this repository, or the folder in
/// which Cargo keeps packages.
pub(crate) fn check(project: &Project) -> Result<(), Error> {
    let mut names = vec![
        format!("{}/", project.root().display()),
        ".cargo/registry".to_owned(),
    ];
    if let Some(home) = env::home_dir().filter(|home| home.parent().is_some()) {
        names.push(format!("{}/", home.display()));
    }
    check_folder(&project.dist(), &names)
}

fn check_folder(folder: &Path, names: &[String]) -> Result<(), Error> {
    for entry in fs::read_dir(folder).map_err(at(folder.display()))? {
        let path = entry.map_err(at(folder.display()))?.path();
        if path.is_dir() {
            check_folder(&path, names)?;
            continue;
        }
        let content = fs::read(&path).map_err(at(path.display()))?;
        let text = String::from_utf8_lossy(&content);
        if let Some(name) = names.iter().find(|name| text.contains(name.as_str())) {
            return Err(Error::failed(format!(
                "{} contains `{name}`, a path of this machine",
                path.display()
            )));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_of_this_machine_is_found_in_every_file() {
        let folder = env::temp_dir().join(format!("xtask-local-{}", std::process::id()));
        let file = folder.join("assets/a.wasm");
        fs::create_dir_all(folder.join("assets")).unwrap();
        let names = ["/home/user/".to_owned()];
        for (content, is_found) in [
            (&b"\0asm\xff/home/other/lib.rs"[..], false),
            (b"\0asm\xff/home/user/lib.rs", true),
        ] {
            fs::write(&file, content).unwrap();
            assert_eq!(check_folder(&folder, &names).is_err(), is_found);
        }
        fs::remove_dir_all(&folder).unwrap();
    }
}
