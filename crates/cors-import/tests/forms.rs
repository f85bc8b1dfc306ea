//! One config for each form that people write: its policy and the findings on its lines.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use cors_core::policy::PolicyDraft;
use cors_import::{Format, import};

#[track_caller]
fn check(text: &str, format: Format, policy: &str, findings: &[(u32, &str)]) {
    let import = import(text, None);
    assert_eq!(import.system, Some(format));
    let expected: PolicyDraft = serde_json::from_str(policy).unwrap();
    assert_eq!(import.policy, Some(expected));
    let found: Vec<(u32, &str)> = import
        .findings
        .iter()
        .map(|finding| (finding.line, finding.code.id()))
        .collect();
    assert_eq!(found, findings);
}

#[test]
fn nginx_with_variables_that_are_put_together() {
    check(
        r#"server {
  set $cors "";
  if ($http_origin ~* "^https://(app|www)\.example\.com$") {
    set $cors "true";
  }
  if ($request_method = OPTIONS) {
    set $cors "${cors}options";
  }
  location /api {
    if ($cors = "true") {
      add_header Access-Control-Allow-Origin "$http_origin" always;
    }
    if ($cors = "trueoptions") {
      add_header Access-Control-Allow-Origin "$http_origin";
      add_header Access-Control-Allow-Methods "GET, post";
      return 204;
    }
    proxy_pass http://backend;
  }
}"#,
        Format::Nginx,
        r#"{"allow_origins":["https://app.example.com","https://www.example.com"],"allow_methods":["GET","POST"]}"#,
        &[(11, "vary-missing"), (15, "method-case")],
    );
}

#[test]
fn nginx_with_headers_on_preflights_only() {
    check(
        "server {
    if ($request_method = OPTIONS) {
        add_header Access-Control-Allow-Origin https://app.example.com;
        add_header Access-Control-Allow-Methods \"GET PUT\";
        return 204;
    }
    location / { proxy_pass http://a; }
}",
        Format::Nginx,
        r#"{"allow_origins":["https://app.example.com"],"allow_methods":["GET","PUT"]}"#,
        &[(3, "headers-missing-on-actual"), (4, "method-invalid")],
    );
}

#[test]
fn nginx_below_a_line_of_prose() {
    check(
        "Firefox:
Uncaught (in promise) TypeError: NetworkError when attempting to fetch resource.

server {
    location /v1/ {
        add_header Access-Control-Allow-Origin https://app.example.com;
    }
}",
        Format::Nginx,
        r#"{"allow_origins":["https://app.example.com"]}"#,
        &[
            (5, "preflight-not-answered"),
            (6, "headers-missing-on-errors"),
        ],
    );
}

#[test]
fn express_with_a_function_for_the_origins() {
    check(
        "const cors = require('cors');
const list = ['https://app.example.com', 'https://www.example.com/'];
app.use(requireAuth);
app.use(cors({
  origin(origin, callback) {
    if (!origin || list.includes(origin)) callback(null, true);
    else callback(new Error('no'));
  },
  methods: 'GET,PUT',
  allowHeaders: ['Content-Type'],
  credentials: true,
}));",
        Format::ExpressCors,
        r#"{"allow_origins":["https://app.example.com","https://www.example.com"],"allow_methods":["GET","PUT"],"allow_headers":["content-type"],"allow_credentials":true}"#,
        &[
            (2, "origin-not-exact"),
            (3, "preflight-after-auth"),
            (7, "refusal-is-an-error"),
            (10, "unknown-option"),
        ],
    );
}

#[test]
fn headers_that_javascript_sets_under_a_condition() {
    check(
        "app.use((req, res, next) => {
  const allowed = ['https://a.example.com', 'https://b.example.com'];
  const origin = req.headers.origin;
  if (allowed.includes(origin)) {
    res.setHeader('Access-Control-Allow-Origin', origin);
  }
  res.header('Access-Control-Allow-Method', 'GET, PUT');
  res.vary('Origin');
  if (req.method === 'OPTIONS') return res.sendStatus(204);
  next();
});",
        Format::ExpressHand,
        r#"{"allow_origins":["https://a.example.com","https://b.example.com"],"allow_methods":["GET","PUT"]}"#,
        &[(7, "header-name-misspelt")],
    );
}

#[test]
fn caddy_with_a_snippet_that_takes_arguments() {
    check(
        "(cors) {
	@preflight method OPTIONS
	handle @preflight {
		header Access-Control-Allow-Origin {args[0]}
		header Access-Control-Allow-Methods \"GET, PUT\"
		respond 204
	}
	header Access-Control-Allow-Origin {args[0]}
}
example.com {
	import cors https://app.example.com
	file_server
}",
        Format::Caddy,
        r#"{"allow_origins":["https://app.example.com"],"allow_methods":["GET","PUT"]}"#,
        &[],
    );
}

#[test]
fn haproxy_with_a_captured_origin() {
    check(
        "frontend web
    acl cors_ok req.hdr(Origin) -m reg ^https://.*\\.example\\.com$
    http-request return status 204 if METH_OPTIONS
    http-after-response set-header Access-Control-Allow-Origin %[capture.req.hdr(0)] if cors_ok
    http-after-response add-header Vary Origin
    default_backend app",
        Format::Haproxy,
        r#"{"allow_origins":["https://*.example.com"]}"#,
        &[],
    );
}

#[test]
fn rack_cors_with_symbols() {
    check(
        "use Rack::Cors do
  allow do
    origins 'https://app.example.com', /\\Ahttps:\\/\\/[a-z0-9.-]+\\.example\\.org\\z/
    resource '/api/*', headers: :any, methods: [:get, :put], credentials: true, max_age: 600
  end
end",
        Format::RackCors,
        r#"{"allow_origins":["https://app.example.com","https://*.example.org"],"allow_methods":["GET","PUT"],"allow_headers":["*"],"allow_credentials":true,"max_age":600,"preflight_status":200}"#,
        &[],
    );
}

#[test]
fn a_route_of_the_gateway_api() {
    check(
        "kind: HTTPRoute
spec:
  rules:
  - filters:
    - type: CORS
      cors:
        allowOrigins:
        - \"https://app.example.com\"
        - https://*.example.org
        allowMethods: [GET, PUT]
        allowCredentials: true
        maxAge: 600",
        Format::GatewayApi,
        r#"{"allow_origins":["https://app.example.com","https://*.example.org"],"allow_methods":["GET","PUT"],"allow_credentials":true,"max_age":600}"#,
        &[],
    );
}

#[test]
fn no_secret_is_repeated() {
    let text = "CORS_ALLOWED_ORIGINS = [\"https://user:FAKEpass1@app.example.com\"]
SECRET_KEY = \"FAKE-secret-1\"
CORS_ALLOW_HEADERS = load(\"FAKEtoken\", password=\"FAKE-word\")
";
    let import = import(text, Some(Format::Django));
    assert!(import.policy.is_some());
    assert!(!format!("{import:?}").contains("FAKE"), "{import:?}");
}
