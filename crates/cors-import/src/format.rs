//! The formats, and how each is recognized.

macro_rules! formats {
    ($($variant:ident $id:literal $label:literal [$($mark:literal)*],)*) => {
        /// A server, library or file format that is read.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Format {
            $(#[doc = concat!("`", $id, "`")] $variant,)*
        }

        impl Format {
            /// Every format.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name in JSON and on the command line.
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }

            /// The name for people.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)* }
            }

            /// Texts that occur in this format only. A mark in capitals is compared as it is, like all others.
            fn marks(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($mark),*],)* }
            }
        }
    };
}

// The order is that of recognition: the more special form comes first.
formats! {
    IngressNginx "ingress-nginx" "ingress-nginx" ["nginx.ingress.kubernetes.io/"],
    GatewayApi "gateway-api" "Gateway API" ["gateway.networking.k8s.io" "kind: HTTPRoute"],
    Nest "nest" "NestJS" [".enableCors(" "NestFactory.create"],
    Fastify "fastify" "@fastify/cors" ["@fastify/cors" "fastify-cors" "fastifyCors"],
    Hono "hono" "Hono" ["hono/cors"],
    Koa "koa" "@koa/cors" ["@koa/cors" "koa2-cors" "kcors"],
    FastApi "fastapi" "FastAPI and Starlette" ["CORSMiddleware"],
    Django "django" "django-cors-headers" ["corsheaders" "CORS_ALLOWED_ORIGIN" "CORS_ALLOW_" "CORS_ORIGIN_ALLOW_ALL" "CORS_ORIGIN_WHITELIST" "CORS_EXPOSE_HEADERS" "CORS_URLS_REGEX" "CORS_PREFLIGHT_MAX_AGE"],
    Flask "flask" "Flask-CORS" ["flask_cors" "flask-cors" "CORS(app" "@cross_origin("],
    Spring "spring" "Spring" ["@CrossOrigin" "CorsRegistry" "CorsConfiguration" "addCorsMappings" ".allowedOrigins(" "allowedOriginPatterns(" "SecurityFilterChain"],
    AspNet "aspnet" "ASP.NET Core" [".AddCors(" ".UseCors(" ".WithOrigins(" "[EnableCors"],
    Axum "axum" "axum with tower-http" ["CorsLayer" "tower_http::cors"],
    Actix "actix" "actix-cors" ["actix_cors" "Cors::default()" "Cors::permissive()"],
    RackCors "rack-cors" "rack-cors" ["Rack::Cors" "rack/cors"],
    Laravel "laravel" "Laravel" ["'supports_credentials'" "'allowed_origins'" "\"allowed_origins\" =>" "'allowed_methods'"],
    Go "go" "rs/cors" ["rs/cors" "cors.Options{" "cors.AllowAll()" "cors.Default()" "cors.Config{" "AllowedOrigins:" "AllowOriginFunc:"],
    S3 "s3" "Amazon S3" ["\"AllowedOrigins\"" "\"AllowedMethods\"" "\"CORSRules\"" "<CORSRule>" "<AllowedOrigin>"],
    Vercel "vercel" "vercel.json" [],
    Php "php" "PHP" [],
    ExpressCors "express-cors" "Express with cors" ["require('cors')" "require(\"cors\")" "from 'cors'" "from \"cors\"" "use(cors(" "cors({" "cors()" "corsOptions" "(cors("],
    Apache "apache" "Apache" ["<IfModule" "<VirtualHost" "<FilesMatch" "<Directory" "SetEnvIf" "Header set " "Header always " "Header add " "Header append " "Header merge " "Header unset " "RewriteEngine" "RewriteCond"],
    Nginx "nginx" "nginx" ["add_header " "add_header\t" "proxy_set_header" "proxy_pass " "more_set_headers" "$http_origin"],
    Haproxy "haproxy" "HAProxy" ["http-response " "http-request " "http-after-response " "rspadd "],
    UnderscoreHeaders "_headers" "_headers file" [],
    Caddy "caddy" "Caddy" ["reverse_proxy" "file_server" "header_regexp" "header Access-Control" "header {" "header @" "header /" "header * " "header +Access" "header ?Access" "handle {"],
    ExpressHand "express-hand" "Express without a library" [],
}

impl Format {
    /// The format of that name.
    pub fn from_id(id: &str) -> Option<Self> {
        let id = match id {
            "asp-net" => "aspnet",
            "express" | "node-http" => "express-hand",
            "starlette" => "fastapi",
            "rs-cors" => "go",
            "axum-tower-http" => "axum",
            "actix-cors" => "actix",
            "nestjs" => "nest",
            other => other,
        };
        Self::ALL.iter().copied().find(|format| format.id() == id)
    }
}

/// The format of a text, from the forms that occur in it.
pub(crate) fn detect(text: &str) -> Option<Format> {
    Format::ALL.iter().copied().find(|&format| {
        format.marks().iter().any(|mark| text.contains(mark)) || looks_like(format, text)
    })
}

/// Forms that no single text gives away.
fn looks_like(format: Format, text: &str) -> bool {
    let lower = || text.to_ascii_lowercase();
    match format {
        Format::Vercel => {
            text.contains("\"headers\"") && text.contains("\"source\"") && text.contains("\"key\"")
        }
        Format::Php => {
            let lower = lower();
            lower.match_indices("header(").any(|(at, call)| {
                let before = lower.get(..at).unwrap_or_default();
                let behind = lower.get(at + call.len()..).unwrap_or_default();
                !before.ends_with(|c: char| c == '.' || c.is_alphanumeric() || c == '_')
                    && behind
                        .trim_start()
                        .get(1..)
                        .is_some_and(|name| name.starts_with("access-control-"))
            })
        }
        Format::UnderscoreHeaders => {
            let mut lines = text
                .lines()
                .filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
            let starts_with_path = lines.next().is_some_and(|line| {
                line.starts_with('/') || (line.starts_with("https://") && !line.contains(' '))
            });
            starts_with_path
                && lines.next().is_some_and(|line| {
                    line.starts_with([' ', '\t'])
                        && line.contains(':')
                        && !line.contains(['{', ';'])
                })
        }
        Format::ExpressHand => {
            let lower = lower();
            let sets = [
                "setheader(",
                ".header(",
                ".set(",
                ".append(",
                "writehead(",
                "headers.set(",
            ];
            let names = lower.contains("access-control-");
            names
                && (sets.iter().any(|set| lower.contains(set))
                    || lower.contains("\"access-control-allow-origin\"")
                    || lower.contains("'access-control-allow-origin'"))
        }
        Format::Go => text.contains("Header().Set(\"Access-Control-"),
        Format::IngressNginx
        | Format::GatewayApi
        | Format::Nest
        | Format::Fastify
        | Format::Hono
        | Format::Koa
        | Format::FastApi
        | Format::Django
        | Format::Flask
        | Format::Spring
        | Format::AspNet
        | Format::Axum
        | Format::Actix
        | Format::RackCors
        | Format::Laravel
        | Format::S3
        | Format::ExpressCors
        | Format::Apache
        | Format::Nginx
        | Format::Haproxy
        | Format::Caddy => false,
    }
}
