use super::json::quote;
use super::visible::visible;
use cors_analysis::Analysis;
use cors_fetch::{CredentialsMode, Mode};

/// The request as JavaScript for the console of a page on its origin, with the expected result.
pub fn fetch_snippet(analysis: &Analysis) -> Result<String, String> {
    let request = analysis
        .request()
        .ok_or("There is no request to write. It needs a page origin, a URL and a method.")?;
    let predicted = analysis.verdict().sentence;
    let mut lines = vec![
        format!(
            "// Run this in the console of a page on {}.",
            request.origin
        ),
        format!("// Expected: {}", visible(&predicted)),
        format!("fetch({}, {{", quote(&request.url.to_string())),
        format!("  method: {},", quote(request.method.as_str())),
    ];
    if !request.headers.is_empty() {
        lines.push("  headers: [".to_owned());
        for header in &request.headers {
            let name = quote(header.name.as_str());
            let value = quote(&header.value.to_latin1());
            lines.push(format!("    [{name}, {value}],"));
        }
        lines.push("  ],".to_owned());
    }
    if request.credentials != CredentialsMode::default() {
        lines.push(format!(
            "  credentials: {},",
            quote(request.credentials.id())
        ));
    }
    if request.mode != Mode::default() {
        lines.push(format!("  mode: {},", quote(request.mode.id())));
    }
    lines.push(END.to_owned());
    Ok(lines.join("\n"))
}

const END: &str = "}).then(
  (response) => console.log(\"allowed\", response.type, response.status, Object.fromEntries(response.headers)),
  (error) => console.log(\"blocked\", String(error)),
);
";
