use super::LONGEST_VALUE;
use super::values::{Value, Values};
use crate::policy::{AllowHeaders, ExposeHeaders, Policy};

/// Each of these was tried on a running nginx.
const NOTES: [&str; 5] = [
    "Pasting part 2 into server { } cancels every add_header line (such as Strict-Transport-Security and Content-Security-Policy) and every *_hide_header line that the server inherited from http { }: repeat those lines beside part 2, as the complete example does.",
    "A location { } or if { } with an add_header line of its own inherits none of these: repeat the add_header lines of part 2 there. The same holds for *_hide_header lines, or the application's CORS headers come through beside these.",
    "Part 2 covers the whole server, its 401, 404 and 502 answers too. In a location { } it works as well, but a location nested in that one inherits the headers and not the answer to the preflight, and what error_page, try_files or rewrite send to another location loses the headers.",
    "One policy per server { }, and part 2 once at any level: pasted twice it doubles the headers.",
    "Policies of several servers stand beside each other in one http { }. From the third on nginx may warn of variables_hash: variables_hash_bucket_size 128; in http { } is the cure.",
];

/// What whoever pastes it has to know, the most important first.
pub(super) fn notes(policy: &Policy, values: &Values) -> Vec<String> {
    let mut notes: Vec<String> = NOTES.iter().map(|&note| note.to_owned()).collect();
    let lengths = values.rows().map(|(header, _, _, value)| match value {
        Some(Value::Fixed(text)) => (text.len(), header),
        _ => (0, header),
    });
    if let Some((length, header)) = lengths.into_iter().max()
        && length > LONGEST_VALUE / 2
    {
        notes.push(format!(
            "{header} has {length} bytes. Over about 4,000 the policy is refused here, because nginx takes no longer word."
        ));
    }
    let odd = |name: &&cors_http::HeaderName| {
        !name
            .as_str()
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    if let AllowHeaders::Listed(names) = &policy.headers
        && let Some(name) = names.iter().find(odd)
    {
        notes.push(format!(
            "The browser may send `{name}`, but nginx drops request headers whose names hold anything but letters, digits and hyphens unless underscores_in_headers is on or ignore_invalid_headers is off."
        ));
    }
    if policy.expose == ExposeHeaders::Any {
        notes.push(
            "Exposing every header includes those that nginx adds itself, such as Server."
                .to_owned(),
        );
    }
    notes
}
