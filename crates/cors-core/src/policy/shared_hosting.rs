/// Domains under which anybody can get a name of their own. A short built-in list: the whole of the
/// Public Suffix List would be larger than the page.
const SHARED_HOSTING: [&str; 36] = [
    "amplifyapp.com",
    "appspot.com",
    "azurestaticapps.net",
    "azurewebsites.net",
    "bitbucket.io",
    "blogspot.com",
    "cloudflare.app",
    "cloudfront.net",
    "codepen.io",
    "codesandbox.io",
    "csb.app",
    "deno.dev",
    "firebaseapp.com",
    "fly.dev",
    "github.io",
    "gitlab.io",
    "glitch.me",
    "googleusercontent.com",
    "herokuapp.com",
    "hf.space",
    "myshopify.com",
    "netlify.app",
    "ngrok-free.app",
    "ngrok.io",
    "now.sh",
    "onrender.com",
    "pages.dev",
    "railway.app",
    "repl.co",
    "run.app",
    "s3.amazonaws.com",
    "stackblitz.io",
    "surge.sh",
    "vercel.app",
    "web.app",
    "workers.dev",
];

/// The shared hosting domain that `host` is, or lies directly or deeper under.
pub fn shared_hosting_suffix(host: &str) -> Option<&'static str> {
    let host = host.strip_suffix('.').unwrap_or(host);
    SHARED_HOSTING.into_iter().find(|suffix| {
        host.strip_suffix(suffix)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}
