//! The README says what the code does.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod golden;

use clap::{Arg, ArgAction, Command};
use cors_core::server::{Fault, FaultRow};
use cors_core::targets::{TARGETS, Target};
use cors_state::link::{KEYS, decode_url};
use golden::{between, check_parts, read};

/// A table of Markdown.
fn table(heads: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut text = row(heads.iter().map(|&head| head.to_owned()).collect());
    text.extend(["|", &"---|".repeat(heads.len()), "\n"]);
    text.extend(
        rows.into_iter()
            .map(|cells| row(cells.iter().map(|cell| cell.replace('|', "\\|")).collect())),
    );
    text
}

/// Words as code, separated by commas.
fn code<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}

/// The commands of `cors`.
fn commands() -> Vec<Command> {
    let mut all = cors_cli::command();
    all.build();
    all.get_subcommands()
        .filter(|command| command.get_name() != "help")
        .cloned()
        .collect()
}

/// The arguments of a command, options after the positional ones.
fn arguments(command: &Command) -> Vec<&Arg> {
    let positionals = command.get_positionals();
    let options = command
        .get_opts()
        .filter(|option| !matches!(option.get_action(), ArgAction::Help));
    positionals.chain(options).collect()
}

/// An argument as it is typed, such as `--target ID`.
fn typed(argument: &Arg) -> String {
    let value = argument
        .get_value_names()
        .unwrap_or_default()
        .iter()
        .map(clap::builder::Str::as_str)
        .collect::<Vec<_>>()
        .join(" ");
    match argument.get_long() {
        Some(long) if matches!(argument.get_action(), ArgAction::SetTrue) => format!("--{long}"),
        Some(long) => format!("--{long} {value}"),
        None => value,
    }
}

/// A command with all of its arguments.
fn usage(command: &Command) -> String {
    let arguments = arguments(command).into_iter().map(|argument| {
        let typed = typed(argument);
        let typed = if argument.is_required_set() {
            typed
        } else {
            format!("[{typed}]")
        };
        if matches!(argument.get_action(), ArgAction::Append) {
            format!("{typed}…")
        } else {
            typed
        }
    });
    let words: Vec<String> = [format!("cors {}", command.get_name())]
        .into_iter()
        .chain(arguments)
        .collect();
    words.join(" ")
}

fn command_rows() -> impl Iterator<Item = Vec<String>> {
    commands().into_iter().map(|command| {
        let about = command.get_about().map(ToString::to_string);
        vec![format!("`{}`", usage(&command)), about.unwrap_or_default()]
    })
}

/// What an option can be.
fn values(option: &Arg) -> String {
    let possible = option.get_possible_values();
    let ids: Vec<&str> = possible
        .iter()
        .map(clap::builder::PossibleValue::get_name)
        .collect();
    let is_target = |id: &&str| TARGETS.iter().any(|target| target.id == *id);
    let mut values = code(ids.iter().copied().filter(|id| !is_target(id)));
    if ids.iter().any(is_target) {
        let target = "the id of a [target](#targets)";
        values = if values.is_empty() {
            target.to_owned()
        } else {
            format!("{target}, {values}")
        };
    }
    values
}

/// The options, each once for all commands that say the same of it.
fn option_rows() -> Vec<Vec<String>> {
    let mut rows: Vec<([String; 3], Vec<String>)> = Vec::new();
    for command in &commands() {
        for argument in arguments(command) {
            let help = argument.get_help().map(ToString::to_string);
            let row = [
                format!("`{}`", typed(argument)),
                help.unwrap_or_default(),
                values(argument),
            ];
            match rows.iter_mut().find(|(known, _)| *known == row) {
                Some((_, commands)) => commands.push(command.get_name().to_owned()),
                None => rows.push((row, vec![command.get_name().to_owned()])),
            }
        }
    }
    rows.sort_by(|(one, _), (other, _)| one[0].cmp(&other[0]));
    rows.into_iter()
        .map(|([option, help, values], commands)| {
            let commands = code(commands.iter().map(String::as_str));
            vec![option, commands, help, values]
        })
        .collect()
}

fn target_row(target: &Target) -> Vec<String> {
    vec![
        format!("`{}`", target.id),
        target.label.to_owned(),
        target.language.id.to_owned(),
        code(target.versions.iter().map(|version| version.line)),
        code(target.options.iter().map(|option| option.id)),
    ]
}

fn fault_row(fault: &FaultRow) -> Vec<String> {
    let statuses = fault.status.as_ref().map(|argument| {
        let others = argument.others.iter().map(|status| format!("`{status}`"));
        let default = format!("`{}` (default)", argument.default);
        [default]
            .into_iter()
            .chain(others)
            .collect::<Vec<_>>()
            .join(", ")
    });
    vec![
        format!("`{}`", fault.id),
        fault.label.to_owned(),
        fault.description.to_owned(),
        statuses.unwrap_or_default(),
    ]
}

#[test]
fn the_tables_are_golden() {
    let keys = KEYS.iter().map(|key| {
        vec![
            format!("`{}`", key.name),
            key.values.to_owned(),
            key.default.to_owned(),
        ]
    });
    let faults = Fault::ALL.iter().map(|fault| fault_row(fault.row()));
    check_parts(
        "README.md",
        &[
            (
                "commands",
                table(&["command", "what it does"], command_rows()),
            ),
            (
                "options",
                table(&["option", "of", "what it is", "values"], option_rows()),
            ),
            (
                "targets",
                table(
                    &["id", "server or library", "language", "versions", "options"],
                    TARGETS.iter().map(target_row),
                ),
            ),
            ("keys", table(&["key", "value", "default"], keys)),
            (
                "faults",
                table(&["id", "failure", "what happens", "argument"], faults),
            ),
        ],
    );
}

#[test]
fn every_link_is_understood() {
    let readme = read("README.md");
    let examples = between(&readme, "```text\n#", "\n```");
    assert!(!examples.is_empty());
    for example in examples {
        assert_eq!(decode_url(&format!("#{example}")).notices, [], "{example}");
    }
}
