use super::shared_hosting::SHARED_HOSTING;
use super::{HostPattern, OriginPattern};
use crate::host::Host;

/// Domains of two labels under which names are registered, as under `com`. A short built-in list: the
/// whole of the Public Suffix List would be larger than the page.
const SECOND_LEVEL: [&str; 34] = [
    "ac.uk", "co.uk", "gov.uk", "me.uk", "org.uk", "com.au", "net.au", "org.au", "co.nz", "co.jp",
    "ne.jp", "or.jp", "com.br", "com.cn", "co.id", "co.il", "co.in", "co.kr", "co.th", "co.za",
    "com.ar", "com.co", "com.hk", "com.mx", "com.my", "com.pl", "com.sg", "com.tr", "com.tw",
    "com.ua", "com.vn", "eu.org", "in.ua", "uk.com",
];

/// Last labels under which nobody can register a name: they are set aside for tests, documentation and
/// private networks (RFC 2606, RFC 6762, RFC 8375).
const NOT_REGISTRABLE: [&str; 13] = [
    "arpa",
    "corp",
    "example",
    "home",
    "internal",
    "intranet",
    "invalid",
    "lan",
    "local",
    "localdomain",
    "localhost",
    "private",
    "test",
];

/// The public suffix under which anybody can register a name that the pattern matches, if there is one.
pub fn public_suffix_of(pattern: &OriginPattern) -> Option<&str> {
    let OriginPattern::Family(family) = pattern else {
        return None;
    };
    let behind_the_wildcard = match family.host() {
        HostPattern::Exact(_) => return None,
        HostPattern::Subdomains { base } => base,
        HostPattern::InLabel { suffix, .. } => suffix.split_once('.')?.1,
    };
    is_public_suffix(behind_the_wildcard).then_some(behind_the_wildcard)
}

fn is_public_suffix(domain: &str) -> bool {
    let domain = domain.strip_suffix('.').unwrap_or(domain);
    let top_level = !domain.contains('.') && !NOT_REGISTRABLE.contains(&domain);
    top_level || SECOND_LEVEL.contains(&domain)
}

/// The site that a host belongs to (<https://html.spec.whatwg.org/multipage/browsers.html#obtain-a-site>,
/// without the scheme): the registrable domain, or the host itself where there is none.
pub fn site(host: &Host) -> String {
    let Host::Domain(name) = host else {
        return host.to_string();
    };
    let name = name.strip_suffix('.').unwrap_or(name);
    // From the whole name to its last label, so the longest suffix comes first.
    let mut one_more = name;
    let dots = name.match_indices('.').map(|(dot, _)| &name[dot + 1..]);
    for rest in dots {
        if is_public_suffix(rest) || SHARED_HOSTING.contains(&rest) || !rest.contains('.') {
            return one_more.to_owned();
        }
        one_more = rest;
    }
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Host, site};
    use crate::host::ascii_hosts_only;

    #[track_caller]
    fn check(host: &str, expected: &str) {
        let host = Host::parse(host, &ascii_hosts_only);
        assert_eq!(host.map(|host| site(&host)).as_deref(), Ok(expected));
    }

    #[test]
    fn site_is_one_label_more_than_the_suffix() {
        check("app.example.com", "example.com");
        check("example.com", "example.com");
        check("a.b.example.co.uk", "example.co.uk");
        check("a.user.github.io", "user.github.io");
        check("deep.in.app.corp", "app.corp");
        check("www.example.com.", "example.com");
    }

    #[test]
    fn host_without_registrable_domain_is_its_own_site() {
        check("localhost", "localhost");
        check("192.0.2.1", "192.0.2.1");
        check("[::1]", "[::1]");
        check("co.uk", "co.uk");
    }
}
