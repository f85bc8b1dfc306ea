//! AWS Application Load Balancer: the listener attributes that set response headers, in a template.
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the registry's function types take the witness by reference"
)]

use super::difference::{self, NoticedBy, Rule};
use super::documented::{self, Document, Whole};
use super::language::{Language, Text, header_comment, yaml};
use super::library::{self, Format};
use super::{
    Difference, Group, Proof, Setup, Snippet, Source, Target, TargetInfo, Unsupported, Version,
    VersionsOf,
};
use crate::policy::{
    AllowHeaders, AllowMethods, AllowOrigin, ExposeHeaders, Policy, PreflightStatus, SoundPolicy,
};
use crate::server::{App, Fault, Reply, append};
use cors_http::{HeaderList, HeaderValue, HttpRequest};

pub(super) const TARGET: Target = Target {
    info: TargetInfo {
        id: "alb",
        label: "AWS Application Load Balancer",
        group: Group::Documented,
        server: "Application Load Balancer",
        library: None,
        language: Language::YAML,
        proof: Proof::Documented(Source {
            title: "Application Load Balancers, HTTP header modification",
            url: DOCS,
            read: documented::READ,
        }),
        versions_of: VersionsOf::Documentation,
        versions: &[Version::documented(documented::READ)],
        options: &[],
        search: &[
            "aws",
            "elb",
            "elbv2",
            "cloudformation",
            "listener attributes",
        ],
    },
    docs: &[("HTTP header modification", DOCS)],
    fixes: FIXES,
    #[cfg(feature = "proof")]
    mutations: &[],
    render,
    respond,
    differences,
};

const SERVER: &str = "An Application Load Balancer";
const DOCS: &str =
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html";

/// The size that a value can have.
const MOST_BYTES: usize = 1024;

const SAME_FOR_EVERYONE: Rule = Rule {
    code: "same-headers-for-everyone",
    text: "Every response has the same headers, whatever `Origin` the request has. Browsers compare it with the one allowed origin and block the others.",
    noticed_by: NoticedBy::Nobody,
    shows: |_| true,
};

const PREFLIGHTS_REACH_THE_APP: Rule = Rule {
    code: "preflights-reach-the-app",
    text: "The load balancer doesn't handle preflights. It passes them to your app, which has to respond with a 2xx status before it checks auth.",
    noticed_by: NoticedBy::Somebody,
    shows: |_| true,
};

const NEVER_VARIES: Rule = Rule {
    code: "never-varies",
    text: "There is no `Vary: Origin`, and none is needed, because the headers never change.",
    noticed_by: NoticedBy::Nobody,
    shows: Policy::varies_on_origin,
};

fn differences(policy: &SoundPolicy<'_>, _setup: &Setup) -> Vec<Difference> {
    let rules = [
        &PREFLIGHTS_REACH_THE_APP,
        &SAME_FOR_EVERYONE,
        &NEVER_VARIES,
        &library::JOINS_TIGHTLY,
    ];
    difference::differences(rules, policy)
}

const FORMAT: Format = Format {
    separator: ",",
    name: |name| name.as_str().to_owned(),
};

/// The name of each attribute, the header that it sets, and the value.
fn values(policy: &Policy) -> Vec<(&'static str, &'static str, HeaderValue)> {
    let origin = match &policy.origins {
        AllowOrigin::Any => Some(HeaderValue::from("*")),
        AllowOrigin::Listed(patterns) => patterns
            .first()
            .map(|pattern| HeaderValue::from(pattern.to_string())),
    };
    let methods = match &policy.methods {
        AllowMethods::Any => Some("*".into()),
        AllowMethods::Listed(methods) => FORMAT.methods(methods),
    };
    let headers = match &policy.headers {
        AllowHeaders::Any { and_authorization } => FORMAT.any_header(*and_authorization),
        AllowHeaders::Listed(names) => FORMAT.names(names),
    };
    let exposed = match &policy.expose {
        ExposeHeaders::Any => Some("*".into()),
        ExposeHeaders::Listed(names) => FORMAT.names(names),
    };
    [
        (
            "access_control_allow_origin",
            "Access-Control-Allow-Origin",
            origin,
        ),
        (
            "access_control_allow_methods",
            "Access-Control-Allow-Methods",
            methods,
        ),
        (
            "access_control_allow_headers",
            "Access-Control-Allow-Headers",
            headers,
        ),
        (
            "access_control_expose_headers",
            "Access-Control-Expose-Headers",
            exposed,
        ),
        (
            "access_control_allow_credentials",
            "Access-Control-Allow-Credentials",
            library::credentials(policy).map(HeaderValue::from),
        ),
        (
            "access_control_max_age",
            "Access-Control-Max-Age",
            library::max_age(policy).map(HeaderValue::from),
        ),
    ]
    .into_iter()
    .filter_map(|(attribute, header, value)| Some((attribute, header, value?)))
    .collect()
}

fn respond(policy: &SoundPolicy<'_>, _setup: &Setup, request: &HttpRequest, app: &App) -> Reply {
    let mut reply = if app.turns_away_before(request) {
        Reply::unreached(cors_http::Status::UNAUTHORIZED)
    } else {
        app.answer(request, documented::DEFAULTS)
    };
    if let Ok(response) = &mut reply.answer {
        let mut ours = HeaderList::new();
        for (_, header, value) in values(policy) {
            append(&mut ours, header, Some(value));
        }
        library::replace(&mut response.headers, ours);
    }
    reply
}

fn check(policy: &Policy) -> Result<(), Unsupported> {
    documented::rejects_patterns(policy, SERVER)?;
    documented::rejects_null(policy, SERVER)?;
    if let [first, _, ..] = policy.origins.patterns() {
        return Unsupported::because(format!(
            "An Application Load Balancer sends one fixed origin to everyone, and this policy lists {}. Let your app send the headers (choose its server here) and set none of them on the listener, or keep `{first}` alone.",
            policy.origins.patterns().len()
        ));
    }
    if library::has_credentials(policy)
        && (policy.methods == AllowMethods::Any
            || matches!(policy.headers, AllowHeaders::Any { .. }))
    {
        return Unsupported::because(
            "An Application Load Balancer sends a fixed `*`, which browsers don't read as a wildcard with credentials. List the methods and headers.",
        );
    }
    if policy.preflight_status == PreflightStatus::Ok {
        return Unsupported::because(
            "An Application Load Balancer passes preflights to your app, so it can't choose their status. Choose 204, and let your app respond with any 2xx status.",
        );
    }
    for (_, header, value) in values(policy) {
        if value.as_bytes().len() > MOST_BYTES {
            return Unsupported::because(format!(
                "`{header}` would have more than 1024 bytes, which is what an Application Load Balancer takes. Shorten the list, or allow any."
            ));
        }
    }
    Ok(())
}

fn render(
    policy: &SoundPolicy<'_>,
    setup: &Setup,
    permalink: Option<&str>,
) -> Result<Snippet, Unsupported> {
    check(policy)?;
    let mut text = Text::default();
    text.line(header_comment(
        Language::YAML,
        &format!(
            "CORS for an AWS Application Load Balancer, as documented in {}.",
            setup.version.line
        ),
        permalink,
    ));
    text.line("ListenerAttributes:");
    for (attribute, _, value) in values(policy) {
        text.line(format!(
            "  - Key: routing.http.response.{attribute}.header_value"
        ));
        text.line(format!("    Value: {}", yaml::quote(&value.to_latin1())));
    }
    Ok(DOCUMENT.snippet(policy, text.finish()))
}

const DOCUMENT: Document = Document {
    path: "cors.yaml",
    context: "Put this under the `Properties:` of your `AWS::ElasticLoadBalancingV2::Listener`.",
    url: "https://api.example.com/",
    install: (
        "The AWS CLI deploys the template. See whether it is there.",
        Some("aws --version"),
    ),
    reload: (
        "Deploy the template.",
        Some("aws cloudformation deploy --stack-name my-stack --template-file template.yaml"),
    ),
    undo: (
        "To take it out again, set each `Value` to an empty text, then deploy the template.",
        Some("aws cloudformation deploy --stack-name my-stack --template-file template.yaml"),
    ),
    example: Whole {
        path: "template.yaml",
        before: "AWSTemplateFormatVersion: \"2010-09-09\"\nParameters:\n  LoadBalancer:\n    Type: String\n  TargetGroup:\n    Type: String\nResources:\n  Listener:\n    Type: AWS::ElasticLoadBalancingV2::Listener\n    Properties:\n      LoadBalancerArn: !Ref LoadBalancer\n      Protocol: HTTP\n      Port: 8080\n      DefaultActions:\n        - Type: forward\n          TargetGroupArn: !Ref TargetGroup",
        indent: "      ",
        after: "",
        install: (
            "The example adds a listener to a load balancer that you have. Look up the ARN of the load balancer and of the target group.",
            Some("aws elbv2 describe-target-groups"),
        ),
        reload: (
            "Deploy it. Put the two ARNs in.",
            Some(
                "aws cloudformation deploy --stack-name cors-example --template-file template.yaml --parameter-overrides LoadBalancer=ARN TargetGroup=ARN",
            ),
        ),
        undo: (
            "To end it, delete the stack.",
            Some("aws cloudformation delete-stack --stack-name cors-example"),
        ),
    },
    notes: &[
        "Your app has to respond to `OPTIONS` with a 2xx status without auth, because the load balancer passes preflights on. A listener rule for the method OPTIONS with a fixed response of 204 does it, too; it takes `OPTIONS` requests that aren't preflights with it.",
        "The attributes hold for all sites behind the listener, and replace the CORS headers that your apps send.",
    ],
};

const FIXES: &[(Fault, &str)] = &[
    (
        Fault::PreflightNotRouted,
        "Let the app respond to `OPTIONS` on every path, or add a listener rule for the method OPTIONS with a fixed response of 204.",
    ),
    (
        Fault::AuthenticationBeforeCors,
        "Leave `OPTIONS` out of the app's auth, or add a listener rule for the method OPTIONS with a fixed response of 204.",
    ),
    (
        Fault::ProxyDoublesHeaders,
        "The load balancer replaces the app's headers, so something else sets them again. Remove them there.",
    ),
];
