use super::json::quote;
use super::scene::visible;
use cors_analysis::analysis::analyze;
use cors_fetch::{CredentialsMode, Mode};
use cors_http::Platform;
use cors_state::Draft;

/// The request as script for the console of a page on its origin, with what is predicted.
pub fn fetch_snippet(draft: &Draft, platform: &Platform) -> Result<String, String> {
    let request = draft.request().parse(platform).request.ok_or(
        "There is no request to write: the page origin, the URL and the method are needed.",
    )?;
    let predicted = analyze(draft, platform).verdict.sentence;
    let mut lines = vec![
        [
            "// Paste this into the console of a page on ",
            &request.origin.serialize(),
            ".",
        ]
        .concat(),
        ["// Expected: ", &visible(&predicted)].concat(),
        "fetch(".to_owned() + &quote(&request.url.to_string()) + ", {",
        "  method: ".to_owned() + &quote(request.method.as_str()) + ",",
    ];
    if !request.headers.is_empty() {
        lines.push("  headers: [".to_owned());
        for header in &request.headers {
            let name = quote(header.name.as_str());
            let value = quote(&header.value.to_latin1());
            lines.push(["    [", &name, ", ", &value, "],"].concat());
        }
        lines.push("  ],".to_owned());
    }
    if request.credentials != CredentialsMode::default() {
        lines.push(["  credentials: ", &quote(request.credentials.id()), ","].concat());
    }
    if request.mode != Mode::default() {
        lines.push(["  mode: ", &quote(request.mode.id()), ","].concat());
    }
    lines.push(
        "}).then(\n  (response) => console.log(\"shared\", response.type, response.status, Object.fromEntries(response.headers)),\n  (error) => console.log(\"refused\", String(error)),\n);\n"
            .to_owned(),
    );
    Ok(lines.join("\n"))
}
