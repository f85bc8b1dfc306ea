//! What the interface does before the fetch: the `Request` constructor
//! (<https://fetch.spec.whatwg.org/#dom-request>) and `XMLHttpRequest` (<https://xhr.spec.whatwg.org/#the-send()-method>).

use std::collections::BTreeMap;

use super::deviation::Deviation;
use super::forbidden_request_header::is_forbidden_request_header;
use super::network_error::Cause;
use super::profile::Profile;
use super::request::{Api, Body, CacheMode, Mode, RedirectMode, Request};
use super::safelisted_request_header::is_cors_safelisted_request_header;
use cors_http::{Header, HeaderList, HeaderName, HeaderValue, Method};

/// A request at the start of the fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Prepared {
    pub(super) method: Method,
    pub(super) headers: HeaderList,
    pub(super) body: PreparedBody,
    /// <https://fetch.spec.whatwg.org/#use-cors-preflight-flag>
    pub(super) use_cors_preflight: bool,
}

/// <https://fetch.spec.whatwg.org/#concept-request-body>, as far as redirects need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PreparedBody {
    Null,
    /// The body can be sent again.
    WithSource,
    /// The body is a stream, which can't be sent again.
    WithoutSource,
}

/// The request, or the error that JavaScript gets instead; and the headers that were silently ignored.
pub(super) fn prepare(
    request: &Request,
    profile: Profile,
) -> (Result<Prepared, Cause>, Vec<HeaderName>) {
    let mut dropped = Vec::new();
    let prepared = checked_method(request).and_then(|method| {
        let headers = fill_headers(request, profile, &mut dropped)?;
        with_body(request, method, headers, profile, &mut dropped)
    });
    (prepared, dropped)
}

fn checked_method(request: &Request) -> Result<Method, Cause> {
    if request.method.is_forbidden() {
        return Err(Cause::ForbiddenMethod(request.method.clone()));
    }
    let method = request.method.normalize();
    if request.api == Api::Fetch && request.url.includes_credentials() {
        return Err(Cause::UrlIncludesCredentials);
    }
    if request.mode == Mode::NoCors && !method.is_cors_safelisted() {
        return Err(Cause::NoCorsMethod(method));
    }
    if request.cache == CacheMode::OnlyIfCached && request.mode != Mode::SameOrigin {
        return Err(Cause::OnlyIfCachedMode);
    }
    Ok(method)
}

/// <https://fetch.spec.whatwg.org/#concept-headers-fill> with the guard of the mode, or repeated `setRequestHeader`.
fn fill_headers(
    request: &Request,
    profile: Profile,
    dropped: &mut Vec<HeaderName>,
) -> Result<HeaderList, Cause> {
    let combine =
        matches!(request.api, Api::Xhr { .. }) || profile.shows(Deviation::RepeatedHeadersJoined);
    let mut list = Filling::new(combine);
    for header in &request.headers {
        if profile.shows(Deviation::AvailableDictionaryRejected)
            && header.name.is("available-dictionary")
        {
            return Err(Cause::HeaderNotSendable(header.name.clone()));
        }
        let kept = match request.mode {
            Mode::NoCors => list.is_no_cors_safelisted_with(header, profile),
            Mode::Cors | Mode::SameOrigin => !is_forbidden_request_header(header, profile),
        };
        if kept {
            list.append(header);
        } else {
            dropped.push(header.name.clone());
        }
    }
    Ok(list.finish())
}

/// A header list under construction.
struct Filling {
    combine: bool,
    names: Vec<HeaderName>,
    /// The lines of a name that is combined, otherwise one.
    values: Vec<Vec<u8>>,
    /// The index of the last line of each name.
    index: BTreeMap<HeaderName, usize>,
    /// The combined value of each name, for the guard.
    together: BTreeMap<HeaderName, Vec<u8>>,
}

impl Filling {
    fn new(combine: bool) -> Self {
        Self {
            combine,
            names: Vec::new(),
            values: Vec::new(),
            index: BTreeMap::new(),
            together: BTreeMap::new(),
        }
    }

    /// <https://fetch.spec.whatwg.org/#concept-headers-append> step 3: checks the combined value.
    fn is_no_cors_safelisted_with(&mut self, header: &Header, profile: Profile) -> bool {
        let mut value = match self.together.get(&header.name) {
            Some(before) => [before, &b", "[..]].concat(),
            None => Vec::new(),
        };
        value.extend_from_slice(header.value.as_bytes());
        let safe = is_no_cors_safelisted_request_header(&header.name, &value, profile);
        if safe {
            self.together.insert(header.name.clone(), value);
        }
        safe
    }

    /// <https://fetch.spec.whatwg.org/#concept-header-list-append>, or
    /// <https://fetch.spec.whatwg.org/#concept-header-list-combine> for `XMLHttpRequest`.
    fn append(&mut self, header: &Header) {
        // A repeated header has the spelling of the first one.
        let first = self.index.get(&header.name).copied();
        match first.and_then(|first| self.values.get_mut(first)) {
            Some(value) if self.combine => {
                value.extend_from_slice(b", ");
                value.extend_from_slice(header.value.as_bytes());
            }
            _ => {
                let spelled = first
                    .and_then(|first| self.names.get(first))
                    .unwrap_or(&header.name);
                self.names.push(spelled.clone());
                self.values.push(header.value.as_bytes().to_vec());
                self.index.insert(header.name.clone(), self.names.len() - 1);
            }
        }
    }

    fn finish(self) -> HeaderList {
        self.names
            .into_iter()
            .zip(self.values)
            .map(|(name, value)| Header {
                name,
                value: HeaderValue::joined(value),
            })
            .collect()
    }
}

/// <https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header>
fn is_no_cors_safelisted_request_header(name: &HeaderName, value: &[u8], profile: Profile) -> bool {
    [
        "accept",
        "accept-language",
        "content-language",
        "content-type",
    ]
    .iter()
    .any(|listed| name.is(listed))
        && is_cors_safelisted_request_header(name, value, profile).is_ok()
}

/// Steps 34 to 41 of the constructor: the body, and the `Content-Type` that it implies.
fn with_body(
    request: &Request,
    method: Method,
    mut headers: HeaderList,
    profile: Profile,
    dropped: &mut Vec<HeaderName>,
) -> Result<Prepared, Cause> {
    let bodiless = matches!(method.as_str(), "GET" | "HEAD");
    let body = match (&request.body, request.api) {
        (Body::None, _) => &Body::None,
        (_, Api::Fetch) if bodiless => return Err(Cause::BodyNotAllowed(method)),
        (_, Api::Xhr { .. }) if bodiless => &Body::None,
        (Body::Stream, _) if request.mode == Mode::NoCors => {
            return Err(Cause::NoCorsStreamBody);
        }
        (body, _) => body,
    };
    if let Body::Typed(content_type) = body
        && !headers.contains("content-type")
    {
        let name = HeaderName::literal("Content-Type");
        // The guard checks an implied type like one that JavaScript sets.
        let kept = HeaderValue::parse(content_type).ok().filter(|value| {
            request.mode != Mode::NoCors
                || is_no_cors_safelisted_request_header(&name, value.as_bytes(), profile)
        });
        match kept {
            Some(value) => headers.append(name, value),
            None => dropped.push(name),
        }
    }
    let prepared_body = match body {
        Body::None => PreparedBody::Null,
        Body::Untyped | Body::Typed(_) => PreparedBody::WithSource,
        Body::Stream => PreparedBody::WithoutSource,
    };
    let listeners = matches!(
        request.api,
        Api::Xhr {
            upload_listeners: true
        }
    ) && (prepared_body != PreparedBody::Null
        || !profile.shows(Deviation::UploadListenersNeedBody));
    Ok(Prepared {
        method,
        headers,
        body: prepared_body,
        use_cors_preflight: listeners || prepared_body == PreparedBody::WithoutSource,
    })
}

impl Request {
    /// Whether redirects are followed, the only mode that `no-cors` allows.
    pub(super) fn follows_redirects(&self) -> bool {
        self.redirect == RedirectMode::Follow
    }
}
