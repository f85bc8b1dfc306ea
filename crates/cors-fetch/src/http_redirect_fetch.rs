//! <https://fetch.spec.whatwg.org/#http-redirect-fetch>

use super::deviation::Deviation;
use super::event::{EventKind, Place, Redirection};
use super::fetch_state::{Failure, FetchState, ResponseTainting};
use super::http_fetch::Fetched;
use super::network_error::Cause;
use super::prepare::PreparedBody;
use super::request::{CredentialsMode, Mode};
use super::serialize_request_origin::RedirectTaint;
use cors_http::Platform;
use cors_http::Url;
use cors_http::{HttpResponse, Method};

/// <https://fetch.spec.whatwg.org/#request-body-header-name>
const REQUEST_BODY_HEADER_NAMES: [&str; 4] = [
    "content-encoding",
    "content-language",
    "content-location",
    "content-type",
];

impl FetchState<'_> {
    /// Steps 3 to 21.
    pub(super) fn http_redirect_fetch(
        &mut self,
        response: HttpResponse,
        place: Place,
    ) -> Result<Fetched, Failure> {
        let fail = |cause| Failure::of(&response, place, cause);
        let Some(location) = self.location_url(&response).map_err(fail)? else {
            self.report(place, EventKind::RedirectWithoutLocation);
            return Ok(Fetched::Response(response));
        };
        if !location.is_http() {
            return Err(fail(Cause::RedirectScheme(location.to_string())));
        }
        if self.redirect_count == 20 {
            return Err(fail(Cause::TooManyRedirects));
        }
        let foreign = !location.origin().is_same_origin(&self.request.origin);
        let cors = self.tainting == ResponseTainting::Cors;
        if location.includes_credentials() && ((self.request.mode == Mode::Cors && foreign) || cors)
        {
            return Err(fail(Cause::RedirectWithCredentials(location.to_string())));
        }
        if response.status.code() != 303 && self.body == PreparedBody::WithoutSource {
            return Err(fail(Cause::RedirectStreamBody));
        }
        self.had_unsafe_headers |= !self.unsafe_headers().is_empty();
        let before = self.method.clone();
        let mut removed = Vec::new();
        if self.profile.shows(Deviation::RedirectRestoresHeaders)
            && let Some(original) = &self.original_headers
        {
            self.headers.clone_from(original);
        }
        let leaves = !location.origin().is_same_origin(&self.current_url.origin());
        let deleted = leaves
            && self.method.as_str() == "DELETE"
            && self.profile.shows(Deviation::DeleteBecomesGet);
        if deleted || becomes_get(response.status.code(), &self.method) {
            self.method = Method::get();
            self.body = PreparedBody::Null;
            self.remove_headers(&REQUEST_BODY_HEADER_NAMES, &mut removed);
        }
        if leaves {
            self.remove_headers(&["authorization"], &mut removed);
        }
        self.late_failure = self.late_failure_of(&response);
        self.taint = self
            .taint
            .after(&self.request.origin, &self.current_url, &location);
        let redirection = Redirection {
            location: location.clone(),
            from_method: before,
            to_method: self.method.clone(),
            removed_headers: removed,
            tainted: self.taint == RedirectTaint::Tainted,
        };
        self.report(place, EventKind::Redirected(Box::new(redirection)));
        self.redirect_count += 1;
        self.current_url = location;
        Ok(Fetched::Redirected)
    }

    /// A failure of the redirect that some engines report only after the preflight to the next URL.
    fn late_failure_of(&self, response: &HttpResponse) -> Option<Failure> {
        let is_checked = self.tainting == ResponseTainting::Cors
            && self.request.credentials == CredentialsMode::SameOrigin
            && self
                .request
                .url
                .origin()
                .is_same_origin(&self.request.origin)
            && self
                .profile
                .shows(Deviation::RedirectCheckedWithCredentials);
        let cause = is_checked
            .then(|| self.cors_check(response, CredentialsMode::Include).err())
            .flatten()?;
        Some(Failure::of(response, Place::Response(self.hop()), cause))
    }

    fn remove_headers(&mut self, names: &[&'static str], removed: &mut Vec<&'static str>) {
        for &name in names {
            if self.headers.contains(name) {
                self.headers.delete(name);
                removed.push(name);
            }
        }
    }

    /// <https://fetch.spec.whatwg.org/#concept-response-location-url>
    fn location_url(&self, response: &HttpResponse) -> Result<Option<Url>, Cause> {
        let mut lines = response.headers.values("Location");
        let Some(location) = lines.next() else {
            return Ok(None);
        };
        let text = String::from_utf8(location.as_bytes().to_vec())
            .unwrap_or_else(|_| location.to_latin1());
        if location.as_bytes().is_empty() {
            if self.profile.shows(Deviation::EmptyLocationIsNoRedirect) {
                return Ok(None);
            }
            if self.profile.shows(Deviation::EmptyLocationFails) {
                return Err(Cause::InvalidLocation(text));
            }
        }
        if lines.next().is_some() {
            return Err(Cause::InvalidLocation(text));
        }
        let url = Url::parse(&text, Some(&self.current_url), &Platform::BARE)
            .map_err(|_| Cause::InvalidLocation(text))?;
        Ok(Some(match url.fragment() {
            Some(_) => url,
            None => url.with_fragment(self.current_url.fragment().map(str::to_owned)),
        }))
    }
}

/// Step 12.
fn becomes_get(status: u16, method: &Method) -> bool {
    match status {
        301 | 302 => method.as_str() == "POST",
        303 => !matches!(method.as_str(), "GET" | "HEAD"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(status: u16, method: &str, get: bool) {
        assert_eq!(
            becomes_get(status, &Method::parse(method).unwrap()),
            get,
            "{status} {method}"
        );
    }

    #[test]
    fn some_redirects_become_get() {
        check(301, "POST", true);
        check(302, "POST", true);
        check(301, "PUT", false);
        check(302, "post", false);
        check(303, "POST", true);
        check(303, "PUT", true);
        check(303, "HEAD", false);
        check(303, "GET", false);
        check(307, "POST", false);
        check(308, "POST", false);
    }
}
