use super::Trick;
use super::homograph::homograph;
use cors_core::policy::{
    AllowOrigin, HostPattern, OriginFamily, OriginPattern, Policy, PortPattern,
};
use cors_http::Host;
use cors_http::PublicSuffixList;

/// An attack origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attacker {
    /// How it passes for an allowed one.
    pub trick: Trick,
    /// The value of its `Origin` header.
    pub origin: String,
    /// The entry that it is derived from, as written; empty if it is derived from none.
    pub entry: String,
}

/// How many entries attack origins are derived from: as many as a table can show.
const MOST_ENTRIES: usize = 3;
/// The attacker's own host.
const EVIL: &str = "evil.example";

/// Attack origins for a policy, each once, in the order of its entries.
pub fn attackers(policy: &Policy, suffixes: &PublicSuffixList) -> Vec<Attacker> {
    let mut list = List {
        attackers: Vec::new(),
        entry: String::new(),
        suffixes,
    };
    list.add(Trick::UnrelatedSite, format!("https://{EVIL}"));
    list.add(Trick::Null, "null".to_owned());
    if let AllowOrigin::Listed(patterns) = &policy.origins {
        for pattern in chosen(patterns) {
            list.entry = pattern.to_string();
            derive(pattern, &mut list);
        }
    }
    list.attackers
}

/// Attack origins without repetition.
struct List<'a> {
    attackers: Vec<Attacker>,
    /// The entry that the next ones are derived from.
    entry: String,
    suffixes: &'a PublicSuffixList,
}

impl List<'_> {
    /// The registrable domain of a name, or all of it while the list isn't loaded.
    fn domain_of(&self, name: &str) -> String {
        self.suffixes
            .registrable_domain(&Host::Domain(name.to_owned()))
            .unwrap_or_else(|_| name.to_owned())
    }

    fn add(&mut self, trick: Trick, origin: String) {
        if self.attackers.iter().all(|known| known.origin != origin) {
            self.attackers.push(Attacker {
                trick,
                origin,
                entry: self.entry.clone(),
            });
        }
    }
}

/// The first entry of each shape, then the first ones, in their order.
fn chosen(patterns: &[OriginPattern]) -> Vec<&OriginPattern> {
    let mut shapes: Vec<u8> = Vec::new();
    let mut numbers: Vec<usize> = Vec::new();
    for (number, pattern) in patterns.iter().enumerate() {
        let shape = shape(pattern);
        if shape > 0 && !shapes.contains(&shape) && numbers.len() < MOST_ENTRIES {
            shapes.push(shape);
            numbers.push(number);
        }
    }
    let further = (0..patterns.len()).filter(|number| {
        !numbers.contains(number) && patterns.get(*number).is_some_and(|p| shape(p) > 0)
    });
    let further: Vec<usize> = further.take(MOST_ENTRIES - numbers.len()).collect();
    let is_chosen = |number: &usize| numbers.contains(number) || further.contains(number);
    (0..patterns.len())
        .filter(is_chosen)
        .filter_map(|number| patterns.get(number))
        .collect()
}

/// The kind of pattern; 0 for `null`, which nothing can be derived from.
fn shape(pattern: &OriginPattern) -> u8 {
    match pattern {
        OriginPattern::Null => 0,
        OriginPattern::Exact(_) => 1,
        OriginPattern::Family(family) => match family.host() {
            HostPattern::Exact(_) => 2,
            HostPattern::Subdomains { .. } => 3,
            HostPattern::InLabel { .. } => 4,
        },
    }
}

fn derive(pattern: &OriginPattern, list: &mut List<'_>) {
    match pattern {
        OriginPattern::Null => {}
        OriginPattern::Exact(exact) => {
            let port = exact
                .port()
                .map_or_else(String::new, |port| format!(":{port}"));
            of_host(exact.scheme(), exact.host(), &port, list);
        }
        OriginPattern::Family(family) => of_family(family, list),
    }
}

fn of_family(family: &OriginFamily, list: &mut List<'_>) {
    let scheme = family.scheme();
    let port = match family.port() {
        PortPattern::Default | PortPattern::Any => String::new(),
        PortPattern::Exact(port) => format!(":{port}"),
    };
    match family.host() {
        HostPattern::Exact(host) => of_host(scheme, host, &port, list),
        HostPattern::Subdomains { base } => {
            of_name(scheme, &format!("app.{base}"), base, &port, list);
        }
        HostPattern::InLabel { prefix, suffix } => {
            let name = |middle: &str| format!("{scheme}://{prefix}{middle}{suffix}{port}");
            list.add(Trick::WildcardName, name("evil"));
            list.add(Trick::DotInWildcard, name("evil.x"));
            let sample = format!("{prefix}1{suffix}");
            let domain = list.domain_of(&sample);
            of_name(scheme, &sample, &domain, &port, list);
        }
    }
}

fn of_host(scheme: &str, host: &Host, port: &str, list: &mut List<'_>) {
    match host {
        Host::Domain(name) => of_name(scheme, name, &list.domain_of(name), port, list),
        Host::Ipv4(_) => {
            list.add(Trick::PutBehind, format!("{scheme}://{host}.{EVIL}{port}"));
            of_any(scheme, &host.to_string(), port, list);
        }
        Host::Ipv6(_) | Host::Opaque(_) => of_any(scheme, &host.to_string(), port, list),
    }
}

/// All tricks for a name in the domain, or for the domain itself.
fn of_name(scheme: &str, name: &str, domain: &str, port: &str, list: &mut List<'_>) {
    let mut add = |trick, host: String| list.add(trick, format!("{scheme}://{host}{port}"));
    add(Trick::GluedBefore, format!("evil{domain}"));
    add(Trick::PutBefore, format!("evil-{name}"));
    add(Trick::PutBehind, format!("{name}.{EVIL}"));
    add(Trick::SpecialCharacter, format!("{name}_.{EVIL}"));
    if let Some((last, rest)) = name.char_indices().next_back()
        && !matches!(name.get(..last), None | Some(""))
        && rest != '.'
        && !name[..last].ends_with('.')
    {
        add(Trick::CutOff, name[..last].to_owned());
    }
    if name.contains('.') {
        add(Trick::DotReplaced, name.replacen('.', "x", 1));
    }
    if let Some(twin) = homograph(name, domain) {
        add(Trick::Homograph, twin);
    }
    add(Trick::Deeper, format!("evil.{name}"));
    if name != domain {
        if let Some((_, above)) = name.split_once('.') {
            add(Trick::Sibling, format!("evil.{above}"));
        }
        add(Trick::Parent, domain.to_owned());
    }
    if !name.ends_with('.') {
        add(Trick::TrailingDot, format!("{name}."));
    }
    let upper = name.to_ascii_uppercase();
    if upper != name {
        add(Trick::UpperCase, upper);
    }
    of_any(scheme, name, port, list);
}

/// The tricks that work without a name.
fn of_any(scheme: &str, host: &str, port: &str, list: &mut List<'_>) {
    let origin = format!("{scheme}://{host}{port}");
    match scheme {
        "https" => list.add(Trick::OtherScheme, format!("http://{host}{port}")),
        _ => list.add(Trick::OtherScheme, format!("https://{host}{port}")),
    }
    let other_port = if port == ":8443" { ":9443" } else { ":8443" };
    list.add(Trick::OtherPort, format!("{scheme}://{host}{other_port}"));
    list.add(Trick::TrailingSlash, format!("{origin}/"));
    list.add(Trick::Userinfo, format!("{origin}@{EVIL}"));
    list.add(Trick::TwoOrigins, format!("{origin} https://{EVIL}"));
}
