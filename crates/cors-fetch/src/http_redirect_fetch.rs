//! <https://fetch.spec.whatwg.org/#http-redirect-fetch>

use super::course::{Course, ResponseTainting};
use super::deviation::Deviation;
use super::http_fetch::Fetched;
use super::network_error::{NetworkError, RedirectRefusal};
use super::prepare::PreparedBody;
use super::request::{CredentialsMode, Mode};
use super::walk;
use crate::Place;
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

impl Course<'_> {
    /// Steps 3 to 21.
    pub(super) fn http_redirect_fetch(
        &mut self,
        response: HttpResponse,
    ) -> Result<Fetched, RedirectRefusal> {
        let Some(location) = self.location_url(&response)? else {
            self.tell(|course| walk::redirect_without_location(course, &response));
            return Ok(Fetched::Response(response));
        };
        if !location.is_http() {
            return Err(RedirectRefusal::NotHttp(location.to_string()));
        }
        if self.redirect_count == 20 {
            return Err(RedirectRefusal::TooMany);
        }
        let foreign = !location.origin().is_same_origin(&self.request.origin);
        let cors = self.tainting == ResponseTainting::Cors;
        if location.includes_credentials() && ((self.request.mode == Mode::Cors && foreign) || cors)
        {
            return Err(RedirectRefusal::IncludesCredentials(location.to_string()));
        }
        if response.status.code() != 303 && self.body == PreparedBody::WithoutSource {
            return Err(RedirectRefusal::StreamBody(response.status));
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
        self.tell(|course| walk::redirected(course, &response, &location, &before, &removed));
        self.redirect_count += 1;
        self.current_url = location;
        Ok(Fetched::Redirected)
    }

    /// What an engine finds wrong with a redirect only after it has asked for permission at the next URL.
    fn late_failure_of(&self, response: &HttpResponse) -> Option<(Place, NetworkError)> {
        let judged = self.tainting == ResponseTainting::Cors
            && self.request.credentials == CredentialsMode::SameOrigin
            && self
                .request
                .url
                .origin()
                .is_same_origin(&self.request.origin)
            && self.profile.shows(Deviation::RedirectJudgedWithCredentials);
        let failure = judged
            .then(|| self.cors_check(response, CredentialsMode::Include).err())
            .flatten()?;
        Some((
            Place::ActualAnswer(self.hop()),
            NetworkError::CorsCheck {
                failure,
                status: response.status,
                redirect: true,
            },
        ))
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
    fn location_url(&self, response: &HttpResponse) -> Result<Option<Url>, RedirectRefusal> {
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
                return Err(RedirectRefusal::InvalidLocation(text));
            }
        }
        if lines.next().is_some() {
            return Err(RedirectRefusal::InvalidLocation(text));
        }
        let url = Url::parse(&text, Some(&self.current_url), &Platform::BARE)
            .map_err(|_| RedirectRefusal::InvalidLocation(text))?;
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
