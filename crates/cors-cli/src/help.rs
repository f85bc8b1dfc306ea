//! What `--help` prints.

use crate::args::Name;

/// The text for `cors --help`, or for one command.
pub(crate) fn text(name: Option<Name>) -> &'static str {
    match name {
        None => ALL,
        Some(Name::Targets) => TARGETS,
        Some(Name::Snippet) => SNIPPET,
        Some(Name::Respond) => RESPOND,
        Some(Name::Fetch) => FETCH,
        Some(Name::Explain) => EXPLAIN,
        Some(Name::Check) => CHECK,
        Some(Name::Attack) => ATTACK,
        Some(Name::Link) => LINK,
        Some(Name::Open) => OPEN,
    }
}

const ALL: &str = "\
CORS policies as JSON: configuration, predicted exchanges, findings and links.

Usage: cors COMMAND [OPTIONS] < input

Commands:
  targets   the servers and libraries that configuration can be written for
  snippet   policy or state -> configuration for one of them
  respond   policy, request and application -> what that server answers
  fetch     case -> what a browser does with it
  explain   case or state -> the exchange, step by step
  check     policy or state -> what is wrong with it
  attack    policy or state -> hostile origins, and what each of them gets
  link      policy or state -> link to the page
  open      link -> state

Options:
  -h, --help      this text, or that of a command
  -V, --version   the version

Standard input holds one JSON value, one array, or JSON Lines. Standard output is JSON Lines, one value
for each; in place of a bad one stands {\"error\":...,\"line\":n}, and the rest goes on.

Exit status: 0 all is well; 1 a policy is not sound or a check failed; 2 something could not be read.
The highest counts.

A policy, with every key that it can have (none is required):
  {\"allow_origins\":[\"https://app.example.com\"],\"allow_methods\":[\"GET\",\"PUT\"],
   \"allow_headers\":[\"content-type\"],\"expose_headers\":[\"x-total-count\"],
   \"allow_credentials\":true,\"max_age\":600,\"preflight_status\":204}
A request of a page:
  {\"page_origin\":\"https://app.example.com\",\"url\":\"https://api.example.com/\",\"method\":\"PUT\",
   \"headers\":[[\"content-type\",\"application/json\"]],\"credentials\":\"same-origin\",\"mode\":\"cors\"}
A state: {\"policy\":...,\"request\":...,\"target\":\"nginx\",\"version\":...,\"browser\":\"standard\",
  \"fault\":...,\"embed\":true,\"view\":\"exchange\",\"theme\":\"dark\",\"readonly\":true}
";

const TARGETS: &str = "\
Lists the servers and libraries that configuration can be written for, one on each line:
  {\"id\":...,\"label\":...,\"language\":...,\"versions\":[...],\"verified\":[...],
   \"evidence\":[{\"version\":...,\"server\":...,\"policies\":N,\"requests\":N,\"comparisons\":N,\"differences\":0}]}
The first version is the default. Those under \"verified\" were run, and all their answers were the
predicted ones; \"evidence\" says how many were compared.

Usage: cors targets
";

const SNIPPET: &str = "\
Writes configuration for a policy or state:
  {\"files\":[{\"path\":...,\"context\":...,\"text\":...}],\"example\":[{\"path\":...,\"text\":...}],
   \"notes\":[...],\"differences\":[{\"code\":...,\"text\":...}],\"version\":...}
A policy that must not be deployed gives {\"error\":...,\"findings\":[...]} and exit status 1.

Usage: cors snippet --target ID [--version V] [--out DIR] < policy.json

Options:
  --target ID    an id from \"cors targets\"; a state may name its own
  --version V    one of the target's versions; otherwise that of the state, or the newest
  --out DIR      writes the files there too
";

const RESPOND: &str = "\
Says what a server with the configuration answers:
  {\"policy\":...,\"request\":{\"method\":\"GET\",\"path\":\"/\",\"headers\":[[name,value]]},\"app\":...}
  -> {\"status\":200,\"headers\":[[name,value]],\"reached_app\":true,\"version\":...}
  or {\"connection\":\"closed\"}
The application is {\"status\":200,\"headers\":[[name,value]]} plus, where needed, one of
\"auth\":\"before\" or \"after\" (the CORS configuration), \"unreachable\":true, \"body_too_large\":true,
\"panics\":true, \"methods\":[\"GET\"].

Usage: cors respond --target ID [--version V] < input

Options:
  --target ID    an id from \"cors targets\", or \"model\" for the canonical answer, which is given for
                 policies that are not sound, too
  --version V    one of the target's versions; otherwise the newest
";

const FETCH: &str = "\
Says what a browser does with a request and given answers. A case has a \"request\", a
\"preflight_response\" and a \"response\", or \"hops\" or \"steps\"; an \"expect\" is ignored.

Usage: cors fetch [--profile ID] < cases

Options:
  --profile ID   standard (the default), chromium, firefox or webkit
";

const EXPLAIN: &str = "\
Explains an exchange step by step: what was checked, against what, with which result, and where the
standard says so. Takes a case as \"cors fetch\" does, or a state.

The \"fault\" of a state lets something go wrong: preflight-not-routed, authentication-before-cors,
headers-missing-on-errors, proxy-strips-headers, proxy-doubles-headers, redirects-to-https,
redirects-to-slash, redirects-to-another-host, vary-missing-own-cache, vary-missing-shared-cache,
stale-preflight or server-down. What it does, the console line of each browser, how to recognise it and
the repair for the state's target are told too.

Usage: cors explain [--format FORMAT] [--profile ID] < input

Options:
  --format FORMAT   json      (the default) the steps and messages
                    text      the same for a terminal
                    markdown  for an issue or a document
                    mermaid   a sequence diagram
                    svg       a picture that stands alone, in light and dark
                    curl      the proof kit: a shell script that asks the server of the request's URL,
                              each command with the answer to expect; it sends GET and OPTIONS only
                    fetch     script for the console of a page on the page origin
                    policy    the policy as JSON
                    The last three take a state. What the page exports is the same text, byte for byte,
                    and values of headers that may be secret are in neither.
  --profile ID      standard, chromium, firefox or webkit; otherwise that of the state, or standard
";

const CHECK: &str = "\
Says what is wrong with a policy or state:
  {\"findings\":[{\"code\":...,\"severity\":\"error\",\"field\":...,\"value\":...,\"message\":...,\"fix\":...}],
   \"sound\":false}
\"fix\" is the policy with the finding mended, or null. The exit status is 1 if there is an error.

Usage: cors check < policy.json
";

const ATTACK: &str = "\
Tries hostile origins, derived from the policy's own entries, on the target:
  {\"target\":...,\"version\":...,\"browser\":...,\"summary\":...,\"attackers\":[...],\"succeeded\":0}
An attacker is
  {\"trick\":...,\"name\":...,\"origin\":...,\"entry\":...,\"why\":...,\"sent_by\":\"page\",\"verdict\":\"refused\",
   \"allowed_by\":null,\"without_preflight\":{\"shared\":false,\"allow_origin\":null,\"reached_app\":true},
   \"with_preflight\":{...}}
\"entry\" is the one that it imitates. \"sent_by\" is \"program\" where no browser sends such an origin. The
verdict is \"refused\", \"allowed\" (the entry under \"allowed_by\" means it) or \"succeeds\"; the exit status is
1 if one succeeds. \"reached_app\" says whether the application ran: CORS keeps nobody from calling it.

Usage: cors attack [--target ID] [--version V] [--profile ID] < policy.json

Options:
  --target ID    an id from \"cors targets\", or \"model\" for the canonical answer, which also stands in
                 for a policy that the target cannot run; otherwise that of the state, or the first
  --version V    one of the target's versions; otherwise that of the state, or the newest
  --profile ID   standard, chromium, firefox or webkit; otherwise that of the state, or standard
";

const LINK: &str = "\
Writes the link that opens the page with a policy or state. Values of request headers that may be
secret are left out.

Usage: cors link [--base URL] < policy.json

Options:
  --base URL    the address of the page; otherwise the link is the fragment alone
";

const OPEN: &str = "\
Reads a link, as a JSON text or as a bare line:
  {\"state\":...,\"notices\":[{\"key\":...,\"value\":...,\"message\":...}]}
What is not understood is in the notices, and the rest is kept.

Usage: cors open < link
";
