use super::{HostPattern, OriginPattern};

/// Domains under which anybody can get a name of their own. A short built-in list: the whole of the
/// Public Suffix List would be larger than the page.
pub(super) const SHARED_HOSTING: [&str; 36] = [
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

/// The shared hosting domain under which anybody can get a name that the pattern matches, if there is one.
pub fn shared_hosting_of(pattern: &OriginPattern) -> Option<&'static str> {
    let OriginPattern::Family(family) = pattern else {
        return None;
    };
    match family.host() {
        HostPattern::Exact(_) => None,
        // Below one's own name on shared hosting the subdomains are one's own again.
        HostPattern::Subdomains { base } => {
            SHARED_HOSTING.into_iter().find(|suffix| suffix == base)
        }
        HostPattern::InLabel { suffix, .. } => {
            let (_, behind_the_label) = suffix.split_once('.')?;
            SHARED_HOSTING
                .into_iter()
                .find(|hosting| *hosting == behind_the_label)
        }
    }
}
