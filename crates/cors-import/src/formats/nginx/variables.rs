//! Variables of nginx: what `map`, `set` and `if` make of them.

use std::collections::BTreeMap;

use super::parse::Directive;
use crate::headers::Value;
use crate::origins::{Form, Written};
use crate::regex::Anchoring;

/// What the condition of an `if` looks at.
#[derive(Clone, Debug, Default)]
pub(super) struct Condition {
    /// It holds for preflights.
    pub(super) preflight: bool,
    /// It holds for other methods.
    pub(super) method: bool,
    /// It holds for these origins.
    pub(super) origins: Option<Vec<Written>>,
}

/// `map $a $b { … }`.
#[derive(Clone, Debug)]
struct Map {
    input: String,
    entries: Vec<Entry>,
}

/// A line of a `map`.
#[derive(Clone, Debug)]
struct Entry {
    line: u32,
    key: String,
    value: String,
}

/// `set $a b;` and the condition around it.
#[derive(Clone, Debug)]
struct Set {
    line: u32,
    value: String,
    condition: Option<Condition>,
}

/// All variables of a text.
#[derive(Debug, Default)]
pub(super) struct Variables {
    maps: BTreeMap<String, Map>,
    sets: BTreeMap<String, Vec<Set>>,
}

/// A chain of variables is never this long.
const DEEPEST: usize = 6;

impl Variables {
    pub(super) fn read(directives: &[Directive]) -> Self {
        let mut variables = Self::default();
        variables.collect(directives, None);
        variables
    }

    fn collect(&mut self, directives: &[Directive], condition: Option<&Condition>) {
        for directive in directives {
            match directive.name() {
                "map" => {
                    let entries = directive.block().iter().map(|entry| Entry {
                        line: entry.line,
                        key: entry.word(0).to_owned(),
                        value: entry.arguments(),
                    });
                    let map = Map {
                        input: directive.word(1).to_owned(),
                        entries: entries.collect(),
                    };
                    self.maps.insert(bare(directive.word(2)), map);
                }
                "set" => {
                    let set = Set {
                        line: directive.line,
                        value: directive.arguments_from(2),
                        condition: condition.cloned(),
                    };
                    let sets = self.sets.entry(bare(directive.word(1))).or_default();
                    if sets.len() < 100 {
                        sets.push(set);
                    }
                }
                "if" => {
                    let own = self.condition(directive);
                    self.collect(directive.block(), Some(&own));
                }
                _ => self.collect(directive.block(), condition),
            }
        }
    }

    /// The meaning of an `if`.
    pub(super) fn condition(&self, directive: &Directive) -> Condition {
        let text = directive.arguments();
        let text = text.trim();
        let text = text.strip_prefix('(').unwrap_or(text);
        let text = text.strip_suffix(')').unwrap_or(text).trim();
        let (variable, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let rest = rest.trim();
        let at = rest
            .find(|c| !matches!(c, '=' | '~' | '!' | '*'))
            .unwrap_or(rest.len());
        let (operator, operand) = rest.split_at(at);
        let operand = operand.trim().trim_matches(['"', '\'']);
        match variable {
            "$request_method" if !operator.starts_with('!') => Condition {
                preflight: operand.to_ascii_uppercase().contains("OPTIONS"),
                method: ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"]
                    .iter()
                    .any(|method| operand.contains(method)),
                origins: None,
            },
            "$http_origin" => Condition {
                origins: match operator {
                    "~" | "~*" => Some(regex(operand, operator == "~*")),
                    "=" if operand.is_empty() => None,
                    "=" => Some(Form::Listed(operand.to_owned())),
                    "" => Some(reflected("`$http_origin`")),
                    _ => None,
                }
                .map(|form| vec![Written::new(directive.line, form)]),
                ..Condition::default()
            },
            _ if operator.starts_with('!') => Condition::default(),
            _ => self.variable_condition(&bare(variable), operand),
        }
    }

    fn variable_condition(&self, name: &str, operand: &str) -> Condition {
        let mut condition = Condition::default();
        if let Some(map) = self.maps.get(name) {
            condition.preflight = map.input.contains("$request_method")
                && map
                    .entries
                    .iter()
                    .any(|entry| entry.key.contains("OPTIONS"));
            if map.input.contains("$http_origin") {
                let hits = map.entries.iter().filter(|entry| {
                    entry.value == operand
                        || (operand.is_empty() && !matches!(entry.value.as_str(), "" | "0"))
                });
                let written = hits.filter_map(|entry| origin(entry, "$http_origin"));
                condition.origins = Some(written.collect());
            }
            return condition;
        }
        for set in self.sets.get(name).into_iter().flatten() {
            let tail = set.value.rsplit('}').next().unwrap_or_default();
            let tail = tail.trim_start_matches(['$', '_']);
            let hits =
                !tail.is_empty() && tail != "0" && (operand.is_empty() || operand.contains(tail));
            if let (true, Some(inner)) = (hits, &set.condition) {
                condition.preflight |= inner.preflight;
                condition.method |= inner.method;
                if let Some(origins) = &inner.origins {
                    let all = condition.origins.get_or_insert_default();
                    if all.len() < 100 {
                        all.extend(origins.iter().cloned());
                    }
                }
            }
        }
        condition
    }

    /// The value of a header.
    pub(super) fn value(&self, name: &str, text: &str, condition: Option<&Condition>) -> Value {
        let is_origin = name.eq_ignore_ascii_case("access-control-allow-origin");
        self.resolve(text, is_origin, condition, 0)
    }

    fn resolve(
        &self,
        text: &str,
        is_origin: bool,
        condition: Option<&Condition>,
        depth: usize,
    ) -> Value {
        let text = text.trim();
        let conditional = condition.and_then(|condition| condition.origins.as_ref());
        if !text.contains('$') {
            return match conditional.and_then(|written| written.first()) {
                Some(first) if is_origin && text.contains("://") => {
                    let form = Form::Listed(text.to_owned());
                    Value::Origins(vec![Written::new(first.line, form)])
                }
                Some(_) | None => Value::Text(text.to_owned()),
            };
        }
        let name = bare(text);
        let is_one = text.strip_prefix('$').is_some_and(|rest| {
            rest.trim_matches(['{', '}'])
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '_')
        });
        if !is_one || depth > DEEPEST {
            return Value::Unknown(format!(
                "{} is known only when a request arrives",
                cors_http::in_code(text)
            ));
        }
        if name == "http_origin" {
            return match conditional {
                Some(forms) => Value::Origins(forms.clone()),
                None => Value::Request,
            };
        }
        if name.starts_with("http_access_control_request_") {
            return Value::Request;
        }
        if let Some(map) = self.maps.get(&name) {
            return self.mapped(map, is_origin, depth);
        }
        let Some(sets) = self.sets.get(&name) else {
            return Value::Unknown(format!(
                "{} isn't set in this text",
                cors_http::in_code(text)
            ));
        };
        let mut forms = Vec::new();
        let mut last = None;
        for set in sets.iter().filter(|set| !set.value.is_empty()) {
            match self.resolve(&set.value, is_origin, set.condition.as_ref(), depth + 1) {
                Value::Origins(more) => forms.extend(more),
                Value::Text(text)
                    if is_origin && set.condition.is_none() && text.contains("://") =>
                {
                    forms.push(Written::new(set.line, Form::Listed(text)));
                }
                other => last = Some(other),
            }
        }
        match last {
            _ if !forms.is_empty() => {
                forms.truncate(200);
                Value::Origins(forms)
            }
            Some(value) => value,
            None => Value::Text(String::new()),
        }
    }

    fn mapped(&self, map: &Map, is_origin: bool, depth: usize) -> Value {
        let entries = map.entries.iter().filter(|entry| {
            !entry.value.is_empty()
                && !matches!(entry.key.as_str(), "hostnames" | "volatile" | "include")
        });
        if is_origin && map.input.contains("http_origin") {
            let written = entries.filter_map(|entry| {
                let form = match entry.key.as_str() {
                    "default" if entry.value == "*" => Form::Any,
                    "default" if entry.value.contains('$') => reflected("`default` in the `map`"),
                    "default" => Form::Listed(entry.value.clone()),
                    _ => return origin(entry, &entry.value),
                };
                Some(Written::new(entry.line, form))
            });
            return Value::Origins(written.take(200).collect());
        }
        let mut values: Vec<&str> = entries.map(|entry| entry.value.as_str()).collect();
        values.dedup();
        match values.as_slice() {
            [one] => self.resolve(one, is_origin, None, depth + 1),
            _ => Value::Unknown("its value depends on the request".to_owned()),
        }
    }
}

impl Directive {
    fn arguments_from(&self, index: usize) -> String {
        self.words.get(index..).unwrap_or_default().join(" ")
    }
}

/// The name of a variable without its marks.
fn bare(variable: &str) -> String {
    variable.trim_matches(['$', '{', '}', '(', ')']).to_owned()
}

/// An entry of a `map` of origins.
fn origin(entry: &Entry, value: &str) -> Option<Written> {
    let key = entry.key.as_str();
    if key == "default" {
        return None;
    }
    let form = if let Some(source) = key.strip_prefix("~*") {
        regex(source, true)
    } else if let Some(source) = key.strip_prefix('~') {
        regex(source, false)
    } else {
        let text = if value.contains("://") { value } else { key };
        Form::Listed(text.trim_start_matches('\\').to_owned())
    };
    Some(Written::new(entry.line, form))
}

fn regex(source: &str, ignore_case: bool) -> Form {
    let flags = if ignore_case { "i" } else { "" };
    Form::of_regex(source.trim(), flags, Anchoring::Search)
}

fn reflected(how: &str) -> Form {
    Form::Reflected(how.to_owned())
}
