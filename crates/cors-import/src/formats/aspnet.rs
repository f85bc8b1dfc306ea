//! ASP.NET Core.

use crate::code::{Call, Program, Value};
use crate::finding::{Code, Severity};
use crate::origins::Form;
use crate::reading::{AnyWithCredentials, Reading};

use super::builder::{Field, Table, program, read as read_calls};

const ASPNET: Table = &[
    ("WithOrigins", Field::Origins),
    ("SetIsOriginAllowed", Field::Decides),
    ("WithMethods", Field::Methods),
    ("WithHeaders", Field::Headers),
    ("WithExposedHeaders", Field::Expose),
    ("AllowCredentials", Field::Credentials),
    ("SetPreflightMaxAge", Field::MaxAge),
    ("AllowAnyOrigin", Field::AnyOrigin),
    ("AllowAnyMethod", Field::AnyMethod),
    ("AllowAnyHeader", Field::AnyHeader),
];

pub(super) fn read(reading: &mut Reading<'_>) {
    let program = program(reading);
    reading.origins_name = "`WithOrigins`";
    reading.any_with_credentials = AnyWithCredentials::Rejected(
        Code::StartupError,
        "ASP.NET Core throws an exception for `AllowAnyOrigin` together with `AllowCredentials`.",
    );
    reading.sends_wildcards = false;
    let within = aspnet_policy(reading, &program);
    let calls = read_calls(reading, &program, ASPNET, within);
    let subdomains = !program
        .calls(&["SetIsOriginAllowedToAllowWildcardSubdomains"])
        .is_empty();
    if subdomains {
        for entry in &mut reading.origins {
            if let Form::Listed(text) = &entry.form {
                entry.form = Form::Pattern(text.clone());
            }
        }
    }
    if let Some(first) = calls.first()
        && reading.policy.allow_methods.is_empty()
    {
        let line = reading.line_at(first.at);
        reading.find_as(
            Code::MethodNotAllowed,
            Severity::Tip,
            line,
            "No methods are allowed beyond GET, HEAD and POST.",
            "Call `WithMethods` or `AllowAnyMethod`.",
        );
    }
    aspnet_order(reading, &program, calls.first());
}

/// The tokens of the policy that `UseCors` names.
fn aspnet_policy(reading: &mut Reading<'_>, program: &Program) -> (usize, usize) {
    let policies = program.calls(&["AddPolicy", "AddDefaultPolicy"]);
    let used = program.calls(&["UseCors", "EnableCors", "RequireCors"]);
    let name = used
        .iter()
        .find_map(|call| call.positional(0).and_then(Value::as_text));
    let name_of = |call: &Call| {
        call.positional(0)
            .and_then(Value::as_text)
            .map(str::to_owned)
    };
    let chosen = policies
        .iter()
        .find(|call| name.is_some() && name_of(call).as_deref() == name);
    let chosen = chosen
        .or(policies.iter().find(|call| call.name == "AddDefaultPolicy"))
        .or(policies.first());
    let Some(chosen) = chosen else {
        return (0, usize::MAX);
    };
    for other in policies.iter().filter(|other| other.open != chosen.open) {
        reading.not_imported(other.at, "another policy; only the one in use is imported");
    }
    (chosen.open, chosen.close)
}

fn aspnet_order(reading: &mut Reading<'_>, program: &Program, first: Option<&Call>) {
    let before = program.calls(&[
        "UseAuthentication",
        "UseAuthorization",
        "MapControllers",
        "UseHttpsRedirection",
        "UseResponseCaching",
        "UseEndpoints",
    ]);
    let Some(cors) = program.calls(&["UseCors"]).into_iter().next() else {
        let attached = ["EnableCors", "RequireCors"].iter().any(|name| {
            program
                .tokens
                .iter()
                .any(|token| token.word() == Some(name))
        });
        if let (false, Some(first), false) = (
            attached,
            first,
            program
                .calls(&["Build", "UseRouting", "UseAuthorization"])
                .is_empty(),
        ) {
            let line = reading.line_at(first.at);
            reading.find(
                Code::RuleNotUsed,
                line,
                "`UseCors` isn't called, so the policy has no effect.",
                "Call `app.UseCors(…)` before authentication.",
            );
        }
        return;
    };
    let line = reading.line_at(cors.at);
    for call in before.iter().filter(|call| call.at < cors.at) {
        match call.name.as_str() {
            "UseHttpsRedirection" => {
                let line = reading.line_at(call.at);
                reading.find_as(
                    Code::RedirectBeforeCors,
                    Severity::Tip,
                    line,
                    "Requests over http are redirected before `UseCors` runs, and preflights must not be redirected.",
                    "Let pages use the https address.",
                );
            }
            name => reading.find(
                Code::LayerOrder,
                line,
                &format!(
                    "`UseCors` has to come before `{name}`; otherwise a 401 has no CORS headers."
                ),
                "Move `UseCors` above authentication and authorization, below routing.",
            ),
        }
    }
}
