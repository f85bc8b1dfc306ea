//! Recorded requests and responses, judged by the browser's half.

use cors_fetch::{
    Api, Body, CacheMode, CredentialsMode, Mode, NetworkError, Outcome, Preflight, PreflightCache,
    Profile, RedirectMode, Request, main_fetch,
};
use cors_http::{
    HeaderList, HeaderName, HeaderValue, HttpRequest, HttpResponse, Method, NoResponse, Origin,
    Platform, Status, Url,
};

use crate::console::{ANY_REASON, is_origin_like};
use crate::key::{At, Cause, Kind, Root};
use crate::message::{Answered, Asked, Maker, Recorded};
use crate::said::{Said, Weight};

const ALLOW_ORIGIN: &str = "access-control-allow-origin";

/// What the recorded requests say: those with responses, each with its preflight.
pub(crate) fn judge(recorded: &[Recorded], platform: &Platform) -> Vec<Said> {
    let mut said = Vec::new();
    let mut used = vec![false; recorded.len()];
    for (index, one) in recorded.iter().enumerate() {
        if used.get(index).copied().unwrap_or(true) {
            continue;
        }
        let is_preflight = one.asked.as_ref().is_some_and(|asked| asked.is_preflight);
        // The actual request of a preflight comes after it.
        let actual = is_preflight
            .then(|| {
                recorded
                    .iter()
                    .enumerate()
                    .skip(index + 1)
                    .find(|(_, other)| {
                        other
                            .asked
                            .as_ref()
                            .is_some_and(|asked| !asked.is_preflight && !asked.is_plain_options)
                            && other.url() == one.url()
                            && other
                                .asked
                                .as_ref()
                                .and_then(|asked| asked.method.as_deref())
                                == one.asked.as_ref().and_then(|asked| asked.method.as_deref())
                            && other.kind == one.kind
                    })
            })
            .flatten();
        if let Some((other, _)) = actual
            && let Some(used) = used.get_mut(other)
        {
            *used = true;
        }
        let (preflight, main) = match actual {
            Some((_, actual)) => (Some(one), actual),
            None => (None, one),
        };
        if let Some(mut found) = exchange(preflight, main, platform) {
            found.line = if found.at == At::Preflight {
                one.from
            } else {
                main.from
            };
            found.engine = found.engine.or(main.engine).or(one.engine);
            said.push(found);
        }
    }
    said
}

/// One request, with its preflight if that is in the paste too.
fn exchange(preflight: Option<&Recorded>, main: &Recorded, platform: &Platform) -> Option<Said> {
    if let Some((cause, words)) = main
        .no_response
        .as_ref()
        .or(preflight.and_then(|preflight| preflight.no_response.as_ref()))
    {
        let blocked = preflight.filter(|preflight| !preflight.responses.is_empty());
        // A browser that sent only the preflight: its response decides.
        if let Some(preflight) = blocked {
            let mut found =
                asked_and_answered(preflight.asked.as_ref()?, Some(preflight), None, platform)?;
            if let Some(asked) = &main.asked {
                found.page_origin = found.page_origin.or_else(|| asked.page_origin.clone());
                found.facts.push(format!(
                    "The {} has no status: it was never sent.",
                    asked.method.as_deref().unwrap_or("request")
                ));
            }
            return Some(found);
        }
        let mut found = Said::of(*cause, At::None);
        if *cause == Cause::CannotTell {
            found = Said::of(*cause, At::Unknown).or(ANY_REASON);
        } else {
            found.seen = Some(words.clone()).filter(|words| words.starts_with("net::"));
        }
        describe(&mut found, main.asked.as_ref());
        found.words.clone_from(words);
        return Some(found);
    }
    let Some(asked) = main.asked.as_ref().filter(|_| !main.responses.is_empty()) else {
        return if main.responses.is_empty() {
            main.asked.as_ref().map(request_only)
        } else {
            Some(without_request(main.responses.first()?))
        };
    };
    if asked.is_preflight {
        return asked_and_answered(asked, Some(main), None, platform);
    }
    if asked.is_plain_options {
        let mut found = Said::of(Cause::CannotTell, At::Preflight);
        found.others = vec![
            (Cause::AllowOriginMissing, At::Preflight),
            (Cause::Ok, At::Preflight),
        ];
        describe(&mut found, Some(asked));
        found.status = main.responses.first().and_then(|response| response.status);
        found.roots.push(Root::NotAPreflight);
        found.facts.push("This isn't a preflight: `Access-Control-Request-Method` is missing, so many servers don't handle it as one. Send it again with `-H \"Access-Control-Request-Method: PUT\"`.".to_owned());
        found.weight = Weight::Side;
        return Some(found);
    }
    asked_and_answered(asked, preflight, Some(main), platform)
}

fn describe(found: &mut Said, asked: Option<&Asked>) {
    let Some(asked) = asked else {
        return;
    };
    found.page_origin.clone_from(&asked.page_origin);
    found.url.clone_from(&asked.url);
    found.method.clone_from(&asked.method);
    found.credentials = asked.credentials.is_some_and(CredentialsMode::is_include);
    if asked.is_preflight {
        found.request_headers.clone_from(&asked.preflight_headers);
    }
    found.facts.extend(asked.facts.iter().cloned());
}

/// A request without its response.
fn request_only(asked: &Asked) -> Said {
    let no_cors = asked.mode == Mode::NoCors;
    let cause = match asked.mode {
        Mode::NoCors => Cause::NoCorsOpaque,
        Mode::SameOrigin => Cause::ModeSameOrigin,
        Mode::Cors => Cause::RequestOnly,
    };
    let at = if asked.is_preflight {
        At::Preflight
    } else {
        At::None
    };
    let mut found = Said::of(cause, at).weighing(if no_cors {
        Weight::Reason
    } else {
        Weight::Consequence
    });
    describe(&mut found, Some(asked));
    if asked.is_plain_options {
        found.method = Some("OPTIONS".to_owned());
    }
    if asked.headers.names.iter().any(|name| {
        name.to_ascii_lowercase()
            .starts_with("access-control-allow-")
    }) {
        found.roots.push(Root::ResponseHeaderSetByScript);
        found.facts.push("`Access-Control-Allow-Origin` is a response header: the server sends it. Remove it from the request.".to_owned());
    }
    found
}

/// Headers of a response without the request.
fn without_request(answered: &Answered) -> Said {
    let origin = answered.headers.get(ALLOW_ORIGIN);
    let is_preflight = [
        "access-control-allow-methods",
        "access-control-allow-headers",
        "access-control-max-age",
    ]
    .iter()
    .any(|name| answered.headers.has(name))
        && answered
            .status
            .is_none_or(|status| status == 204 || status == 200);
    let at = if is_preflight && answered.status != Some(200) {
        At::Preflight
    } else {
        At::Actual
    };
    let mut found = match origin.as_deref() {
        None if answered.is_redirect() => {
            let mut found = Said::of(Cause::PreflightRedirect, At::Preflight);
            found.others = vec![(Cause::AllowOriginMissing, At::Redirect)];
            found
        }
        None => {
            let mut found = Said::of(Cause::CannotTell, at).weighing(Weight::Side);
            found.others = vec![(Cause::AllowOriginMissing, at), (Cause::Ok, at)];
            if vary_has_origin(answered) {
                found.facts.push("`Vary: Origin` says that the server decides by `Origin`. Send the request again with `-H \"Origin: https://…\"`, because without `Origin` many servers send no CORS headers.".to_owned());
            } else {
                found.facts.push("Without the request it isn't clear whether an `Origin` was sent, and many servers send no CORS headers without one. Send it again with `-H \"Origin: https://…\"`.".to_owned());
            }
            found
        }
        Some(value) if value.contains([',', ' ']) => {
            Said::of(Cause::AllowOriginMultiple, at).seeing(ALLOW_ORIGIN, Some(value))
        }
        Some(value) if !is_origin_like(value) => {
            Said::of(Cause::AllowOriginInvalid, at).seeing(ALLOW_ORIGIN, Some(value))
        }
        Some(value) => {
            let mut found = Said::of(Cause::Ok, at).seeing(ALLOW_ORIGIN, Some(value));
            found.weight = Weight::Side;
            if value == "*" {
                found
                    .facts
                    .push("Any page can read it without cookies.".to_owned());
            } else {
                found
                    .facts
                    .push(format!("Pages on `{value}` can read it, and no others."));
            }
            found
        }
    };
    found.status = answered.status;
    notes(&mut found, answered, None);
    if at == At::Actual
        && answered.status.is_some_and(|status| status >= 400)
        && found.cause == Cause::Ok
    {
        found.weight = Weight::Side;
    }
    found
}

fn vary_has_origin(answered: &Answered) -> bool {
    answered.headers.get("vary").is_some_and(|vary| {
        vary.split(',').any(|name| {
            let name = name.trim();
            name == "*" || name.eq_ignore_ascii_case("origin")
        })
    })
}

/// Runs the fetch with the recorded responses.
fn asked_and_answered(
    asked: &Asked,
    preflight: Option<&Recorded>,
    main: Option<&Recorded>,
    platform: &Platform,
) -> Option<Said> {
    let origin = asked
        .page_origin
        .as_deref()
        .and_then(|origin| Origin::parse(origin, platform));
    let url = asked
        .url
        .as_deref()
        .and_then(|url| Url::parse(url, None, platform).ok());
    let first = preflight.and_then(|preflight| preflight.responses.first());
    let chain: Vec<&Answered> = main
        .map(|main| main.responses.iter().collect())
        .unwrap_or_default();
    let (Some(origin), Some(url)) = (origin, url) else {
        let answered = chain.first().copied().or(first)?;
        let mut found = without_request(answered);
        describe(&mut found, Some(asked));
        if asked
            .headers
            .names
            .iter()
            .any(|name| name.eq_ignore_ascii_case("host"))
            || main.is_some_and(|main| main.kind == Kind::CurlOutput)
        {
            found.facts.push(
                "No `Origin` was sent. Send it again with `-H \"Origin: https://…\"`.".to_owned(),
            );
        }
        return Some(found);
    };
    let request = request(asked, origin, url, first.is_some() && main.is_none());
    let engine = preflight
        .and_then(|one| one.engine)
        .or(main.and_then(|main| main.engine));
    // A command doesn't come from the page, so mixed content is judged elsewhere.
    let mut request = request;
    if asked.maker == Maker::Command
        && let Some(rest) = asked
            .url
            .as_deref()
            .and_then(|url| url.strip_prefix("http://"))
        && asked
            .page_origin
            .as_deref()
            .is_some_and(|page| page.starts_with("https://"))
        && let Ok(upgraded) = Url::parse(&format!("https://{rest}"), None, platform)
    {
        request.url = upgraded;
    }
    let run = |profile| fetch(&request, first, &chain, profile, platform);
    let standard = run(Profile::Standard);
    // The browser that recorded it knows better than the standard.
    let own = engine.map(run);
    let outcome = match &own {
        Some(own) if own.error.is_some() && standard.error.is_some() => own,
        _ => &standard,
    };
    let mut found = match &outcome.error {
        Some(error) => of_error(error, outcome),
        None => Said::of(
            Cause::Ok,
            if main.is_some() {
                At::Actual
            } else {
                At::Preflight
            },
        ),
    };
    let mut responses = chain.iter().copied().chain(first);
    found.works = found.cause != Cause::Ok
        && [Profile::Chromium, Profile::Firefox, Profile::Webkit]
            .iter()
            .all(|&profile| run(profile).error.is_none());
    describe_exchange(&mut found, asked, outcome, &chain);
    let decided = match found.at {
        At::Preflight => first,
        At::Actual | At::Redirect | At::None | At::Unknown => chain.get(outcome.hop).copied(),
    };
    let decided = decided.or_else(|| responses.next());
    if let Some(answered) = decided {
        if found.cause != Cause::Ok || main.is_none() || chain.len() == 1 {
            found.status = answered.status;
        } else {
            found.status = chain.last().and_then(|last| last.status);
        }
        if found.at == At::Preflight
            && answered.is_redirect()
            && found.cause == Cause::AllowOriginMissing
        {
            found.cause = Cause::PreflightRedirect;
        }
        allowed(&mut found, asked, answered, main.is_some());
        notes(&mut found, answered, Some(asked));
    }
    if let Some(last) = chain.last()
        && found.cause == Cause::Ok
        && let Some(status) = last.status.filter(|status| *status >= 400)
    {
        found.cause = Cause::HttpError;
        found.at = At::None;
        found.status = Some(status);
        found.weight = Weight::Readable;
    }
    Some(found)
}

/// What a run gave.
struct Run {
    error: Option<NetworkError>,
    /// The index of the last URL.
    hop: usize,
    url: Option<String>,
    first_url: Option<String>,
    sent_origin: Option<String>,
    location: Option<String>,
}

fn request(asked: &Asked, origin: Origin, url: Url, only_preflight: bool) -> Request {
    let mut headers = HeaderList::new();
    for (name, value) in asked.script_headers() {
        let value = match (name.as_str(), value.as_str()) {
            ("content-type", "") => "application/json",
            ("range", "") => "bytes=-1",
            ("accept", "") if asked.is_preflight => "(",
            ("accept-language" | "content-language", "") => "(",
            (_, "") => "x",
            (_, value) => value,
        };
        if let (Ok(name), Ok(value)) = (HeaderName::parse(&name), HeaderValue::parse(value)) {
            headers.append(name, value);
        }
    }
    Request {
        origin,
        url,
        method: asked
            .method
            .as_deref()
            .and_then(|method| Method::parse(method).ok())
            .unwrap_or_else(Method::get),
        headers,
        credentials: asked.credentials.unwrap_or_default(),
        mode: asked.mode,
        redirect: RedirectMode::Follow,
        body: Body::None,
        // A preflight that was sent is judged, even if nothing else shows why it was.
        api: if only_preflight {
            Api::Xhr {
                upload_listeners: true,
            }
        } else {
            Api::Fetch
        },
        cache: CacheMode::Default,
        partition: String::new(),
    }
}

fn fetch(
    request: &Request,
    preflight: Option<&Answered>,
    chain: &[&Answered],
    profile: Profile,
    platform: &Platform,
) -> Run {
    let mut next = 0;
    let mut origins: Vec<Option<String>> = Vec::new();
    let mut server = |sent: &HttpRequest| -> Result<HttpResponse, NoResponse> {
        if sent.is_cors_preflight_request() {
            return Ok(match preflight {
                Some(answered) => response(answered),
                None => allowing(sent),
            });
        }
        origins.push(sent.origin().map(|origin| origin.to_latin1()));
        let answered = chain.get(next);
        next += 1;
        Ok(answered.map_or_else(|| allowing(sent), |answered| response(answered)))
    };
    let exchange = main_fetch(
        request,
        &mut server,
        &mut PreflightCache::default(),
        0.0,
        profile,
        platform,
        &mut |_| {},
    );
    let hop = exchange.hops.len().saturating_sub(1);
    Run {
        url: exchange.hops.last().map(|hop| hop.url.to_string()),
        first_url: exchange.hops.first().map(|hop| hop.url.to_string()),
        location: chain.get(hop).and_then(|answered| answered.location()),
        sent_origin: origins.last().cloned().flatten(),
        hop,
        error: match exchange.outcome {
            Outcome::NetworkError(error) => Some(error),
            Outcome::Allowed(_) | Outcome::NotDocumented(_) => None,
        },
    }
}

/// A response that allows everything, where the paste has none.
fn allowing(sent: &HttpRequest) -> HttpResponse {
    let get = |name: &str| {
        sent.headers
            .get(name)
            .map(|value| value.to_latin1())
            .unwrap_or_default()
    };
    HttpResponse::new(Status::OK)
        .with("Access-Control-Allow-Origin", value(&get("Origin")))
        .with("Access-Control-Allow-Credentials", value("true"))
        .with(
            "Access-Control-Allow-Methods",
            value(&get("Access-Control-Request-Method")),
        )
        .with(
            "Access-Control-Allow-Headers",
            value(&get("Access-Control-Request-Headers")),
        )
}

fn value(text: &str) -> HeaderValue {
    HeaderValue::from_bytes(text.as_bytes())
}

fn response(answered: &Answered) -> HttpResponse {
    let status = answered
        .status
        .and_then(|status| Status::new(status.into()).ok())
        .unwrap_or(Status::OK);
    let mut response = HttpResponse::new(status);
    for (name, text) in &answered.headers.kept {
        if let Ok(name) = HeaderName::parse(name) {
            response.headers.append(name, value(text));
        }
    }
    response
}

fn of_error(error: &NetworkError, run: &Run) -> Said {
    let row = error.row();
    let mut found = Said::of(Cause::from_code(row.code), At::from(error.stage));
    found.header = row.header.map(lowercase);
    let has_no_value = [
        Cause::AllowOriginMissing,
        Cause::PreflightStatus,
        Cause::PreflightRedirect,
    ];
    found.seen = if has_no_value.contains(&found.cause) {
        None
    } else {
        row.actual.clone()
    };
    if found.cause == Cause::HeaderNotAllowed
        || found.cause == Cause::WildcardDoesNotCoverAuthorization
        || found.cause == Cause::WildcardIsLiteralWithCredentials
    {
        found.request_headers = row
            .expected
            .clone()
            .into_iter()
            .map(|name| name.to_ascii_lowercase())
            .collect();
    }
    found.redirect_to.clone_from(&run.location);
    if found.cause != Cause::AllowOriginMismatch {
        found.facts.push(row.sentence);
    }
    found
}

/// The lowercase names of the headers that decide.
fn lowercase(name: &'static str) -> &'static str {
    const NAMES: [&str; 9] = [
        ALLOW_ORIGIN,
        "access-control-allow-credentials",
        "access-control-allow-methods",
        "access-control-allow-headers",
        "access-control-expose-headers",
        "access-control-max-age",
        "cross-origin-resource-policy",
        "location",
        "vary",
    ];
    NAMES
        .into_iter()
        .find(|known| known.eq_ignore_ascii_case(name))
        .unwrap_or(name)
}

fn describe_exchange(found: &mut Said, asked: &Asked, run: &Run, chain: &[&Answered]) {
    let offending = found.request_headers.clone();
    describe(found, Some(asked));
    if !offending.is_empty() {
        found.request_headers = offending;
    }
    if run.hop > 0 && found.at == At::Redirect {
        found.url = run.url.as_deref().map(crate::secret::clean_url);
        found.redirected_from = run.first_url.as_deref().map(crate::secret::clean_url);
        found.sent_origin.clone_from(&run.sent_origin);
        let status = chain.first().and_then(|first| first.status);
        if let (Some(from), Some(to), Some(status)) = (&found.redirected_from, &found.url, status) {
            found
                .facts
                .push(format!("`{from}` redirects (`{status}`) to `{to}`."));
        }
    }
}

/// What is worth saying about a response that passes.
fn allowed(found: &mut Said, asked: &Asked, answered: &Answered, has_actual: bool) {
    if found.cause != Cause::Ok {
        return;
    }
    found.weight = Weight::Side;
    let allow_origin = answered.headers.get(ALLOW_ORIGIN);
    let credentials = answered.headers.get("access-control-allow-credentials");
    let page = asked.page_origin.clone().unwrap_or_default();
    if !has_actual {
        let names = asked.preflight_headers.join(", ");
        found.facts.push(format!(
            "The preflight passes for {}{}. The response to the request itself has to be checked too.",
            asked.method.as_deref().unwrap_or("the method"),
            if names.is_empty() { String::new() } else { format!(" with `{names}`") }
        ));
        if credentials.is_none() {
            found.facts.push("With cookies it would fail, because `Access-Control-Allow-Credentials` is missing.".to_owned());
        }
        return;
    }
    found.header = Some(ALLOW_ORIGIN);
    found.seen.clone_from(&allow_origin);
    if allow_origin.as_deref() == Some("*") && credentials.as_deref() == Some("true") {
        found.cause = Cause::WildcardWithCredentials;
        found.works = true;
        found.facts.push("`*` and `Access-Control-Allow-Credentials: true` together have no effect: with credentials, browsers reject `*`. Without credentials the response can be read.".to_owned());
        return;
    }
    let policy = answered.headers.get("cross-origin-resource-policy");
    if let Some(policy) = policy.filter(|policy| policy == "same-origin" || policy == "same-site") {
        found.cause = Cause::Corp;
        found.works = true;
        found.header = Some("cross-origin-resource-policy");
        found.facts.push(format!("With CORS (`fetch()`, or an element with `crossorigin`) it can be read. A plain `<img>` on another origin is blocked by `Cross-Origin-Resource-Policy: {policy}`."));
        found.seen = Some(policy);
        return;
    }
    let names_origin = allow_origin.as_deref().is_some_and(|value| value != "*");
    if names_origin && !vary_has_origin(answered) && is_cacheable(answered) {
        found.cause = Cause::VaryMissing;
        found.works = true;
        found.header = Some("vary");
        found.seen = answered.headers.get("vary");
        found.roots = vec![Root::VaryMissingSharedCache, Root::VaryMissingOwnCache];
        let control = answered.headers.get("cache-control").unwrap_or_default();
        found.facts.push(format!("For `{page}` it works. Caches can store the response (`{control}`) without `Vary: Origin`, so a page on another origin can get this copy."));
        return;
    }
    found.facts.push(format!(
        "`{page}` can read it{}.",
        if credentials.as_deref() == Some("true") {
            ", with cookies"
        } else {
            ""
        }
    ));
    if names_origin && allow_origin.as_deref() == Some("null") {
        found.facts.push("`null` with credentials lets sandboxed frames of any site read it. List real origins instead. `Vary: Origin` is missing as well.".to_owned());
    } else if names_origin {
        found.facts.push("Whether every origin gets this response only a second origin shows: try `-H \"Origin: https://evil.example\"`. If that one is allowed too, any site can read it as your visitors.".to_owned());
    }
}

fn is_cacheable(answered: &Answered) -> bool {
    let control = answered
        .headers
        .get("cache-control")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let is_forbidden =
        control.contains("no-store") || control.contains("private") || control.contains("no-cache");
    let has_age = control.contains("max-age=") && !control.contains("max-age=0")
        || control.contains("public")
        || answered.headers.has("age")
        || answered.headers.has("x-cache");
    has_age && !is_forbidden
}

/// Facts that the headers of a response show whatever the verdict is.
fn notes(found: &mut Said, answered: &Answered, asked: Option<&Asked>) {
    let headers = &answered.headers;
    for name in &headers.names {
        if let Some(right) = misspelled(name) {
            found.facts.push(format!(
                "`{name}` isn't a header that browsers know. It is called `{right}`."
            ));
            if !found.roots.contains(&Root::HeaderNameMisspelt) {
                found.roots.push(Root::HeaderNameMisspelt);
            }
        }
    }
    if let Some(age) = headers.get("age").filter(|age| age != "0") {
        found
            .facts
            .push(format!("The response comes from a cache (`Age: {age}`)."));
        if found.cause == Cause::AllowOriginMismatch || found.cause == Cause::AllowOriginMissing {
            found.roots.push(Root::VaryMissingSharedCache);
        }
    } else if headers
        .get("x-cache")
        .is_some_and(|cache| cache.to_ascii_lowercase().contains("hit"))
    {
        found
            .facts
            .push("The response comes from a cache (`X-Cache`).".to_owned());
        if found.cause == Cause::AllowOriginMismatch || found.cause == Cause::AllowOriginMissing {
            found.roots.push(Root::VaryMissingSharedCache);
        }
    }
    if found.roots.contains(&Root::VaryMissingSharedCache)
        && !vary_has_origin(answered)
        && found.cause == Cause::AllowOriginMismatch
    {
        found.facts.push("`Vary: Origin` is missing, so the cache keeps one copy for all origins. Put `Origin` into its key.".to_owned());
    }
    if headers.has("set-cookie") && headers.get(ALLOW_ORIGIN).as_deref() == Some("*") {
        found.facts.push(
            "The response sets a cookie. With `credentials: 'include'` browsers reject `*`."
                .to_owned(),
        );
    }
    if let Some(allow) = headers.get("allow")
        && found.at == At::Preflight
    {
        let express = headers
            .get("x-powered-by")
            .is_some_and(|by| by == "Express");
        found.facts.push(if express && answered.status == Some(200) {
            format!("This is Express' own response to OPTIONS (`Allow: {allow}`): no CORS middleware runs here. `Allow` isn't a CORS header.")
        } else {
            format!("`Allow: {allow}` isn't a CORS header. Browsers don't look at it.")
        });
    }
    if let Some(age) = headers.get("access-control-max-age")
        && !age.bytes().all(|byte| byte.is_ascii_digit())
    {
        let seconds =
            seconds(&age).map_or_else(String::new, |seconds| format!(", such as `{seconds}`"));
        found.facts.push(format!("`Access-Control-Max-Age: {age}` isn't a number of seconds{seconds}. The preflight itself passes, but browsers cache it for 5 seconds only."));
    }
    if let Some(location) = answered.location() {
        found.redirect_to = found.redirect_to.take().or(Some(location));
    }
    if answered.has_html && found.cause == Cause::AllowOriginMissing {
        found.facts.push(
            "The body is a page of HTML, so something other than the API may have responded."
                .to_owned(),
        );
    }
    if answered.has_header_in_body && found.cause == Cause::AllowOriginMissing {
        found.roots.push(Root::HeaderInBody);
    }
    if let Some(server) = headers.get("server").filter(|server| server.len() < 40) {
        found
            .facts
            .push(format!("The response comes from `{server}`."));
    }
    if headers.get("x-powered-by").is_some()
        && headers.get("server").is_some()
        && found.cause == Cause::AllowOriginMultiple
    {
        found
            .facts
            .push("Two layers set the header: the proxy and the app behind it.".to_owned());
    }
    if let Some(asked) = asked
        && asked.maker == Maker::Command
        && asked.page_origin.is_none()
    {
        found.facts.push(
            "No `Origin` was sent, so the server may have left the CORS headers out.".to_owned(),
        );
    }
}

/// `10m` and `1h` as seconds.
fn seconds(text: &str) -> Option<u32> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let number: u32 = number.parse().ok()?;
    let factor = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 86400,
        _ => return None,
    };
    number.checked_mul(factor)
}

/// The right name of a header that is nearly one.
fn misspelled(name: &str) -> Option<&'static str> {
    const NAMES: [&str; 8] = [
        "Access-Control-Allow-Origin",
        "Access-Control-Allow-Credentials",
        "Access-Control-Allow-Methods",
        "Access-Control-Allow-Headers",
        "Access-Control-Expose-Headers",
        "Access-Control-Max-Age",
        "Access-Control-Request-Method",
        "Access-Control-Request-Headers",
    ];
    let lower = name.to_ascii_lowercase();
    if NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
        || lower.contains("private-network")
        || lower.contains("local-network")
    {
        return None;
    }
    let squeezed = |text: &str| {
        text.to_ascii_lowercase()
            .replace(['-', '_'], "")
            .trim_end_matches('s')
            .to_owned()
    };
    let own = squeezed(name);
    if !lower.starts_with("access") && !lower.starts_with("allow-") && !lower.starts_with("acc") {
        return None;
    }
    NAMES.into_iter().find(|known| {
        let known = squeezed(known);
        own == known
            || own == known.replacen("accesscontrol", "", 1)
            || is_one_letter_off(&own, &known)
    })
}

fn is_one_letter_off(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    if long.len() - short.len() > 1 {
        return false;
    }
    let same = short
        .bytes()
        .zip(long.bytes())
        .take_while(|(a, b)| a == b)
        .count();
    let skip_short = usize::from(short.len() == long.len());
    short.as_bytes().get(same + skip_short..) == long.as_bytes().get(same + 1..)
}

/// Whether a browser would send a preflight for this request. `None` without a URL.
pub(crate) fn needs_preflight(asked: &Asked, platform: &Platform) -> Option<bool> {
    if asked.is_preflight {
        return Some(true);
    }
    if asked.mode != Mode::Cors || asked.is_plain_options {
        return None;
    }
    let url = Url::parse(asked.url.as_deref()?, None, platform).ok()?;
    let origin = match &asked.page_origin {
        Some(origin) => Origin::parse(origin, platform)?,
        None => Origin::Opaque,
    };
    let request = request(asked, origin, url, false);
    let exchange = main_fetch(
        &request,
        &mut |_| Err(NoResponse::Refused),
        &mut PreflightCache::default(),
        0.0,
        Profile::Standard,
        platform,
        &mut |_| {},
    );
    let hop = exchange.hops.first()?;
    Some(match hop.preflight {
        Preflight::NotNeeded => false,
        Preflight::Cached { .. } | Preflight::Sent { .. } => true,
    })
}
