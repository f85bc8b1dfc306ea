use super::{HeaderName, HeaderValue};

/// A header: name and value (<https://fetch.spec.whatwg.org/#concept-header>).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The name, in the spelling given.
    pub name: HeaderName,
    /// The value, trimmed.
    pub value: HeaderValue,
}

/// Headers in the given order, with repetitions (<https://fetch.spec.whatwg.org/#concept-header-list>).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeaderList(Vec<Header>);

impl HeaderList {
    /// A list without headers.
    pub fn new() -> Self {
        Self::default()
    }

    /// <https://fetch.spec.whatwg.org/#concept-header-list-append>
    pub fn append(&mut self, name: HeaderName, value: impl Into<HeaderValue>) {
        self.0.push(Header {
            name,
            value: value.into(),
        });
    }

    /// <https://fetch.spec.whatwg.org/#concept-header-list-set>: replaces every line of that name.
    pub fn set(&mut self, name: HeaderName, value: impl Into<HeaderValue>) {
        self.delete(name.as_str());
        self.append(name, value);
    }

    /// <https://fetch.spec.whatwg.org/#concept-header-list-delete>
    pub fn delete(&mut self, name: &str) {
        self.0.retain(|header| !header.name.is(name));
    }

    /// <https://fetch.spec.whatwg.org/#concept-header-list-contains>
    pub fn contains(&self, name: &str) -> bool {
        self.0.iter().any(|header| header.name.is(name))
    }

    /// <https://fetch.spec.whatwg.org/#concept-header-list-get>: all lines of that name joined with
    /// a comma and a space; `None` if there is none, which isn't the same as an empty value.
    pub fn get(&self, name: &str) -> Option<HeaderValue> {
        let mut lines = self.values(name);
        let mut joined = lines.next()?.as_bytes().to_vec();
        for line in lines {
            joined.extend_from_slice(b", ");
            joined.extend_from_slice(line.as_bytes());
        }
        Some(HeaderValue::joined(joined))
    }

    /// Each line of that name, in order.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a HeaderValue> + 'a {
        self.0
            .iter()
            .filter(move |header| header.name.is(name))
            .map(|header| &header.value)
    }

    /// Every header, in order.
    pub fn iter(&self) -> core::slice::Iter<'_, Header> {
        self.0.iter()
    }

    /// The number of lines.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no lines.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Keeps the headers that `keep` returns true for.
    pub fn retain(&mut self, keep: impl FnMut(&Header) -> bool) {
        self.0.retain(keep);
    }
}

impl FromIterator<Header> for HeaderList {
    fn from_iter<I: IntoIterator<Item = Header>>(headers: I) -> Self {
        Self(headers.into_iter().collect())
    }
}

impl IntoIterator for HeaderList {
    type Item = Header;
    type IntoIter = std::vec::IntoIter<Header>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a HeaderList {
    type Item = &'a Header;
    type IntoIter = core::slice::Iter<'a, Header>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
