//! Nothing secret gets out: neither in the text nor in the link, whatever form it is pasted in.

use cors_diagnose::{diagnose, diagnosis_json, view};
use cors_http::Platform;
use serde_json::Value;

const TOKEN: &str = "FAKE-s3cr3t-9f8e7d6c5b4a";

#[track_caller]
fn check(text: &str) {
    let diagnosis = diagnose(text, &Platform::BARE);
    let json = diagnosis_json(Value::Null, &diagnosis, "https://cors.example/").to_string();
    assert!(!json.contains("s3cr3t"), "{text}\n{json}");
    assert!(
        !format!("{:?}", view(&diagnosis)).contains("s3cr3t"),
        "{text}"
    );
    assert!(!format!("{diagnosis:?}").contains("s3cr3t"), "{text}");
}

#[test]
fn secrets_stay_out_in_every_form() {
    let line = |url: &str| {
        format!(
            "Access to fetch at '{url}' from origin 'https://app.example.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.\nmain.js:2 GET {url} net::ERR_FAILED 500 (Internal Server Error)"
        )
    };
    for url in [
        format!("https://api.example.com/x?access_token={TOKEN}"),
        format!("https://api.example.com/x?apiKey={TOKEN}&a=1"),
        format!("https://api.example.com/x?X-Amz-Signature={TOKEN}"),
        format!("https://user:{TOKEN}@api.example.com/x"),
        format!("https://api.example.com/x#id_token={TOKEN}"),
        format!("https://api.example.com/cb?code={TOKEN}&state={TOKEN}"),
    ] {
        check(&line(&url));
        check(&format!(
            "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at {url}. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 200."
        ));
        check(&format!(
            "[Error] Origin https://app.example.com is not allowed by Access-Control-Allow-Origin. Status code: 200\n[Error] Fetch API cannot load {url} due to access control checks."
        ));
        check(&format!(
            "fetch(\"{url}\", {{ headers: {{ \"X-Api-Key\": \"{TOKEN}\" }} }})"
        ));
        check(&format!(
            "$ curl -i -H 'Origin: https://app.example.com' '{url}'\nHTTP/1.1 302 Found\nLocation: {url}\nSet-Cookie: sid={TOKEN}\n\n{{\"token\":\"{TOKEN}\"}}"
        ));
        check(&url);
        check(&format!("[{{\"url\": \"{url}\"}}]"));
    }
    for header in [
        "Cookie",
        "Authorization",
        "X-Api-Key",
        "X-CSRF-Token",
        "Proxy-Authorization",
        "X-Unknown",
        "Set-Cookie",
        "ETag",
    ] {
        check(&format!(
            "curl 'https://api.example.com/' -H '{header}: {TOKEN}' -H 'Origin: https://app.example.com'"
        ));
        check(&format!(
            "HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: *\n{header}: {TOKEN}\n\n{TOKEN}"
        ));
        check(&format!(
            "GET /x HTTP/1.1\nHost: api.example.com\nOrigin: https://app.example.com\n{header}: {TOKEN}\n\nHTTP/1.1 200 OK\n\n"
        ));
        check(&format!(
            "Request URL: https://api.example.com/\nRequest Method: GET\nStatus Code: 200 OK\nResponse Headers\n{header}: {TOKEN}\nRequest Headers\n{header}: {TOKEN}\norigin: https://app.example.com"
        ));
        check(&format!(
            "fetch('https://api.example.com/', {{headers: {{'{header}': '{TOKEN}'}}, body: '{TOKEN}'}})"
        ));
        check(&format!(
            "{{\"log\":{{\"version\":\"1.2\",\"creator\":{{\"name\":\"WebInspector\"}},\"entries\":[{{\"request\":{{\"method\":\"GET\",\"url\":\"https://api.example.com/\",\"headers\":[{{\"name\":\"{header}\",\"value\":\"{TOKEN}\"}},{{\"name\":\"Origin\",\"value\":\"https://app.example.com\"}}],\"postData\":{{\"text\":\"{TOKEN}\"}}}},\"response\":{{\"status\":200,\"headers\":[],\"content\":{{\"text\":\"{TOKEN}\"}}}}}}]}}}}"
        ));
        check(&format!("some words {header}: {TOKEN}\n{header}={TOKEN}"));
    }
    for command in [
        format!("curl -u user:{TOKEN} https://api.example.com/"),
        format!("curl --user=user:{TOKEN} https://api.example.com/"),
        format!("curl -b 'sid={TOKEN}' --data-raw 'password={TOKEN}' https://api.example.com/"),
        format!("curl --oauth2-bearer {TOKEN} https://api.example.com/"),
        format!("curl -d'{{\"p\":\"{TOKEN}\"}}' https://api.example.com/login"),
        format!("http POST https://api.example.com/login password={TOKEN} Authorization:{TOKEN}"),
        format!(
            "wget --header='Authorization: {TOKEN}' --post-data='{TOKEN}' https://api.example.com/"
        ),
        format!(
            "Invoke-WebRequest -Uri 'https://api.example.com/' -Headers @{{\"Authorization\"=\"{TOKEN}\"}} -Body \"{TOKEN}\""
        ),
        format!("password: {TOKEN}"),
        format!("export API_TOKEN={TOKEN}"),
        TOKEN.to_owned(),
    ] {
        check(&command);
    }
}

/// Text that is made to break a reader.
#[test]
fn hostile_text_is_harmless() {
    let long = "a".repeat(300_000);
    for text in [
        "'".repeat(50_000),
        "\"".repeat(50_000),
        "(".repeat(50_000),
        "{".repeat(50_000),
        "[".repeat(50_000),
        "fetch(\"https://a.example/\", {".repeat(5_000),
        "curl '".repeat(5_000),
        "Access to fetch at '".repeat(5_000),
        "Access to fetch at 'x' from origin 'y' has been blocked by CORS policy: ".repeat(3_000),
        "HTTP/1.1 200 OK\n".repeat(20_000),
        format!("HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: {long}"),
        format!("{{\"log\":{{\"entries\":[{}", "{},".repeat(50_000)),
        "\u{202e}\u{0}\u{feff}¤«»‘’".repeat(2_000),
        "1 | ".repeat(30_000),
    ] {
        let started = std::time::Instant::now();
        let diagnosis = diagnose(&text, &Platform::BARE);
        assert!(!diagnosis.main.causes.is_empty());
        let start: String = text.chars().take(30).collect();
        assert!(
            started.elapsed().as_secs() < 5,
            "{start}: {:?}",
            started.elapsed()
        );
    }
}

/// Five megabytes of HAR within two seconds; a build for tests has more time.
#[test]
fn a_large_har_is_read_quickly() {
    let body = "x".repeat(20_000);
    let entry = |index: usize| {
        format!(
            r#"{{"request":{{"method":"GET","url":"https://api.example.com/v1/{index}","headers":[{{"name":"Origin","value":"https://app.example.com"}},{{"name":"Cookie","value":"{TOKEN}"}}]}},"response":{{"status":200,"headers":[{{"name":"Access-Control-Allow-Origin","value":"https://app.example.com"}},{{"name":"Access-Control-Allow-Credentials","value":"true"}},{{"name":"Vary","value":"Origin"}}],"content":{{"size":1,"text":"{body}"}}}}}}"#
        )
    };
    let entries: Vec<String> = (0..250).map(entry).collect();
    let har = format!(
        r#"{{"log":{{"version":"1.2","creator":{{"name":"WebInspector"}},"entries":[{}]}}}}"#,
        entries.join(",")
    );
    assert!(har.len() > 5_000_000);
    let started = std::time::Instant::now();
    let diagnosis = diagnose(&har, &Platform::BARE);
    let limit = if cfg!(debug_assertions) { 10.0 } else { 2.0 };
    let took = started.elapsed().as_secs_f64();
    println!("{took:.2} s");
    assert!(took < limit, "{took}");
    assert!(!format!("{diagnosis:?}").contains("s3cr3t"));
}
