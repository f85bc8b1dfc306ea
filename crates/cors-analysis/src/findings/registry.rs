use super::{
    Context, Finding, Rule, any_origin_with_credentials, any_port_with_credentials,
    authorization_under_wildcard, blocked_request, chosen_target, cookies_between_sites,
    cors_header_in_list, cors_header_in_request, cors_is_not_access_control, covered_origin,
    credentials_for_bearer_token, credentials_not_sent, duplicate_entry, exposed_set_cookie,
    forbidden_method, forbidden_request_header, insecure_origin, invalid_header_name,
    invalid_max_age, invalid_method, invalid_origin, invalid_request, ip_address_origin,
    local_network, long_max_age, loopback_origin, lowercase_method, misplaced_header,
    needless_entry, no_allowed_origin, no_cors_mode, no_max_age, normalized_origin, null_origin,
    options_method, public_suffix_wildcard, reflected_wildcard, subdomains_with_credentials,
    too_many_origins, unexposed_response_header, unknown_scheme, websocket_url,
    wildcard_exposed_headers_with_credentials, wildcard_inside_label,
};

/// Every check. Adding one takes a new file, its `mod` line and its line here; a test compares.
pub const RULES: &[Rule] = &[
    any_origin_with_credentials::RULE,
    any_port_with_credentials::RULE,
    authorization_under_wildcard::RULE,
    blocked_request::RULE,
    chosen_target::RULE,
    cookies_between_sites::RULE,
    cors_header_in_list::RULE,
    cors_header_in_request::RULE,
    cors_is_not_access_control::RULE,
    covered_origin::RULE,
    credentials_for_bearer_token::RULE,
    credentials_not_sent::RULE,
    duplicate_entry::RULE,
    exposed_set_cookie::RULE,
    forbidden_method::RULE,
    forbidden_request_header::RULE,
    insecure_origin::RULE,
    invalid_header_name::RULE,
    invalid_max_age::RULE,
    invalid_method::RULE,
    invalid_origin::RULE,
    invalid_request::RULE,
    ip_address_origin::RULE,
    local_network::RULE,
    long_max_age::RULE,
    loopback_origin::RULE,
    lowercase_method::RULE,
    misplaced_header::RULE,
    needless_entry::RULE,
    no_allowed_origin::RULE,
    no_cors_mode::RULE,
    no_max_age::RULE,
    normalized_origin::RULE,
    null_origin::RULE,
    options_method::RULE,
    public_suffix_wildcard::RULE,
    reflected_wildcard::RULE,
    subdomains_with_credentials::RULE,
    too_many_origins::RULE,
    unexposed_response_header::RULE,
    unknown_scheme::RULE,
    websocket_url::RULE,
    wildcard_exposed_headers_with_credentials::RULE,
    wildcard_inside_label::RULE,
];

/// Runs these checks. The worst findings come first, then the order is that of the fields and entries.
pub(crate) fn findings(context: &Context<'_>, rules: &[Rule]) -> Vec<Finding> {
    let mut found: Vec<Finding> = rules
        .iter()
        .flat_map(|rule| (rule.check)(context))
        .collect();
    found.sort_by_key(|finding| (finding.severity, finding.field.rank(), finding.index));
    found
}
