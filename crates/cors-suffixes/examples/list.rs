//! Prints the rules of the crate `psl` as they are in `list.txt`, without the first line. Its argument is the
//! file of rules that comes with that crate, in which domains aren't in ASCII and sections aren't marked.
//!
//! `cargo xtask suffixes` calls this.

#![expect(clippy::print_stdout, reason = "xtask reads it")]

use psl::Type;
use std::error::Error;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let path = env::args_os().nth(1).ok_or("name the file of rules")?;
    let rules = fs::read_to_string(path)?;
    for (name, section) in [("ICANN", Type::Icann), ("PRIVATE", Type::Private)] {
        println!("// ===BEGIN {name} DOMAINS===");
        for rule in rules.lines() {
            if section_of(rule)? == section {
                println!("{}", in_ascii(rule)?);
            }
        }
        println!("// ===END {name} DOMAINS===");
    }
    Ok(())
}

/// The section of a rule, from a name that it applies to.
fn section_of(rule: &str) -> Result<Type, Box<dyn Error>> {
    let name = format!("a.{}", rule.trim_start_matches('!').replace('*', "b"));
    let suffix = psl::suffix(name.as_bytes()).and_then(|suffix| suffix.typ());
    Ok(suffix.ok_or_else(|| format!("psl has no rule `{rule}`"))?)
}

fn in_ascii(rule: &str) -> Result<String, Box<dyn Error>> {
    // `!` and `*` are no part of a domain.
    let domain = rule.trim_start_matches(['!', '*', '.']);
    let mark = &rule[..rule.len() - domain.len()];
    Ok(format!("{mark}{}", idna::domain_to_ascii(domain)?))
}
