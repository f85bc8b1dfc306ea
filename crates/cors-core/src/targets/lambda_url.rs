//! AWS Lambda function URLs: their CORS settings, in a SAM template.
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
use crate::server::{App, Fault, Reply};
use cors_http::{HttpRequest, Method};

pub(super) const TARGET: Target = Target {
    info: TargetInfo {
        id: "lambda-url",
        label: "AWS Lambda function URL",
        group: Group::Documented,
        server: SERVER,
        library: None,
        language: Language::YAML,
        proof: Proof::Documented(Source {
            title: "AWS Lambda Developer Guide, Creating and managing function URLs",
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
            "functionurlconfig",
        ],
    },
    docs: &[
        ("Function URLs", DOCS),
        (
            "Cors",
            "https://docs.aws.amazon.com/lambda/latest/api/API_Cors.html",
        ),
    ],
    fixes: FIXES,
    #[cfg(feature = "proof")]
    mutations: &[],
    render,
    respond,
    differences,
};

const SERVER: &str = "AWS Lambda";
const DOCS: &str = "https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html";

/// What `AllowMethods` takes.
const METHODS: [&str; 6] = ["GET", "PUT", "HEAD", "POST", "PATCH", "DELETE"];
const MOST_ORIGINS: usize = 100;
const MOST_NAMES: usize = 100;
/// A day.
const LONGEST_MAX_AGE: u32 = 86_400;

const ADDS_TO_THE_FUNCTION: Rule = Rule {
    code: "adds-to-headers-of-the-function",
    text: "A CORS header that your function sets itself is sent next to the one set here, and browsers block a response with two. Remove it from the function.",
    noticed_by: NoticedBy::Somebody,
    shows: |_| true,
};

const BLOCKED_NOT_DOCUMENTED: Rule = Rule {
    code: "blocked-not-documented",
    text: "Not documented: the response to an origin that isn't allowed, the headers of a response to a request without `Origin`, and whether an `OPTIONS` request that isn't a preflight reaches the function.",
    noticed_by: NoticedBy::Somebody,
    shows: |_| true,
};

fn differences(policy: &SoundPolicy<'_>, _setup: &Setup) -> Vec<Difference> {
    let rules = [
        &ADDS_TO_THE_FUNCTION,
        &BLOCKED_NOT_DOCUMENTED,
        &documented::VARY_NOT_DOCUMENTED,
        &documented::STATUS_NOT_DOCUMENTED,
        &documented::LISTS_SAFELISTED_METHODS,
    ];
    difference::differences(rules, policy)
}

fn respond(policy: &SoundPolicy<'_>, _setup: &Setup, request: &HttpRequest, app: &App) -> Reply {
    let is_options = request.method == Method::options();
    let Some(origin) = request.origin() else {
        if is_options {
            return silent(
                "whether an `OPTIONS` request that isn't a preflight reaches the function",
                false,
            );
        }
        return app.answer(request, documented::DEFAULTS);
    };
    if app.turns_away_before(request) {
        return silent(
            "what a preflight gets if the URL requires IAM authentication",
            false,
        );
    }
    if is_options && !request.headers.contains(REQUEST_METHOD) {
        return silent(
            "whether an `OPTIONS` request that isn't a preflight reaches the function",
            false,
        );
    }
    let Some(allow_origin) = aws_cors::allow_origin(policy, &origin) else {
        return silent("what an origin that isn't allowed gets", !is_options);
    };
    if is_options {
        return Reply {
            answer: Ok(aws_cors::preflight(policy, allow_origin)),
            reached_app: false,
        };
    }
    let mut reply = app.answer(request, documented::DEFAULTS);
    if !reply.reached_app {
        return silent("which headers the errors of Lambda itself have", false);
    }
    if let Ok(response) = &mut reply.answer {
        for header in aws_cors::of_response(policy, allow_origin) {
            response.headers.append(header.name, header.value);
        }
    }
    reply
}

fn check(policy: &Policy) -> Result<(), Unsupported> {
    aws_cors::check(policy, SERVER)?;
    let odd = documented::method_that(policy, |method| !METHODS.contains(&method.as_str()));
    if let Some(method) = odd {
        return Unsupported::because(format!(
            "The CORS settings of a Lambda URL take GET, PUT, HEAD, POST, PATCH, DELETE and `*`, and `{method}` is none of them. Remove it, or let your function send the headers."
        ));
    }
    if policy.origins.patterns().len() > MOST_ORIGINS {
        return Unsupported::because(
            "A Lambda URL takes at most 100 origins. Shorten the list, or let your function send the headers.",
        );
    }
    if documented::names(policy).len() > MOST_NAMES {
        return Unsupported::because(
            "A Lambda URL takes at most 100 headers. Shorten the list, or allow any.",
        );
    }
    if policy.max_age.seconds() > Some(LONGEST_MAX_AGE) {
        return Unsupported::because(
            "A Lambda URL takes a max age of at most 86400 seconds. Shorten it: browsers cap it at that or less.",
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
            "CORS for an AWS Lambda function URL, as documented in {}.",
            setup.version.line
        ),
        permalink,
    ));
    text.line("Cors:");
    aws_cors::settings(&mut text, "  ", policy);
    Ok(DOCUMENT.snippet(policy, text.finish()))
}

const DOCUMENT: Document = Document {
    path: "cors.yaml",
    context: "Put this under the `FunctionUrlConfig:` of your `AWS::Serverless::Function`, next to `AuthType`.",
    url: "https://abcdefghij.lambda-url.eu-west-1.on.aws/",
    install: (
        "The AWS SAM CLI deploys the template. See whether it is there.",
        Some("sam --version"),
    ),
    reload: ("Deploy the template.", Some("sam deploy")),
    undo: (
        "To take it out again, remove `Cors` from the template, then deploy it.",
        Some("sam deploy"),
    ),
    example: Whole {
        path: "template.yaml",
        before: "AWSTemplateFormatVersion: \"2010-09-09\"\nTransform: AWS::Serverless-2016-10-31\nResources:\n  Function:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: nodejs22.x\n      Handler: index.handler\n      InlineCode: |\n        exports.handler = async () => ({ statusCode: 200, body: \"{}\" });\n      FunctionUrlConfig:\n        AuthType: NONE",
        indent: "        ",
        after: "Outputs:\n  Url:\n    Value: !GetAtt FunctionUrl.FunctionUrl",
        install: (
            "The AWS SAM CLI deploys the template. See whether it is there.",
            Some("sam --version"),
        ),
        reload: (
            "Deploy it. The output `Url` is the address of the function.",
            Some("sam deploy --guided"),
        ),
        undo: ("To end it, delete the stack.", Some("sam delete")),
    },
    notes: &[
        "Remove the CORS headers from your function. Lambda sends both, and browsers block a response with two.",
        "`AuthType: NONE` lets everyone call the function. CORS doesn't change that.",
    ],
};

const FIXES: &[(Fault, &str)] = &[
    (
        Fault::ProxyDoublesHeaders,
        "Set the headers in one place only: remove them from the function, or remove `Cors` from its URL.",
    ),
    (
        Fault::AuthenticationBeforeCors,
        "A preflight can't be signed. Use `AuthType: NONE` and check the token in the function.",
    ),
];
