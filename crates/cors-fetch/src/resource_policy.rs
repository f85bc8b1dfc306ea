//! <https://fetch.spec.whatwg.org/#cross-origin-resource-policy-check>

use cors_http::HeaderList;
use cors_http::Origin;
use cors_http::PublicSuffixList;
use cors_http::Url;

/// The policy, if it blocks the response for the page. Only `no-cors` requests are checked.
pub(super) fn cross_origin_resource_policy_blocks(
    page: &Origin,
    url: &Url,
    headers: &HeaderList,
    suffixes: &PublicSuffixList,
) -> Option<String> {
    let policy = headers.get("Cross-Origin-Resource-Policy")?.to_latin1();
    let allowed = match policy.as_str() {
        "same-origin" => page.is_same_origin(&url.origin()),
        "same-site" => is_allowed_by_site(page, &url.origin(), suffixes),
        _ => true,
    };
    (!allowed).then_some(policy)
}

/// Step 6. While the list isn't loaded, everything that it might allow is allowed.
fn is_allowed_by_site(page: &Origin, server: &Origin, suffixes: &PublicSuffixList) -> bool {
    let (Origin::Tuple(page), Origin::Tuple(server)) = (page, server) else {
        return false;
    };
    let downgrade = page.scheme() != "https" && server.scheme() == "https";
    !downgrade
        && suffixes
            .is_schemelessly_same_site(page, server)
            .unwrap_or(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use cors_http::HeaderName;
    use cors_http::Platform;
    use cors_http::{PublicSuffix, Section};

    const LIST: PublicSuffixList = PublicSuffixList {
        suffix_of: |domain| {
            let last = domain.rsplit('.').next().unwrap_or(domain);
            Ok(PublicSuffix {
                domain: last.to_owned(),
                section: Some(Section::Icann),
            })
        },
        suffix_below: |_| Ok(None),
    };

    #[track_caller]
    fn check(policy: &str, url: &str, blocks: bool) {
        let parse = |text| Url::parse(text, None, &Platform::BARE).unwrap();
        let page = parse("https://app.example.com/").origin();
        let mut headers = HeaderList::new();
        headers.append(HeaderName::literal("cross-origin-resource-policy"), policy);
        let blocked = cross_origin_resource_policy_blocks(&page, &parse(url), &headers, &LIST);
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
