//! <https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names>

use super::deviation::Deviation;
use super::profile::Profile;
use super::safelisted_request_header::{UnsafeBecause, is_cors_safelisted_request_header};
use cors_http::{Header, HeaderName};

/// A header that needs a preflight, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsafeHeader {
    /// The name, lowercase.
    pub name: HeaderName,
    /// The first reason, in the order of the list.
    pub because: UnsafeBecause,
}

/// Steps 1 to 7: the names of the CORS-unsafe headers, lowercase, sorted by their bytes, without duplicates.
///
/// Each line of the list is checked on its own, so only repeated lines can exceed 1,024 bytes.
pub fn cors_unsafe_request_header_names<'a>(
    headers: impl IntoIterator<Item = &'a Header>,
    profile: Profile,
) -> Vec<UnsafeHeader> {
    let mut found: Vec<UnsafeHeader> = Vec::new();
    let mut potentially_unsafe: Vec<&HeaderName> = Vec::new();
    let mut safelist_value_size: usize = 0;
    for Header { name, value } in headers {
        match is_cors_safelisted_request_header(name, value.as_bytes(), profile) {
            Ok(()) => {
                potentially_unsafe.push(name);
                safelist_value_size = safelist_value_size.saturating_add(value.as_bytes().len());
            }
            Err(because) => found.push(UnsafeHeader {
                name: name.lowercased(),
                because,
            }),
        }
    }
    if safelist_value_size > 1024 && !profile.shows(Deviation::NoTotalLimit) {
        found.extend(potentially_unsafe.into_iter().map(|name| UnsafeHeader {
            name: name.lowercased(),
            because: UnsafeBecause::TotalTooLong(safelist_value_size),
        }));
    }
    // The sort is stable, so the first reason for a name comes first.
    found.sort_by(|one, other| one.name.cmp(&other.name));
    if !profile.shows(Deviation::RepeatedUnsafeNames) {
        found.dedup_by(|later, first| later.name == first.name);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use cors_http::{HeaderList, HeaderValue};

    #[track_caller]
    fn check(headers: &[(&str, &str)], expected: &str) {
        let list: HeaderList = headers
            .iter()
            .map(|(name, value)| Header {
                name: HeaderName::parse(name).unwrap(),
                value: HeaderValue::parse(value).unwrap(),
            })
            .collect();
        let names: Vec<String> = cors_unsafe_request_header_names(&list, Profile::Standard)
            .into_iter()
            .map(|header| header.name.to_string())
            .collect();
        assert_eq!(names.join(","), expected);
    }

    #[test]
    fn names_are_in_lower_case_sorted_by_bytes_and_each_once() {
        check(
            &[
                ("X-B", "1"),
                ("x-b", "2"),
                ("X_A", "1"),
                ("x-a-1", "1"),
                ("xa", "1"),
                ("Accept", "text/html"),
            ],
            "x-a-1,x-b,x_a,xa",
        );
        check(&[], "");
    }

    #[test]
    fn more_than_1024_bytes_make_every_safelisted_name_unsafe() {
        let value = "a".repeat(128);
        let mut headers = vec![("Accept", value.as_str()); 8];
        check(&headers, "");
        headers.push(("Accept-Language", "a"));
        check(&headers, "accept,accept-language");
        headers.push(("X-A", "1"));
        check(&headers, "accept,accept-language,x-a");
    }
}
