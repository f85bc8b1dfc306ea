//! The policies written by hand, each for something that once went wrong or nearly did.

use cors_core::policy::{PolicyDraft, PreflightStatus};

use super::{Maker, TestPolicy, parse};

/// A row of the list below; lists are separated by spaces.
struct Row {
    name: &'static str,
    origins: &'static str,
    methods: &'static str,
    headers: &'static str,
    expose: &'static str,
    credentials: bool,
    max_age: &'static str,
    status: PreflightStatus,
    allows: &'static str,
    refuses: &'static str,
}

const ROW: Row = Row {
    name: "",
    origins: "",
    methods: "",
    headers: "",
    expose: "",
    credentials: false,
    max_age: "",
    status: PreflightStatus::NoContent,
    allows: "",
    refuses: "",
};

const ROWS: &[Row] = &[
    Row {
        name: "any origin",
        origins: "*",
        methods: "GET HEAD POST",
        headers: "content-type",
        max_age: "3600",
        allows: "https://app.example.com null http://localhost:3000",
        ..ROW
    },
    Row {
        name: "two origins, credentials",
        origins: "https://app.example.com https://admin.example.com:8443",
        methods: "GET POST PUT DELETE PATCH",
        headers: "Content-Type Authorization X-Request-Id",
        expose: "X-Total-Count",
        credentials: true,
        max_age: "600",
        allows: "https://app.example.com https://admin.example.com:8443",
        refuses: "http://app.example.com https://app.example.com:8443 https://admin.example.com https://app.example.com. https://appXexample.com https://evilapp.example.com https://app.example.com.evil.example https://app.example.com/ https://APP.example.com https://x.app.example.com null *",
        ..ROW
    },
    Row {
        name: "subdomains, any header, credentials",
        origins: "https://*.example.com https://example.com",
        methods: "GET DELETE",
        headers: "*",
        credentials: true,
        max_age: "7200",
        allows: "https://example.com https://t1.example.com https://a.b-c.d_e.example.com",
        refuses: "https://evil-example.com https://evilexample.com https://t1.example.com.evil.io https://t1Xexample.com https://t1.exampleXcom http://t1.example.com https://.example.com https://a..example.com https://evil.io@t1.example.com https://evil.io/.example.com https://t1.example.com:evil.io https://t1.example.com: https://t1.example.com:443 https://t1.example.com/ https://T1.example.com null",
        ..ROW
    },
    Row {
        name: "null and one origin, nothing else",
        origins: "null http://localhost:3000",
        allows: "null http://localhost:3000",
        refuses: "NULL http://localhost https://localhost:3000 http://localhost:30000 undefined",
        ..ROW
    },
    Row {
        name: "any port, credentials, status 200",
        origins: "http://localhost:* https://*.example.com:*",
        methods: "PUT",
        headers: "x-one",
        expose: "x-two",
        credentials: true,
        max_age: "60",
        status: PreflightStatus::Ok,
        allows: "http://localhost http://localhost:1 http://localhost:65535 https://a.example.com https://a.example.com:8443",
        refuses: "http://localhost: http://localhost:123456 http://localhost:80a http://localhostx:80 http://xlocalhost https://example.com https://example.com:8443 https://a.example.com:8443.evil.io https://localhost",
    },
    Row {
        name: "a wildcard in the label, everything exposed, max age 0",
        origins: "https://deploy-preview-*--site.example https://pr-*.example.com:8443",
        methods: "GET POST",
        headers: "accept",
        expose: "*",
        max_age: "0",
        allows: "https://deploy-preview-12--site.example https://deploy-preview-a-b--site.example https://pr-7.example.com:8443",
        refuses: "https://deploy-preview---site.example https://deploy-preview-a.b--site.example https://deploy-preview-a_b--site.example https://deploy-preview-12--site.example.evil.io https://pr-7.example.com https://pr-.example.com:8443 https://pr-a.b.example.com:8443 https://xpr-7.example.com:8443",
        ..ROW
    },
    Row {
        name: "addresses and other schemes",
        origins: "http://[::1]:3000 http://192.168.0.1 https://xn--bcher-kva.example capacitor://localhost https://*.localhost",
        methods: "GET DELETE",
        headers: "content-type",
        credentials: true,
        allows: "http://[::1]:3000 http://192.168.0.1 https://xn--bcher-kva.example capacitor://localhost https://a.localhost",
        refuses: "http://[::1] http://::1:3000 http://1:3000 http://[0:0:0:0:0:0:0:1]:3000 http://192x168.0.1 http://192.168.0.10 ionic://localhost capacitor://localhost:80",
        ..ROW
    },
    Row {
        name: "any method and header, credentials",
        origins: "https://app.example.com",
        methods: "*",
        headers: "*",
        expose: "X-One X-Two X-Three",
        credentials: true,
        allows: "https://app.example.com",
        refuses: "https://evil.example",
        ..ROW
    },
    Row {
        name: "any method and header of subdomains, credentials, status 200",
        origins: "https://*.example.com:8443 http://127.0.0.1:*",
        methods: "*",
        headers: "* Authorization",
        credentials: true,
        max_age: "5",
        status: PreflightStatus::Ok,
        allows: "https://a.example.com:8443 http://127.0.0.1:5173",
        refuses: "https://a.example.com https://a.example.com:84430 http://127.0.0.12",
        ..ROW
    },
    Row {
        name: "anything, status 200",
        origins: "*",
        methods: "*",
        headers: "*",
        expose: "*",
        max_age: "2147483647",
        status: PreflightStatus::Ok,
        allows: "https://evil.example null",
        ..ROW
    },
    Row {
        name: "any header and Authorization",
        origins: "https://app.example.com http://localhost:8080",
        methods: "*",
        headers: "* authorization",
        expose: "Content-Length",
        allows: "https://app.example.com http://localhost:8080",
        refuses: "https://app.example.com:8080",
        ..ROW
    },
    Row {
        name: "any header and Authorization of subdomains",
        origins: "https://*.example.com http://localhost:8080",
        methods: "PUT",
        headers: "* authorization",
        expose: "*",
        allows: "https://a.example.com http://localhost:8080",
        refuses: "https://example.com http://localhost",
        ..ROW
    },
    Row {
        name: "odd header names",
        origins: "https://app.example.com",
        methods: "GET M-SEARCH UNSUBSCRIBE",
        headers: "X-!#$%&'*+-.^_`|~ $http_host $ ~ ' `",
        expose: "X-!#$%&'*+-.^_`|~ $1 $$ '' ``",
        credentials: true,
        max_age: "1",
        allows: "https://app.example.com",
        refuses: "https://evil.example",
        ..ROW
    },
    Row {
        name: "odd methods",
        origins: "https://app.example.com",
        methods: "GET patch M-!#$%&'*+-.^_`|~",
        headers: "content-type",
        allows: "https://app.example.com",
        refuses: "https://evil.example",
        ..ROW
    },
];

/// The policies written by hand, and long ones that nobody would write by hand.
pub(super) fn all() -> Vec<TestPolicy> {
    let mut policies: Vec<TestPolicy> = ROWS.iter().map(row).collect();
    policies.push(long("a long list", 300, 60));
    // Header values of 3,990 and 4,028 bytes, on both sides of what nginx takes.
    policies.push(long("the longest list", 3, 108));
    policies.push(long("a longer list", 3, 109));
    policies
}

fn list(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn row(row: &Row) -> TestPolicy {
    let draft = PolicyDraft {
        allow_origins: list(row.origins),
        allow_methods: list(row.methods),
        allow_headers: list(row.headers),
        expose_headers: list(row.expose),
        allow_credentials: row.credentials,
        max_age: row.max_age.to_owned(),
        preflight_status: row.status,
    };
    TestPolicy {
        maker: Maker::Hand,
        name: row.name.to_owned(),
        policy: parse(&draft),
        allows: list(row.allows),
        refuses: list(row.refuses),
    }
}

fn long(name: &str, origins: usize, headers: usize) -> TestPolicy {
    let draft = PolicyDraft {
        allow_origins: (0..origins)
            .map(|i| {
                format!(
                    "https://customer-{i}.a-rather-long-name-of-a-shop.example:{}",
                    1024 + i
                )
            })
            .collect(),
        allow_methods: list("GET PUT"),
        allow_headers: (0..headers)
            .map(|i| format!("X-A-Rather-Long-Name-Of-A-Header-{i}"))
            .collect(),
        expose_headers: list("X-Total-Count"),
        allow_credentials: true,
        max_age: "86400".to_owned(),
        preflight_status: PreflightStatus::NoContent,
    };
    TestPolicy {
        maker: Maker::Hand,
        name: name.to_owned(),
        policy: parse(&draft),
        allows: list("https://customer-2.a-rather-long-name-of-a-shop.example:1026"),
        refuses: list(
            "https://customer-2.a-rather-long-name-of-a-shop.example https://customer-2.a-rather-long-name-of-a-shop.example:1027",
        ),
    }
}
