use crate::policy::{
    AllowCredentials, AllowHeaders, AllowMethods, AllowOrigin, Policy, PreflightStatus,
};

/// Six hexadecimal digits of the policy's text, for names that two policies on one server must not share.
pub(super) fn fingerprint(policy: &Policy) -> String {
    let hash = fnv_1a(text(policy).as_bytes());
    format!("{:06x}", (hash ^ (hash >> 24) ^ (hash >> 48)) & 0x00ff_ffff)
}

fn text(policy: &Policy) -> String {
    let mut fields: Vec<String> = Vec::new();
    fields.push(match &policy.origins {
        AllowOrigin::Any => "*".to_owned(),
        AllowOrigin::Listed(patterns) => {
            let patterns: Vec<String> = patterns.iter().map(ToString::to_string).collect();
            patterns.join(" ")
        }
    });
    fields.push(match &policy.methods {
        AllowMethods::Any => "*".to_owned(),
        AllowMethods::Listed(_) => policy.methods.joined().unwrap_or_default(),
    });
    fields.push(match &policy.headers {
        AllowHeaders::Any { and_authorization } => format!("* {and_authorization}"),
        AllowHeaders::Listed(_) => policy.headers.joined().unwrap_or_default(),
    });
    fields.push(policy.expose.value().unwrap_or_default());
    fields.push(match policy.credentials {
        AllowCredentials::Yes => "credentials".to_owned(),
        AllowCredentials::No => String::new(),
    });
    fields.push(
        policy
            .max_age
            .seconds()
            .map_or_else(String::new, |seconds| seconds.to_string()),
    );
    fields.push(match policy.preflight_status {
        PreflightStatus::NoContent => "204".to_owned(),
        PreflightStatus::Ok => "200".to_owned(),
    });
    fields.join("\n")
}

/// <http://www.isthe.com/chongo/tech/comp/fnv/>: names are no secret, so a hash of ten lines will do.
fn fnv_1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
