use std::borrow::Cow;

use super::notice::{Notice, NoticeKind, Notices};
use super::percent::{Place, unescape};
use super::secret::{carries_value, without_password};
use super::table::{KEYS, Kind, LinkKey, Part};
use crate::{Draft, Faults, default_request};
use cors_core::policy::PolicyDraft;
use cors_core::server::Fault;
use cors_core::targets;

/// A link after parsing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The state.
    pub draft: Draft,
    /// Whether there was a known key. Without one the state is that of the bare address.
    pub holds_state: bool,
    /// Parts that couldn't be read, or were read differently from how they are written.
    pub notices: Vec<Notice>,
}

/// Parses a fragment or a query. A leading `#` or `?` says which; without one it is a fragment.
/// Every text has a meaning, if only that of the bare address.
pub fn decode(text: &str) -> Decoded {
    match text.strip_prefix('?') {
        Some(query) => Pairs::read(query, Place::Query).into_decoded(),
        None => Pairs::read(text.strip_prefix('#').unwrap_or(text), Place::Fragment).into_decoded(),
    }
}

/// Parses an address from its two parts, as in `location.search` and `location.hash`.
/// A query without a known key belongs to another system and isn't reported.
pub fn decode_location(query: &str, fragment: &str) -> Decoded {
    let query = Pairs::read(query.strip_prefix('?').unwrap_or(query), Place::Query);
    let mut fragment = Pairs::read(
        fragment.strip_prefix('#').unwrap_or(fragment),
        Place::Fragment,
    );
    match (query.values.is_empty(), fragment.values.is_empty()) {
        (false, true) => query.into_decoded(),
        (false, false) => {
            fragment.notices.push("", "", NoticeKind::QueryIgnored);
            fragment.into_decoded()
        }
        (true, _) => fragment.into_decoded(),
    }
}

/// Parses a whole address, or anything that [`decode`] accepts.
pub fn decode_url(address: &str) -> Decoded {
    let is_bare = address
        .split_once('=')
        .is_some_and(|(key, _)| LinkKey::find(key).is_some());
    if is_bare || address.starts_with(['#', '?']) {
        return decode(address);
    }
    let (address, fragment) = address.split_once('#').unwrap_or((address, ""));
    let (_, query) = address.split_once('?').unwrap_or((address, ""));
    decode_location(query, fragment)
}

/// The pairs of a link, by key and still escaped.
struct Pairs<'a> {
    place: Place,
    /// In the order of first occurrence; there are few keys.
    values: Vec<(&'static LinkKey, Vec<&'a str>)>,
    notices: Notices,
}

impl<'a> Pairs<'a> {
    fn read(text: &'a str, place: Place) -> Self {
        let mut pairs = Self {
            place,
            values: Vec::new(),
            notices: Notices::default(),
        };
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            // A link copied from HTML source still has its entities.
            pairs.add(pair.strip_prefix("amp;").unwrap_or(pair));
        }
        pairs
    }

    fn add(&mut self, pair: &'a str) {
        let (name, value) = match pair.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (pair, None),
        };
        let name = unescape(name, self.place).text;
        let Some(key) = LinkKey::find(&name) else {
            let value = value.unwrap_or_default();
            return self.notices.push(&name, value, NoticeKind::UnknownKey);
        };
        let value = value.unwrap_or_else(|| {
            let (value, taken) = if key.is_flag() {
                ("1", "1")
            } else {
                ("", "empty")
            };
            self.notices.push(&name, "", NoticeKind::NoValue { taken });
            value
        });
        let known = self
            .values
            .iter_mut()
            .find(|(known, _)| known.name == key.name);
        let repeated = known.is_some();
        match known {
            None => self.values.push((key, vec![value])),
            Some((_, values)) if key.is_list() => values.push(value),
            Some(_) => {}
        }
        if repeated && key.is_list() {
            self.notices.push(&name, "", NoticeKind::RepeatedList);
        } else if repeated {
            self.notices.push(&name, value, NoticeKind::RepeatedValue);
        }
    }

    fn values_of(&self, key: &LinkKey) -> &[&'a str] {
        self.values
            .iter()
            .find(|(known, _)| known.name == key.name)
            .map(|(_, values)| values.as_slice())
            .unwrap_or_default()
    }

    fn into_decoded(mut self) -> Decoded {
        let holds_state = !self.values.is_empty();
        let draft = if holds_state {
            self.draft()
        } else {
            Draft::teaching_example()
        };
        Decoded {
            draft,
            holds_state,
            notices: self.notices.into_vec(),
        }
    }

    /// Values that depend on the policy are read after it.
    fn draft(&mut self) -> Draft {
        let mut policy = PolicyDraft::default();
        for key in &KEYS {
            match &key.part {
                Part::Version => self.version_of_grammar(key),
                Part::Policy(kind) => {
                    self.read_into(&mut policy, key, kind);
                }
                Part::Follow | Part::Request(_) | Part::Rest(_) => {}
            }
        }
        let mut request = default_request(&policy);
        let mut has_request = false;
        let mut draft = Draft::of_policy(policy);
        let mut follows = false;
        for key in &KEYS {
            match &key.part {
                Part::Version | Part::Policy(_) => {}
                Part::Follow => follows = self.flag(key),
                Part::Request(kind) => {
                    has_request |= self.read_into(&mut request, key, kind);
                }
                Part::Rest(kind) => {
                    self.read_into(&mut draft, key, kind);
                }
            }
        }
        draft.own_request = (has_request || !follows).then_some(request);
        self.look_at_ids(&draft);
        draft
    }

    /// Reads the value of a key, if there is one.
    fn read_into<T>(&mut self, state: &mut T, key: &'static LinkKey, kind: &Kind<T>) -> bool {
        if self.values_of(key).is_empty() {
            return false;
        }
        match kind {
            Kind::Text { set, .. } => {
                let text = self.text(key);
                set(state, text);
            }
            Kind::Url { set, .. } => {
                let text = self.text(key);
                let text = self.hide_password(key, text);
                set(state, text);
            }
            Kind::Flag { set, .. } => set(state, self.flag(key)),
            Kind::Word { words, set, .. } => {
                let word = self.word(key, words);
                set(state, word);
            }
            Kind::List { set, .. } => set(state, self.list(key)),
            Kind::Urls { set, .. } => {
                let items = self.list(key).into_iter();
                set(
                    state,
                    items.map(|item| self.hide_password(key, item)).collect(),
                );
            }
            Kind::Headers { set, .. } => {
                let mut pairs = self.pairs(key);
                for (name, value) in &mut pairs {
                    if !carries_value(name) && !value.is_empty() {
                        value.clear();
                        self.notices.push(name, "", NoticeKind::SecretDropped);
                    }
                }
                set(state, pairs);
            }
            Kind::Pairs { set, .. } => set(state, self.pairs(key)),
            Kind::Faults { set, .. } => {
                let mut faults = self.list(key);
                for extra in faults.split_off(faults.len().min(Faults::LIMIT)) {
                    let kind = NoticeKind::TooMany {
                        limit: Faults::LIMIT,
                    };
                    self.notices.push(key.name, &extra, kind);
                }
                set(state, Faults::try_from(faults).unwrap_or_default());
            }
        }
        true
    }

    fn version_of_grammar(&mut self, key: &'static LinkKey) {
        let version = self.text(key);
        if matches!(version.as_str(), "" | "1") {
            return;
        }
        let is_later = version.parse::<u64>().is_ok_and(|version| version > 1);
        let kind = if is_later {
            NoticeKind::LaterVersion
        } else {
            NoticeKind::InvalidValue {
                taken: "1",
                allowed: &["1"],
            }
        };
        self.notices.push(key.name, &version, kind);
    }

    fn unescape(&mut self, key: &LinkKey, escaped: &str) -> String {
        let unescaped = unescape(escaped, self.place);
        if unescaped.bad_escape {
            self.notices
                .push(key.name, &unescaped.text, NoticeKind::BadEscape);
        }
        if unescaped.not_utf8 {
            self.notices
                .push(key.name, &unescaped.text, NoticeKind::NotUtf8);
        }
        unescaped.text
    }

    /// The first value of a key.
    fn text(&mut self, key: &LinkKey) -> String {
        let escaped = self.values_of(key).first().copied().unwrap_or_default();
        self.unescape(key, escaped)
    }

    /// The value of a key with a fixed set of values. An empty one means the default.
    fn word(&mut self, key: &'static LinkKey, words: &'static [&'static str]) -> &'static str {
        let value = self.text(key);
        let default = words.first().copied().unwrap_or_default();
        if value.is_empty() {
            return default;
        }
        let known = words.iter().find(|known| **known == value);
        known.copied().unwrap_or_else(|| {
            let kind = NoticeKind::InvalidValue {
                taken: default,
                allowed: words,
            };
            self.notices.push(key.name, &value, kind);
            default
        })
    }

    fn flag(&mut self, key: &LinkKey) -> bool {
        let value = self.text(key);
        let is_one_of =
            |words: [&str; 3]| words.iter().any(|word| word.eq_ignore_ascii_case(&value));
        let (on, kind) = match value.as_str() {
            "1" => return true,
            "0" | "" => return false,
            _ if is_one_of(["true", "yes", "on"]) => (true, NoticeKind::OtherWord { taken: "1" }),
            _ if is_one_of(["false", "no", "off"]) => (false, NoticeKind::OtherWord { taken: "0" }),
            _ => (
                false,
                NoticeKind::InvalidValue {
                    taken: "0",
                    allowed: &["1", "0"],
                },
            ),
        };
        self.notices.push(key.name, &value, kind);
        on
    }

    /// The items of a list, still escaped.
    fn items(&self, key: &LinkKey) -> Vec<&'a str> {
        let values = self.values_of(key);
        values
            .iter()
            .filter(|value| !value.is_empty())
            .flat_map(|value| value.strip_suffix(',').unwrap_or(value).split(','))
            .collect()
    }

    fn list(&mut self, key: &LinkKey) -> Vec<String> {
        let mut items = Vec::new();
        for escaped in self.items(key) {
            let item = self.unescape(key, escaped);
            match self.place {
                Place::Fragment => items.push(item),
                // No list here has items with a comma, so a form encoder escaped the separator.
                Place::Query => items.extend(item.split(',').map(|item| item.trim().to_owned())),
            }
        }
        items
    }

    fn hide_password(&mut self, key: &LinkKey, url: String) -> String {
        let hidden = match without_password(&url) {
            Cow::Borrowed(_) => return url,
            Cow::Owned(hidden) => hidden,
        };
        self.notices.push(key.name, "", NoticeKind::SecretDropped);
        hidden
    }

    fn pairs(&mut self, key: &LinkKey) -> Vec<(String, String)> {
        let items = self.items(key).into_iter();
        items.map(|item| self.pair(key, item)).collect()
    }

    /// An item `name` or `name:value`.
    fn pair(&mut self, key: &LinkKey, item: &str) -> (String, String) {
        if let Some((name, value)) = item.split_once(':') {
            return (self.unescape(key, name), self.unescape(key, value));
        }
        let item = self.unescape(key, item);
        match item.split_once(':') {
            // No name has a colon, so a form encoder escaped the separator.
            Some((name, value)) if self.place == Place::Query => {
                (name.to_owned(), value.to_owned())
            }
            _ => (item, String::new()),
        }
    }

    /// Reports unknown ids. They are kept, because a later version may have written them.
    fn look_at_ids(&mut self, draft: &Draft) {
        let mut unknown = |key: &str, id: &str| self.notices.push(key, id, NoticeKind::UnknownId);
        match targets::find_info(&draft.target) {
            None => unknown("target", &draft.target),
            Some(target) => {
                if target.version(&draft.version).is_none() {
                    unknown("version", &draft.version);
                }
                for (id, value) in &draft.options {
                    let option = target.options.iter().find(|option| option.id == id);
                    if !option.is_some_and(|option| option.takes(value)) {
                        unknown("options", &format!("{id}:{value}"));
                    }
                }
            }
        }
        for fault in draft.faults.as_slice() {
            let id = fault.split_once(':').map_or(fault.as_str(), |(id, _)| id);
            if Fault::from_id(id).is_none() {
                unknown("fault", fault);
            }
        }
    }
}
