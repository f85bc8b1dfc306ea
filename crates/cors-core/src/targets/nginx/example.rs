use crate::targets::language::Text;

/// What the example's server would inherit, if part 2 did not cancel it.
const INHERITED: [&str; 3] = [
    "add_header Strict-Transport-Security \"max-age=31536000\" always;",
    "add_header Content-Security-Policy \"default-src 'none'\" always;",
    "proxy_hide_header X-Powered-By;",
];

/// A whole configuration that contains both parts.
pub(super) fn example(maps: &str, server: &str) -> String {
    let mut text = Text::default();
    text.line("# A whole nginx.conf: CORS in front of an application on port 3000.");
    text.line("# Start it in this folder with `nginx -p . -c nginx.conf`, end it with Ctrl+C.");
    text.line("daemon off;");
    text.line("pid nginx.pid;");
    text.line("error_log stderr;");
    text.line("");
    text.line("events {}");
    text.line("");
    text.line("http {");
    text.line("    # Kept in this folder, so that any user can start it.");
    text.line("    access_log access.log;");
    for module in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"] {
        text.line(format!("    {module}_temp_path {module}_temp;"));
    }
    text.line("");
    text.line("    # Inherited only by servers without such lines of their own.");
    for line in INHERITED {
        text.line(format!("    {line}"));
    }
    text.line("");
    text.line(maps.trim_end());
    text.line("");
    text.line("    server {");
    text.line("        listen 127.0.0.1:8080;");
    text.line("");
    text.line("        # Repeated, because the next lines cancel what was inherited.");
    for line in INHERITED {
        text.line(format!("        {line}"));
    }
    text.line("");
    text.line(server.trim_end());
    text.line("");
    text.line("        location / {");
    text.line("            proxy_pass http://127.0.0.1:3000;");
    text.line("            proxy_set_header Host $host;");
    text.line("        }");
    text.line("    }");
    text.line("}");
    text.finish()
}
