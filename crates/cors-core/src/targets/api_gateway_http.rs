//! Amazon API Gateway, HTTP API: its CORS configuration, in a SAM template.
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the registry's function types take the witness by reference"
)]

use super::difference::{self, NoticedBy, Rule};
use super::documented::{self, Document, Whole, aws_cors, silent};
use super::language::{Language, Text, header_comment};
use super::library::REQUEST_METHOD;
use super::{
    Difference, Group, Proof, Setup, Snippet, Source, Target, TargetInfo, Unsupported, Version,
    VersionsOf,
};
use crate::policy::{Policy, SoundPolicy};
use crate::server::{App, Fault, Reply, is_cors_response_header};
use cors_http::{HttpRequest, Method};

pub(super) const TARGET: Target = Target {
    info: TargetInfo {
        id: "api-gateway-http",
        label: "Amazon API Gateway (HTTP API)",
        group: Group::Documented,
        server: SERVER,
        library: None,
        language: Language::YAML,
        proof: Proof::Documented(Source {
            title: "Amazon API Gateway Developer Guide, Configure CORS for HTTP APIs",
            url: DOCS,
            read: documented::READ,
        }),
        versions_of: VersionsOf::Documentation,
        versions: &[Version::documented(documented::READ)],
        options: &[],
        search: &[
            "aws",
            "sam",
            "cloudformation",
            "serverless",
            "lambda",
            "corsconfiguration",
        ],
    },
    docs: &[("Configure CORS for HTTP APIs", DOCS)],
    fixes: FIXES,
    #[cfg(feature = "proof")]
    mutations: &[],
    render,
    respond,
    differences,
};

const SERVER: &str = "Amazon API Gateway";
const DOCS: &str =
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html";

const ORIGIN_HAS_TO_BE_SENT: Rule = Rule {
    code: "sends-wildcard-to-origins-only",
    text: "`Access-Control-Allow-Origin: *` is sent only if the request has an `Origin`.",
    noticed_by: NoticedBy::Nobody,
    shows: |policy| !policy.varies_on_origin(),
};

const BLOCKED_NOT_DOCUMENTED: Rule = Rule {
    code: "blocked-not-documented",
    text: "Not documented: the response to an origin that isn't allowed, and the headers of errors that API Gateway itself returns, such as 401 of an authorizer.",
    noticed_by: NoticedBy::Somebody,
    shows: Policy::varies_on_origin,
};

fn differences(policy: &SoundPolicy<'_>, _setup: &Setup) -> Vec<Difference> {
    let rules = [
        &BLOCKED_NOT_DOCUMENTED,
        &documented::VARY_NOT_DOCUMENTED,
        &documented::STATUS_NOT_DOCUMENTED,
        &documented::LISTS_SAFELISTED_METHODS,
        &ORIGIN_HAS_TO_BE_SENT,
    ];
    difference::differences(rules, policy)
}

fn respond(policy: &SoundPolicy<'_>, _setup: &Setup, request: &HttpRequest, app: &App) -> Reply {
    let origin = request.origin();
    let is_options = request.method == Method::options();
    let is_preflight = is_options && request.headers.contains(REQUEST_METHOD);
    if app.turns_away_before(request) {
        return silent("which headers the errors of an authorizer have", false);
    }
    let allow_origin = match &origin {
        None => None,
        Some(origin) => match aws_cors::allow_origin(policy, origin) {
            None if is_preflight => {
                return silent(
                    "what a preflight from an origin that isn't allowed gets",
                    false,
                );
            }
            None if !is_options => {
                return silent("what an origin that isn't allowed gets", true);
            }
            allow_origin => allow_origin.filter(|_| is_preflight || !is_options),
        },
    };
    if is_preflight && let Some(allow_origin) = allow_origin {
        return Reply {
            answer: Ok(aws_cors::preflight(policy, allow_origin)),
            reached_app: false,
        };
    }
    let mut reply = app.answer(request, documented::DEFAULTS);
    if origin.is_some() && !is_options && !reply.reached_app {
        return silent("which headers the errors of API Gateway itself have", false);
    }
    if let Ok(response) = &mut reply.answer {
        response
            .headers
            .retain(|header| !is_cors_response_header(&header.name));
        if let Some(allow_origin) = allow_origin {
            for header in aws_cors::of_response(policy, allow_origin) {
                response.headers.append(header.name, header.value);
            }
        }
    }
    reply
}

fn render(
    policy: &SoundPolicy<'_>,
    setup: &Setup,
    permalink: Option<&str>,
) -> Result<Snippet, Unsupported> {
    aws_cors::check(policy, SERVER)?;
    let mut text = Text::default();
    text.line(header_comment(
        Language::YAML,
        &format!(
            "CORS for Amazon API Gateway, HTTP API, as documented in {}.",
            setup.version.line
        ),
        permalink,
    ));
    text.line("CorsConfiguration:");
    aws_cors::settings(&mut text, "  ", policy);
    Ok(DOCUMENT.snippet(policy, text.finish()))
}

const DOCUMENT: Document = Document {
    path: "cors.yaml",
    context: "Put this under the `Properties:` of your `AWS::Serverless::HttpApi` or `AWS::ApiGatewayV2::Api`.",
    url: "https://abcdefghij.execute-api.eu-west-1.amazonaws.com/",
    install: (
        "The AWS SAM CLI deploys the template. See whether it is there.",
        Some("sam --version"),
    ),
    reload: ("Deploy the template.", Some("sam deploy")),
    undo: (
        "To take it out again, remove `CorsConfiguration` from the template, then deploy it.",
        Some("sam deploy"),
    ),
    example: Whole {
        path: "template.yaml",
        before: "AWSTemplateFormatVersion: \"2010-09-09\"\nTransform: AWS::Serverless-2016-10-31\nResources:\n  Api:\n    Type: AWS::Serverless::HttpApi\n    Properties:",
        indent: "      ",
        after: "  Function:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: nodejs22.x\n      Handler: index.handler\n      InlineCode: |\n        exports.handler = async () => ({ statusCode: 200, body: \"{}\" });\n      Events:\n        Any:\n          Type: HttpApi\n          Properties:\n            ApiId: !Ref Api\nOutputs:\n  Url:\n    Value: !Sub \"https://${Api}.execute-api.${AWS::Region}.amazonaws.com/\"",
        install: (
            "The AWS SAM CLI deploys the template. See whether it is there.",
            Some("sam --version"),
        ),
        reload: (
            "Deploy it. The output `Url` is the address of the API.",
            Some("sam deploy --guided"),
        ),
        undo: ("To end it, delete the stack.", Some("sam delete")),
    },
    notes: &[
        "API Gateway ignores the CORS headers of your functions and integrations. Remove them there, so that there is one place to look.",
        "A `$default` route with an authorizer also catches preflights. Add the route `OPTIONS /{proxy+}` without an authorizer.",
        "With an `OPTIONS` or `ANY` route of your own, your function may get the preflights. Use `$default` instead.",
    ],
};

const FIXES: &[(Fault, &str)] = &[
    (
        Fault::AuthenticationBeforeCors,
        "Add the route `OPTIONS /{proxy+}` without an authorizer. A `$default` route with one also catches preflights.",
    ),
    (
        Fault::ProxyDoublesHeaders,
        "API Gateway ignores the headers of your functions, so something in front of it sets them again. Remove them there.",
    ),
];
