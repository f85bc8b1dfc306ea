//! <https://fetch.spec.whatwg.org/#cross-origin-resource-policy-check>

use crate::host::Host;
use crate::http::HeaderList;
use crate::origin::Origin;
use crate::url::Url;

/// The policy, when it keeps the answer from the page. Only `no-cors` requests ask.
pub(super) fn cross_origin_resource_policy_blocks(
    page: &Origin,
    url: &Url,
    headers: &HeaderList,
) -> Option<String> {
    let policy = headers.get("Cross-Origin-Resource-Policy")?.to_latin1();
    let allowed = match policy.as_str() {
        "same-origin" => page.is_same_origin(&url.origin()),
        "same-site" => {
            is_schemelessly_same_site(page, url) && (is_https(page) || url.scheme() != "https")
        }
        _ => true,
    };
    (!allowed).then_some(policy)
}

fn is_https(origin: &Origin) -> bool {
    matches!(origin, Origin::Tuple(tuple) if tuple.scheme() == "https")
}

/// Without the list of public suffixes, a site is taken to be the last two labels of a name.
fn is_schemelessly_same_site(page: &Origin, url: &Url) -> bool {
    let (Origin::Tuple(page), Some(host)) = (page, url.host()) else {
        return false;
    };
    match (page.host(), host) {
        (Host::Domain(a), Host::Domain(b)) => site(a) == site(b),
        (a, b) => a == b,
    }
}

fn site(domain: &str) -> &str {
    let second_dot = domain.rmatch_indices('.').nth(1);
    second_dot.map_or(domain, |(index, _)| {
        domain.get(index + 1..).unwrap_or(domain)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::ascii_hosts_only;
    use crate::http::HeaderName;

    #[track_caller]
    fn check(policy: &str, url: &str, blocks: bool) {
        let parse = |text| Url::parse(text, None, &ascii_hosts_only).unwrap();
        let page = parse("https://app.example.com/").origin();
        let mut headers = HeaderList::new();
        headers.append(HeaderName::literal("cross-origin-resource-policy"), policy);
        let blocked = cross_origin_resource_policy_blocks(&page, &parse(url), &headers);
        assert_eq!(blocked.is_some(), blocks, "{policy} {url}");
    }

    #[test]
    fn resource_policy_keeps_answers_from_other_origins() {
        check("same-origin", "https://api.example.com/", true);
        check("same-origin", "https://app.example.com/", false);
        check("same-site", "https://api.example.com/", false);
        check("same-site", "https://api.example.org/", true);
        check("cross-origin", "https://api.example.org/", false);
        check("Same-Origin", "https://api.example.org/", false);
    }
}
