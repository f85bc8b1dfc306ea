use clap_mangen::Man;

use crate::args;

/// The man page of `cors`, or of one of its commands.
pub(crate) fn page(name: Option<&str>) -> Result<Vec<u8>, String> {
    let mut all = args::command();
    // Gives the commands their full names.
    all.build();
    let command = match name {
        None => all,
        Some(name) => all.find_subcommand(name).cloned().ok_or_else(|| {
            let names: Vec<&str> = all.get_subcommands().map(clap::Command::get_name).collect();
            format!(
                "There is no command `{name}`. The commands are {}.",
                names.join(", ")
            )
        })?,
    };
    let mut page = Vec::new();
    Man::new(command)
        .render(&mut page)
        .map_err(|error| format!("The man page can't be written: {error}."))?;
    Ok(page)
}
