//! Amazon's content delivery network: a response headers policy, in a template.
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the registry's function types take the witness by reference"
)]

use super::difference::{self, NoticedBy, Rule};
use super::documented::aws_cors::{self, Lists};
use super::documented::{self, Document, Whole, silent};
use super::language::{Language, Text, header_comment, yaml};
use super::library;
use super::{
    Difference, Group, Proof, Setup, Snippet, Source, Target, TargetInfo, Unsupported, Version,
    VersionsOf,
};
use crate::policy::{AllowMethods, Policy, PreflightStatus, SoundPolicy};
use crate::server::{App, Fault, Reply, append, is_cors_response_header};
use cors_http::{HttpRequest, Status};

pub(super) const TARGET: Target = Target {
    info: TargetInfo {
        id: "cloudfront",
        label: "Amazon CloudFront",
        group: Group::Documented,
        server: SERVER,
        library: None,
        language: Language::YAML,
        proof: Proof::Documented(Source {
            title: "Amazon CloudFront Developer Guide, Understand response headers policies",
            url: DOCS,
            read: documented::READ,
        }),
        versions_of: VersionsOf::Documentation,
        versions: &[Version::documented(documented::READ)],
        options: &[],
        search: &[
            "aws",
            "cdn",
            "cloudformation",
            "response headers policy",
            "distribution",
        ],
    },
    docs: &[("Response headers policies", DOCS)],
    fixes: FIXES,
    #[cfg(feature = "proof")]
    mutations: &[],
    render,
    respond,
    differences,
};

const SERVER: &str = "Amazon CloudFront";
const DOCS: &str = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html";

/// What `AccessControlAllowMethods` takes, besides ALL for these seven.
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

const PREFLIGHTS_REACH_THE_ORIGIN_SERVER: Rule = Rule {
    code: "preflights-reach-the-app",
    text: "CloudFront adds headers and handles no preflight. It passes them to your origin server, which has to respond with a 2xx status before it checks auth.",
    noticed_by: NoticedBy::Somebody,
    shows: |_| true,
};

const OTHERS_NOT_DOCUMENTED: Rule = Rule {
    code: "blocked-not-documented",
    text: "Not documented: which headers an origin gets that isn't listed.",
    noticed_by: NoticedBy::Somebody,
    shows: Policy::varies_on_origin,
};

const ORIGIN_HAS_TO_BE_SENT: Rule = Rule {
    code: "sends-wildcard-to-origins-only",
    text: "`Access-Control-Allow-Origin: *` is sent only if the request has an `Origin`.",
    noticed_by: NoticedBy::Nobody,
    shows: |policy| !policy.varies_on_origin(),
};

fn differences(policy: &SoundPolicy<'_>, _setup: &Setup) -> Vec<Difference> {
    let rules = [
        &PREFLIGHTS_REACH_THE_ORIGIN_SERVER,
        &OTHERS_NOT_DOCUMENTED,
        &documented::VARY_NOT_DOCUMENTED,
        &documented::LISTS_SAFELISTED_METHODS,
        &ORIGIN_HAS_TO_BE_SENT,
    ];
    difference::differences(rules, policy)
}

fn respond(policy: &SoundPolicy<'_>, _setup: &Setup, request: &HttpRequest, app: &App) -> Reply {
    let mut reply = if app.turns_away_before(request) {
        Reply::unreached(Status::UNAUTHORIZED)
    } else {
        app.answer(request, documented::DEFAULTS)
    };
    let Some(origin) = request.origin() else {
        return reply;
    };
    let Some(allow_origin) = aws_cors::allow_origin(policy, &origin) else {
        return silent(
            "which headers an origin gets that isn't listed",
            reply.reached_app,
        );
    };
    if let Ok(response) = &mut reply.answer {
        let ours = if request.is_cors_preflight_request() {
            let mut ours = aws_cors::preflight(policy, allow_origin).headers;
            let is_empty = !ours.contains("Access-Control-Allow-Headers");
            let names = is_empty.then_some(documented::SAFELISTED_HEADER);
            append(&mut ours, "Access-Control-Allow-Headers", names);
            ours
        } else {
            aws_cors::of_response(policy, allow_origin)
        };
        response
            .headers
            .retain(|header| !is_cors_response_header(&header.name));
        for header in ours {
            response.headers.append(header.name, header.value);
        }
    }
    reply
}

fn check(policy: &Policy) -> Result<(), Unsupported> {
    aws_cors::check(policy, SERVER)?;
    if policy.methods == AllowMethods::Any {
        return Unsupported::because(
            "Amazon CloudFront can't allow any method: `ALL` means seven of them. List the methods.",
        );
    }
    let odd = documented::method_that(policy, |method| !METHODS.contains(&method.as_str()));
    if let Some(method) = odd {
        return Unsupported::because(format!(
            "A response headers policy takes GET, HEAD, POST, PUT, PATCH, DELETE and OPTIONS, and `{method}` is none of them. Remove it, or let your origin server send the headers."
        ));
    }
    if policy.preflight_status == PreflightStatus::Ok {
        return Unsupported::because(
            "Amazon CloudFront passes preflights to your origin server, so it can't choose their status. Choose 204, and let the origin server respond with any 2xx status.",
        );
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
            "CORS for Amazon CloudFront, as documented in {}.",
            setup.version.line
        ),
        permalink,
    ));
    text.line("CorsConfig:");
    let Lists {
        origins,
        methods,
        mut headers,
        exposed,
    } = Lists::of(policy);
    if headers.is_empty() {
        // The list is required.
        headers.push(yaml::quote(documented::SAFELISTED_HEADER));
    }
    for (key, items) in [
        ("AccessControlAllowOrigins", origins),
        ("AccessControlAllowMethods", methods),
        ("AccessControlAllowHeaders", headers),
        ("AccessControlExposeHeaders", exposed),
    ] {
        if !items.is_empty() {
            text.line(format!("  {key}:"));
            yaml::sequence(&mut text, "    ", "Items", &items);
        }
    }
    let credentials = library::has_credentials(policy);
    text.line(format!("  AccessControlAllowCredentials: {credentials}"));
    if let Some(seconds) = policy.max_age.seconds() {
        text.line(format!("  AccessControlMaxAgeSec: {seconds}"));
    }
    text.line("  OriginOverride: true");
    Ok(DOCUMENT.snippet(policy, text.finish()))
}

const DEPLOY: &str =
    "aws cloudformation deploy --stack-name my-stack --template-file template.yaml";

const DOCUMENT: Document = Document {
    path: "cors.yaml",
    context: "Put this under the `ResponseHeadersPolicyConfig:` of your `AWS::CloudFront::ResponseHeadersPolicy`, and name that in `ResponseHeadersPolicyId` of the cache behavior.",
    url: "https://d111111abcdef8.cloudfront.net/",
    install: (
        "The AWS CLI deploys the template. See whether it is there.",
        Some("aws --version"),
    ),
    reload: ("Deploy the template.", Some(DEPLOY)),
    undo: (
        "To take it out again, remove `ResponseHeadersPolicyId` from the cache behavior, then deploy the template.",
        Some(DEPLOY),
    ),
    example: Whole {
        path: "template.yaml",
        before: "AWSTemplateFormatVersion: \"2010-09-09\"\nParameters:\n  OriginServer:\n    Type: String\nResources:\n  Headers:\n    Type: AWS::CloudFront::ResponseHeadersPolicy\n    Properties:\n      ResponseHeadersPolicyConfig:\n        Name: cors",
        indent: "        ",
        after: "  Distribution:\n    Type: AWS::CloudFront::Distribution\n    Properties:\n      DistributionConfig:\n        Enabled: true\n        Origins:\n          - Id: app\n            DomainName: !Ref OriginServer\n            CustomOriginConfig:\n              OriginProtocolPolicy: https-only\n        DefaultCacheBehavior:\n          TargetOriginId: app\n          ViewerProtocolPolicy: redirect-to-https\n          AllowedMethods: [GET, HEAD, OPTIONS, PUT, PATCH, POST, DELETE]\n          # Managed: CachingDisabled and AllViewerExceptHostHeader.\n          CachePolicyId: 4135ea2d-6df8-44a3-9df3-4b5a84be39ad\n          OriginRequestPolicyId: b689b0a8-53d0-40ab-baf2-68738e2966ac\n          ResponseHeadersPolicyId: !Ref Headers\nOutputs:\n  Url:\n    Value: !Sub \"https://${Distribution.DomainName}/\"",
        install: (
            "The AWS CLI deploys the template. See whether it is there.",
            Some("aws --version"),
        ),
        reload: (
            "Deploy it. Put the host of your server in. The output `Url` is the address.",
            Some(
                "aws cloudformation deploy --stack-name cors-example --template-file template.yaml --parameter-overrides OriginServer=api.example.com",
            ),
        ),
        undo: (
            "To end it, delete the stack.",
            Some("aws cloudformation delete-stack --stack-name cors-example"),
        ),
    },
    notes: &[
        "The cache behavior has to allow OPTIONS, and your origin server has to respond to it with a 2xx status without auth. CloudFront only adds headers.",
        "Pass `Origin` to the origin server. A bucket needs `Access-Control-Request-Method` and `Access-Control-Request-Headers`, too: choose the managed origin request policy CORS-S3Origin.",
        "With `OriginOverride: true` the headers replace those of the origin server.",
    ],
};

const FIXES: &[(Fault, &str)] = &[
    (
        Fault::PreflightNotRouted,
        "Allow OPTIONS in the cache behavior, and let the origin server respond to it with a 2xx status.",
    ),
    (
        Fault::AuthenticationBeforeCors,
        "Leave `OPTIONS` out of the auth of the origin server and of functions at the edge.",
    ),
    (
        Fault::ProxyDoublesHeaders,
        "Set `OriginOverride: true`, so that the headers of the origin server are replaced.",
    ),
    (Fault::VaryMissingSharedCache, VARY),
];

const VARY: &str = "Include `Origin` in the cache key with a cache policy, and send `Vary: Origin` from the origin server. Then invalidate the cache.";
