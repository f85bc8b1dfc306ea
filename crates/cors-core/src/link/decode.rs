use std::borrow::Cow;

use super::flag::Flag;
use super::key::Key;
use super::notice::{Notice, NoticeKind, Notices};
use super::percent::{Place, unescape};
use super::secret::{carries_value, without_password};
use crate::draft::{Draft, Presentation, Theme, View, default_request, default_target};
use crate::fetch::{CredentialsMode, Mode, Profile};
use crate::policy::{PolicyDraft, PreflightStatus};
use crate::server::Fault;
use crate::targets;

/// What a link says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The state.
    pub draft: Draft,
    /// What was not understood, or not taken as it stands.
    pub notices: Vec<Notice>,
}

/// Reads a fragment or a query. A leading `#` or `?` says which; without one it is a fragment.
/// Every text has a meaning, if only that of the bare address.
pub fn decode(text: &str) -> Decoded {
    match text.strip_prefix('?') {
        Some(query) => Pairs::read(query, Place::Query).into_decoded(),
        None => Pairs::read(text.strip_prefix('#').unwrap_or(text), Place::Fragment).into_decoded(),
    }
}

/// Reads an address by its two parts, as a page's `location.search` and `location.hash` hold them.
/// A query that holds no known key belongs to somebody else and is not reported.
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

/// Reads a whole address, or what [`decode`] reads.
pub fn decode_url(address: &str) -> Decoded {
    let is_bare = address
        .split_once('=')
        .is_some_and(|(key, _)| Key::of(key).is_some());
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
    values: Vec<(Key, Vec<&'a str>)>,
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
            // A link copied out of HTML source still has its entities.
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
        let Some(key) = Key::of(&name) else {
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
        let known = self.values.iter_mut().find(|(known, _)| *known == key);
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

    fn values_of(&self, key: Key) -> &[&'a str] {
        self.values
            .iter()
            .find(|(known, _)| *known == key)
            .map(|(_, values)| values.as_slice())
            .unwrap_or_default()
    }

    fn into_decoded(mut self) -> Decoded {
        let draft = if self.values.is_empty() {
            Draft::teaching_example()
        } else {
            self.draft()
        };
        Decoded {
            draft,
            notices: self.notices.into_vec(),
        }
    }

    fn draft(&mut self) -> Draft {
        self.version_of_grammar();
        let policy = PolicyDraft {
            allow_origins: self.origins(),
            allow_methods: self.list(Key::Methods),
            allow_headers: self.list(Key::Headers),
            expose_headers: self.list(Key::Expose),
            allow_credentials: self.flag(Key::Credentials),
            max_age: self.text(Key::MaxAge).unwrap_or_default(),
            preflight_status: self.one_of(Key::Status, "204", "204 or 200", |value| match value {
                "204" => Some(PreflightStatus::NoContent),
                "200" => Some(PreflightStatus::Ok),
                _ => None,
            }),
        };
        let mut request = default_request(&policy);
        if let Some(page_origin) = self.url(Key::From) {
            request.page_origin = page_origin;
        }
        if let Some(url) = self.url(Key::Url) {
            request.url = url;
        }
        if let Some(method) = self.text(Key::Method) {
            request.method = method;
        }
        request.headers = self.send();
        request.credentials = self.one_of(
            Key::Cred,
            "same-origin",
            "omit, same-origin or include",
            CredentialsMode::from_id,
        );
        request.mode = self.one_of(
            Key::Mode,
            "cors",
            "cors, no-cors or same-origin",
            Mode::from_id,
        );
        let (target, version) = self.target();
        Draft {
            policy,
            request,
            target,
            version,
            browser: self.one_of(
                Key::Browser,
                "standard",
                "standard, chromium, firefox or webkit",
                Profile::from_id,
            ),
            fault: self.fault(),
            presentation: Presentation {
                embed: self.flag(Key::Embed),
                view: self.one_of(
                    Key::View,
                    "full",
                    "full, exchange, policy, configuration or findings",
                    View::from_id,
                ),
                theme: self.one_of(Key::Theme, "auto", "auto, light or dark", Theme::from_id),
                readonly: self.flag(Key::Readonly),
            },
        }
    }

    fn version_of_grammar(&mut self) {
        let version = self.text(Key::V).unwrap_or_default();
        if matches!(version.as_str(), "" | "1") {
            return;
        }
        let is_later = version.parse::<u64>().is_ok_and(|version| version > 1);
        let kind = if is_later {
            NoticeKind::LaterVersion
        } else {
            NoticeKind::InvalidValue {
                taken: "1",
                allowed: "1",
            }
        };
        self.notices.push(Key::V.name(), &version, kind);
    }

    fn unescape(&mut self, key: Key, escaped: &str) -> String {
        let unescaped = unescape(escaped, self.place);
        if unescaped.bad_escape {
            self.notices
                .push(key.name(), &unescaped.text, NoticeKind::BadEscape);
        }
        if unescaped.not_utf8 {
            self.notices
                .push(key.name(), &unescaped.text, NoticeKind::NotUtf8);
        }
        unescaped.text
    }

    /// The first value of a key.
    fn text(&mut self, key: Key) -> Option<String> {
        let escaped = *self.values_of(key).first()?;
        Some(self.unescape(key, escaped))
    }

    /// The value of a key with a fixed set of values. An empty one means the default.
    fn one_of<T: Default>(
        &mut self,
        key: Key,
        taken: &'static str,
        allowed: &'static str,
        from_id: impl Fn(&str) -> Option<T>,
    ) -> T {
        let value = self.text(key).unwrap_or_default();
        if value.is_empty() {
            return T::default();
        }
        from_id(&value).unwrap_or_else(|| {
            let kind = NoticeKind::InvalidValue { taken, allowed };
            self.notices.push(key.name(), &value, kind);
            T::default()
        })
    }

    fn flag(&mut self, key: Key) -> bool {
        let value = self.text(key).unwrap_or_default();
        let (on, kind) = match Flag::read(&value) {
            Flag::Plain(on) => return on,
            Flag::InOtherWords(on) => {
                let taken = if on { "1" } else { "0" };
                (on, NoticeKind::OtherWord { taken })
            }
            Flag::Unreadable => (
                false,
                NoticeKind::InvalidValue {
                    taken: "0",
                    allowed: "1 or 0",
                },
            ),
        };
        self.notices.push(key.name(), &value, kind);
        on
    }

    /// The items of a list, still escaped.
    fn items(&self, key: Key) -> Vec<&'a str> {
        let values = self.values_of(key);
        values
            .iter()
            .filter(|value| !value.is_empty())
            .flat_map(|value| value.strip_suffix(',').unwrap_or(value).split(','))
            .collect()
    }

    fn list(&mut self, key: Key) -> Vec<String> {
        let mut items = Vec::new();
        for escaped in self.items(key) {
            let item = self.unescape(key, escaped);
            match self.place {
                Place::Fragment => items.push(item),
                // None of these lists has items with a comma, so a form encoder escaped the separator.
                Place::Query => items.extend(item.split(',').map(|item| item.trim().to_owned())),
            }
        }
        items
    }

    fn origins(&mut self) -> Vec<String> {
        let origins = self.list(Key::Origins);
        origins
            .into_iter()
            .map(|origin| self.hide_password(Key::Origins, origin))
            .collect()
    }

    fn url(&mut self, key: Key) -> Option<String> {
        let url = self.text(key)?;
        Some(self.hide_password(key, url))
    }

    fn hide_password(&mut self, key: Key, url: String) -> String {
        let hidden = match without_password(&url) {
            Cow::Borrowed(_) => return url,
            Cow::Owned(hidden) => hidden,
        };
        self.notices.push(key.name(), "", NoticeKind::SecretDropped);
        hidden
    }

    fn send(&mut self) -> Vec<(String, String)> {
        let mut headers = Vec::new();
        for item in self.items(Key::Send) {
            let (name, mut value) = self.header(item);
            if !carries_value(&name) && !value.is_empty() {
                value.clear();
                self.notices.push(&name, "", NoticeKind::SecretDropped);
            }
            headers.push((name, value));
        }
        headers
    }

    /// An item `name` or `name:value`.
    fn header(&mut self, item: &str) -> (String, String) {
        if let Some((name, value)) = item.split_once(':') {
            let name = self.unescape(Key::Send, name);
            return (name, self.unescape(Key::Send, value));
        }
        let item = self.unescape(Key::Send, item);
        match item.split_once(':') {
            // No header name has a colon, so a form encoder escaped the separator.
            Some((name, value)) if self.place == Place::Query => {
                (name.to_owned(), value.to_owned())
            }
            _ => (item, String::new()),
        }
    }

    fn target(&mut self) -> (String, String) {
        let id = self
            .text(Key::Target)
            .filter(|id| !id.is_empty())
            .unwrap_or_else(|| default_target().to_owned());
        let version = self.text(Key::Version).unwrap_or_default();
        match targets::find_info(&id) {
            None => self
                .notices
                .push(Key::Target.name(), &id, NoticeKind::UnknownId),
            Some(target) if target.version(&version).is_none() => {
                self.notices
                    .push(Key::Version.name(), &version, NoticeKind::UnknownId);
            }
            Some(_) => {}
        }
        (id, version)
    }

    fn fault(&mut self) -> String {
        let fault = self.text(Key::Fault).unwrap_or_default();
        if !fault.is_empty() && Fault::from_id(&fault).is_none() {
            self.notices
                .push(Key::Fault.name(), &fault, NoticeKind::UnknownId);
        }
        fault
    }
}
