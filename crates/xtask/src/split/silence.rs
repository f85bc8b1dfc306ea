//! Takes the words of panics out of the page's wasm.
//!
//! A panic ends the page either way. What it would say to the console, and the code that puts that into
//! words, is a good part of the download, so here a panic is an `unreachable` instruction and nothing else.
//! A build for development keeps its words.
//!
//! The code keeps its length, so that every other mark of the linker stays right. Only the marks that lie in
//! what is taken out go, and those that refer to the places of panics in the source; the program that cuts
//! the wasm in parts then leaves out what nothing refers to any more.

use super::leb::{self, Reader};
use crate::error::Error;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// What the names of functions hold that are reached only by a panic. They are of the standard library, in
/// either way of writing names.
const PANICS: &[&str] = &[
    "4core9panicking",
    "3std9panicking11begin_panic",
    "17rust_begin_unwind",
    "6result13unwrap_failed",
    "6option13unwrap_failed",
    "6option13expect_failed",
    "16slice_index_fail",
    "16slice_error_fail",
    "19slice_error_fail_rt",
    "17len_mismatch_fail",
    "13assert_failed",
    "4cell22panic_already_borrowed",
    "4cell30panic_already_mutably_borrowed",
    "7raw_vec12handle_error",
    "18handle_alloc_error",
    "18panic_access_error",
];

/// Functions that a library exports for whoever uses it, and that the page does not use.
const UNUSED: &[&str] = &["intounderlying"];

const CODE: u8 = 10;
const DATA: u8 = 11;
const CUSTOM: u8 = 0;
/// Size of the standard library's note of a place in the source: path, its length, line, column.
const PLACE_SIZE: usize = 16;

/// The same wasm with panics that say nothing.
pub(super) fn silence(wasm: &[u8]) -> Result<Vec<u8>, Error> {
    let sections = sections(wasm)?;
    let symbols = symbols(payload(wasm, &sections, "linking")?)?;
    let code = section(&sections, CODE)?;
    let bodies = bodies(&wasm[code.clone()], imported_functions(wasm, &sections)?)?;
    let data = section(&sections, DATA)?;
    let places = places(
        &wasm[data],
        &symbols,
        &references(payload(wasm, &sections, "reloc.DATA")?)?,
    )?;

    let mut silenced = Vec::new();
    let mut changed = wasm.to_vec();
    for (function, name) in &symbols.functions {
        let is_silent = PANICS.iter().any(|part| name.contains(part))
            || UNUSED.iter().any(|start| name.starts_with(start));
        if let Some(body) = bodies
            .get(function)
            .filter(|body| is_silent && body.len() > 3)
        {
            let start = code.start + body.start;
            let end = code.start + body.end;
            changed[start..end].fill(NOP);
            changed[start] = 0;
            changed[start + 1] = UNREACHABLE;
            changed[end - 1] = END;
            silenced.push(body.clone());
        }
    }
    if silenced.is_empty() {
        return Err(Error::failed(
            "the page's wasm has no panics by the names known",
        ));
    }
    silenced.sort_by_key(|body| body.start);
    without_references(&changed, &sections, |reference| {
        let body = silenced.partition_point(|body| body.end <= reference.offset);
        let is_inside = silenced
            .get(body)
            .is_some_and(|body| body.contains(&reference.offset));
        is_inside || (reference.is_address && places.contains(&reference.symbol))
    })
}

const UNREACHABLE: u8 = 0x00;
const NOP: u8 = 0x01;
const END: u8 = 0x0b;

/// A section: its kind, where its content is, and its name if it is a custom one.
struct Section {
    kind: u8,
    content: Range<usize>,
    name: String,
}

fn sections(wasm: &[u8]) -> Result<Vec<Section>, Error> {
    let mut reader = Reader::new(wasm);
    reader.take(8)?;
    let mut sections = Vec::new();
    while !reader.is_at_end() {
        let kind = reader.byte()?;
        let length = reader.number()?;
        let start = reader.position();
        let mut content = Reader::new(reader.take(length)?);
        let name = match kind {
            CUSTOM => content.text()?.to_owned(),
            _ => String::new(),
        };
        sections.push(Section {
            kind,
            content: start..start + length,
            name,
        });
    }
    Ok(sections)
}

fn section(sections: &[Section], kind: u8) -> Result<Range<usize>, Error> {
    let found = sections.iter().find(|section| section.kind == kind);
    found
        .map(|section| section.content.clone())
        .ok_or_else(|| Error::failed("a section of the page's wasm is missing"))
}

/// The content of a custom section, behind its name.
fn payload<'a>(wasm: &'a [u8], sections: &[Section], name: &str) -> Result<&'a [u8], Error> {
    let section = sections.iter().find(|section| section.name == name);
    let section = section.ok_or_else(|| {
        Error::failed(format!(
            "the page's wasm has no section `{name}`, which the linker writes with --emit-relocs"
        ))
    })?;
    let content = &wasm[section.content.clone()];
    let mut reader = Reader::new(content);
    reader.text()?;
    Ok(&content[reader.position()..])
}

fn imported_functions(wasm: &[u8], sections: &[Section]) -> Result<usize, Error> {
    let mut reader = Reader::new(&wasm[section(sections, 2)?]);
    let mut functions = 0;
    for _ in 0..reader.number()? {
        reader.text()?;
        reader.text()?;
        match reader.byte()? {
            0 => {
                reader.number()?;
                functions += 1;
            }
            1 => {
                reader.byte()?;
                limits(&mut reader)?;
            }
            2 => limits(&mut reader)?,
            3 => {
                reader.take(2)?;
            }
            _ => return Err(Error::failed("the page's wasm imports something unknown")),
        }
    }
    Ok(functions)
}

fn limits(reader: &mut Reader<'_>) -> Result<(), Error> {
    let has_maximum = reader.byte()? & 1 == 1;
    reader.number()?;
    if has_maximum {
        reader.number()?;
    }
    Ok(())
}

/// Where each function's body is in the code section.
fn bodies(code: &[u8], imported: usize) -> Result<HashMap<usize, Range<usize>>, Error> {
    let mut reader = Reader::new(code);
    let mut bodies = HashMap::new();
    for index in 0..reader.number()? {
        let length = reader.number()?;
        let start = reader.position();
        reader.take(length)?;
        bodies.insert(imported + index, start..start + length);
    }
    Ok(bodies)
}

/// What the linker calls things.
#[derive(Default)]
struct Symbols {
    functions: Vec<(usize, String)>,
    /// By the number of the symbol: segment, offset in it, size.
    data: HashMap<usize, (usize, usize, usize)>,
}

fn symbols(linking: &[u8]) -> Result<Symbols, Error> {
    const TABLE: u8 = 8;
    const UNDEFINED: usize = 0x10;
    const EXPLICIT_NAME: usize = 0x40;
    let mut symbols = Symbols::default();
    let mut reader = Reader::new(linking);
    reader.number()?;
    while !reader.is_at_end() {
        let kind = reader.byte()?;
        let length = reader.number()?;
        let mut reader = Reader::new(reader.take(length)?);
        if kind != TABLE {
            continue;
        }
        for symbol in 0..reader.number()? {
            let kind = reader.byte()?;
            let flags = reader.number()?;
            match kind {
                1 => {
                    reader.text()?;
                    if flags & UNDEFINED == 0 {
                        let place = (reader.number()?, reader.number()?, reader.number()?);
                        symbols.data.insert(symbol, place);
                    }
                }
                3 => {
                    reader.number()?;
                }
                _ => {
                    let index = reader.number()?;
                    if flags & UNDEFINED == 0 || flags & EXPLICIT_NAME != 0 {
                        let name = reader.text()?;
                        if kind == 0 {
                            symbols.functions.push((index, name.to_owned()));
                        }
                    }
                }
            }
        }
    }
    Ok(symbols)
}

/// A mark of the linker: what is referred to from where.
struct Reference {
    /// Where it stands in its section.
    offset: usize,
    symbol: usize,
    /// Whether it is the address of data.
    is_address: bool,
    /// How far behind the symbol.
    addend: usize,
    /// The bytes of the mark itself.
    bytes: Range<usize>,
}

/// The marks of one section.
fn references(payload: &[u8]) -> Result<Vec<Reference>, Error> {
    let mut reader = Reader::new(payload);
    reader.number()?;
    let count = reader.number()?;
    let mut references = Vec::with_capacity(count);
    for _ in 0..count {
        let start = reader.position();
        let kind = reader.byte()?;
        let (offset, symbol) = (reader.number()?, reader.number()?);
        let is_address = matches!(kind, 3..=5 | 11 | 14..=17 | 21 | 23 | 25);
        // So do the marks of debugging information, which are of no interest.
        let has_addend = is_address || matches!(kind, 8 | 9 | 22);
        references.push(Reference {
            offset,
            symbol,
            is_address,
            addend: if has_addend { reader.number()? } else { 0 },
            bytes: start..reader.position(),
        });
    }
    Ok(references)
}

/// The symbols that are notes of a place in the source: their first word is the address of a path.
fn places(
    data: &[u8],
    symbols: &Symbols,
    references: &[Reference],
) -> Result<HashSet<usize>, Error> {
    let segments = segments(data)?;
    let start = |symbol: usize| {
        let &(segment, offset, size) = symbols.data.get(&symbol)?;
        Some((segments.get(segment)? + offset, size))
    };
    let by_offset: HashMap<usize, &Reference> = references
        .iter()
        .map(|reference| (reference.offset, reference))
        .collect();
    let is_place = |symbol: usize| {
        let (at, size) = start(symbol)?;
        let words = [at + 4, at + 8, at + 12];
        if size != PLACE_SIZE || words.iter().any(|word| by_offset.contains_key(word)) {
            return None;
        }
        let path = by_offset.get(&at)?;
        let length = data.get(at + 4..at + 8)?.try_into().ok()?;
        let length = usize::try_from(u32::from_le_bytes(length)).ok()?;
        let from = start(path.symbol)?.0 + path.addend;
        let path = data.get(from..from.checked_add(length)?)?;
        path.ends_with(b".rs").then_some(symbol)
    };
    Ok(symbols
        .data
        .keys()
        .filter_map(|&symbol| is_place(symbol))
        .collect())
}

/// Where the content of each segment begins in the data section.
fn segments(data: &[u8]) -> Result<Vec<usize>, Error> {
    let mut reader = Reader::new(data);
    let mut starts = Vec::new();
    for _ in 0..reader.number()? {
        match reader.number()? {
            // With a place: one constant and the end of the expression.
            0 => {
                reader.byte()?;
                reader.number()?;
                reader.byte()?;
            }
            1 => {}
            _ => return Err(Error::failed("the page's wasm has a second memory")),
        }
        let length = reader.number()?;
        starts.push(reader.position());
        reader.take(length)?;
    }
    Ok(starts)
}

/// The wasm without the marks in the code that are not wanted.
fn without_references(
    wasm: &[u8],
    sections: &[Section],
    is_unwanted: impl Fn(&Reference) -> bool,
) -> Result<Vec<u8>, Error> {
    const NAME: &str = "reloc.CODE";
    let payload = payload(wasm, sections, NAME)?;
    let references = references(payload)?;
    let kept: Vec<&Reference> = references
        .iter()
        .filter(|reference| !is_unwanted(reference))
        .collect();
    let mut content = Vec::with_capacity(payload.len());
    leb::write(&mut content, NAME.len());
    content.extend(NAME.bytes());
    leb::write(&mut content, Reader::new(payload).number()?);
    leb::write(&mut content, kept.len());
    for reference in kept {
        content.extend(&payload[reference.bytes.clone()]);
    }
    let mut written = wasm.get(..8).unwrap_or_default().to_vec();
    for section in sections {
        let content = match section.name.as_str() {
            NAME => &content,
            _ => &wasm[section.content.clone()],
        };
        written.push(section.kind);
        leb::write(&mut written, content.len());
        written.extend(content);
    }
    Ok(written)
}
