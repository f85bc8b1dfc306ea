//! Which server or library a config is for. It is recognized and named here.

/// What shows a config, and what it is called. The first that matches counts.
const MARKS: [(&[&str], &str); 34] = [
    (&["nginx.ingress.kubernetes.io/"], "ingress-nginx"),
    (
        &[
            "add_header ",
            "proxy_pass ",
            "server_name ",
            "proxy_hide_header ",
            "listen 80",
            "listen 443",
            "$http_origin",
        ],
        "nginx",
    ),
    (
        &[
            "Header set ",
            "Header always ",
            "Header add ",
            "SetEnvIf ",
            "RewriteEngine ",
            "<IfModule",
            "<VirtualHost",
        ],
        "Apache",
    ),
    (
        &[
            "reverse_proxy ",
            "header Access-Control",
            "@options method",
            "respond @",
        ],
        "Caddy",
    ),
    (
        &[
            "http-response set-header",
            "http-response add-header",
            "frontend ",
            "http-request return",
        ],
        "HAProxy",
    ),
    (
        &[
            "app.register(import('@fastify/cors')",
            "@fastify/cors",
            "fastify.register(",
        ],
        "Fastify",
    ),
    (&["app.enableCors(", "NestFactory"], "NestJS"),
    (
        &[
            "app.use(cors",
            "require('cors')",
            "require(\"cors\")",
            "from 'cors'",
            "from \"cors\"",
            "corsOptions",
        ],
        "Express with cors",
    ),
    (
        &[
            "res.header(\"Access-Control",
            "res.header('Access-Control",
            "res.setHeader(",
            "res.set('Access-Control",
            "app.use((req, res",
        ],
        "Express",
    ),
    (
        &["app.use(function (req, res", "app.use(function(req, res"],
        "Express",
    ),
    (
        &["CORSMiddleware", "from fastapi", "from starlette"],
        "FastAPI",
    ),
    (&["flask_cors", "CORS(app"], "Flask"),
    (
        &[
            "CORS_ALLOWED_ORIGINS",
            "CORS_ALLOW_",
            "CORS_ORIGIN_",
            "corsheaders",
            "CORS_ALLOWED_ORIGIN_REGEXES",
        ],
        "Django",
    ),
    (
        &[
            "@CrossOrigin",
            "CorsRegistry",
            "CorsConfiguration",
            "SecurityFilterChain",
            "addCorsMappings",
        ],
        "Spring",
    ),
    (
        &["AddCors(", "UseCors(", "WithOrigins(", "AllowAnyOrigin"],
        "ASP.NET Core",
    ),
    (
        &["cors.New(", "cors.Options{", "rs/cors", "AllowedOrigins: "],
        "Go rs/cors",
    ),
    (
        &["cors.Config{", "gin-contrib/cors", "cors.Default()"],
        "Gin",
    ),
    (&["CorsLayer", "tower_http::cors"], "axum with tower-http"),
    (
        &["actix_cors", "Cors::default()", "Cors::permissive"],
        "actix-web",
    ),
    (
        &[
            "'allowed_origins'",
            "'supports_credentials'",
            "'allowed_methods'",
        ],
        "Laravel",
    ),
    (&["Rack::Cors", "allow do"], "Rails"),
    (
        &[
            "\"AllowedOrigins\"",
            "<CORSRule>",
            "CORSRules",
            "\"AllowedMethods\"",
        ],
        "S3",
    ),
    (
        &["\"maxAgeSeconds\"", "\"responseHeader\""],
        "Google Cloud Storage",
    ),
    (
        &[
            "Access-Control-Allow-Origin: https://\n",
            "/*\n  Access-Control",
            "/*\n\tAccess-Control",
        ],
        "_headers file",
    ),
    (&["\"headers\": [", "\"source\": \"/"], "vercel.json"),
    (
        &[
            "access-control-allow-origin-list",
            "accessControlAllowOriginList",
        ],
        "Traefik",
    ),
    (
        &["corsPolicy:", "allow_origin_string_match", "allowOrigins:"],
        "Envoy or Istio",
    ),
    (&["httpCorsPolicy", "CorsPolicy"], "gateway"),
    (&["<customHeaders>", "<cors enabled"], "IIS"),
    (&["@hapi/hapi", "cors: {"], "Node"),
    (
        &["header('Access-Control", "header(\"Access-Control"],
        "PHP",
    ),
    (
        &[
            "devServer",
            "changeOrigin",
            "setupProxy",
            "createProxyMiddleware",
            "\"proxy\": \"http",
        ],
        "development proxy",
    ),
    (&["cors({", "hono/cors"], "Hono"),
    (&["w.Header().Set(\"Access-Control"], "Go"),
];

/// The system that a line belongs to.
pub(super) fn system(line: &str) -> Option<&'static str> {
    MARKS
        .iter()
        .find(|(marks, _)| marks.iter().any(|mark| line.contains(mark)))
        .map(|(_, name)| *name)
}

/// Whether a line can begin a block of config.
pub(super) fn begins(line: &str) -> bool {
    const STARTS: [&str; 26] = [
        "server {",
        "location ",
        "map $",
        "http {",
        "upstream ",
        "app.use(",
        "app.add_middleware(",
        "from fastapi",
        "from flask",
        "const app",
        "var app",
        "let app",
        "builder.Services",
        "@Configuration",
        "@Bean",
        "<VirtualHost",
        "<IfModule",
        "import cors",
        "const cors",
        "CORS_",
        "MIDDLEWARE",
        "INSTALLED_APPS",
        "metadata:",
        "apiVersion:",
        "package main",
        "<?php",
    ];
    let trimmed = line.trim_start();
    STARTS.iter().any(|start| trimmed.starts_with(start)) || system(line).is_some()
}

/// The system of a whole block, by its clearest mark.
pub(super) fn system_of(block: &[&str]) -> &'static str {
    let text = block.join("\n");
    MARKS
        .iter()
        .find(|(marks, _)| marks.iter().any(|mark| text.contains(mark)))
        .map_or("server config", |(_, name)| *name)
}
