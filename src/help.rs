//! Help: what a preflight is, what the headers mean, what to check before going live, and what is often told wrongly.

use crate::dom::{AnyView, el, many};
use crate::widgets::{disclosure, prose};

/// A sentence or two with a link into a state that shows it.
struct Topic {
    title: &'static str,
    text: &'static str,
    /// The fragment of a link, if there is something to see.
    link: &'static str,
}

const PREFLIGHTS: &[Topic] = &[
    Topic {
        title: "When there is one",
        text: "Before some requests the browser asks the server with `OPTIONS` whether the real request is allowed. It does so for every method but GET, HEAD and POST, for every header that isn't CORS-safelisted (such as `Authorization`), and for a `Content-Type` such as `application/json`.",
        link: "v=1&origins=https://app.example.com&methods=PUT&headers=content-type&max-age=600&follow=1&tab=flow",
    },
    Topic {
        title: "When there is none",
        text: "A GET with only safelisted headers is sent right away. The server runs it, and the browser only decides whether your code can read the response.",
        link: "v=1&origins=https://app.example.com&method=GET&tab=flow",
    },
    Topic {
        title: "What it has to look like",
        text: "A 2xx status, `Access-Control-Allow-Origin`, and lists that cover the method and the headers. It has no cookies, so it must be answered before auth.",
        link: "v=1&origins=https://app.example.com&methods=PUT&headers=content-type,authorization&follow=1&fault=authentication-before-cors&tab=flow",
    },
    Topic {
        title: "How long it is remembered",
        text: "`Access-Control-Max-Age` says for how many seconds the browser may skip it. Without it that is 5 seconds; Chrome stops at 2 hours, Firefox at 1 day, Safari at 10 minutes.",
        link: "v=1&origins=https://app.example.com&methods=PUT&max-age=86400&follow=1&tab=flow",
    },
];

const HEADERS: &[(&str, &str)] = &[
    (
        "Origin",
        "Request. Scheme, host and port of the page. The browser sets it; your code can't.",
    ),
    (
        "Access-Control-Request-Method",
        "Preflight request. The method that the page wants to use.",
    ),
    (
        "Access-Control-Request-Headers",
        "Preflight request. The headers that need permission: lowercase, sorted, names only.",
    ),
    (
        "Access-Control-Allow-Origin",
        "Response. The one origin that can read it, or `*`. A list isn't allowed.",
    ),
    (
        "Access-Control-Allow-Credentials",
        "Response. `true` if a response to a request with cookies can be read.",
    ),
    (
        "Access-Control-Allow-Methods",
        "Preflight response. The methods that are allowed besides GET, HEAD and POST.",
    ),
    (
        "Access-Control-Allow-Headers",
        "Preflight response. The request headers that are allowed.",
    ),
    (
        "Access-Control-Expose-Headers",
        "Response. The headers your code can read besides the seven safelisted ones.",
    ),
    (
        "Access-Control-Max-Age",
        "Preflight response. For how many seconds the browser caches it.",
    ),
    (
        "Vary",
        "Response. `Vary: Origin` keeps caches from giving one site's response to another.",
    ),
];

const CHECKLIST: &[&str] = &[
    "List origins exactly. Use a wildcard only for subdomains that are all yours.",
    "Turn credentials on only if you use cookies, HTTP auth or client certificates.",
    "Send the headers on errors and redirects too: a 500 without them looks like a CORS problem.",
    "Answer preflights before auth, rate limits and redirects.",
    "Set the headers in one place: app or proxy, not both.",
    "Send `Vary: Origin` whenever the response depends on the origin.",
    "Protect endpoints that change data against CSRF. CORS doesn't stop requests.",
    "Test the deployed server with the curl script in Share > Files.",
];

const OFTEN_WRONG: &[Topic] = &[
    Topic {
        title: "“A body in the preflight's response blocks it.”",
        text: "It doesn't. Browsers ignore the body and its type. They look at the status and the headers.",
        link: "v=1&origins=https://app.example.com&methods=PUT&status=200&follow=1&tab=flow",
    },
    Topic {
        title: "“Header names have to match in case.”",
        text: "They don't: `CONTENT-TYPE` allows `content-type`. Methods do: `put` isn't `PUT`.",
        link: "v=1&origins=https://app.example.com&methods=PUT&headers=CONTENT-TYPE&method=PUT&send=content-type:application/json&tab=flow",
    },
    Topic {
        title: "“`always` brings back headers that a proxy strips.”",
        text: "It doesn't. In nginx, `always` adds nginx's own headers to error responses. Headers that another proxy removes stay removed.",
        link: "v=1&origins=https://app.example.com&methods=PUT&follow=1&fault=proxy-strips-headers&tab=flow",
    },
    Topic {
        title: "“`no-cors` fixes the error.”",
        text: "It hides it: the request is sent, but your code can't read the response.",
        link: "v=1&origins=https://app.example.com&mode=no-cors&tab=flow",
    },
    Topic {
        title: "“Bearer tokens need Allow-Credentials.”",
        text: "They don't. `Authorization` that your code sets needs to be in the allowed request headers, and that is all.",
        link: "v=1&origins=https://app.example.com&methods=GET&headers=authorization&follow=1&tab=flow",
    },
    Topic {
        title: "“A CORS error is a CORS problem.”",
        text: "Often it isn't: a 502 or a 404 without the headers looks the same. Look at the status first.",
        link: "v=1&origins=https://app.example.com&methods=GET&follow=1&fault=headers-missing-on-errors&tab=flow",
    },
];

/// What is in the panel.
pub(crate) fn panel() -> AnyView {
    let headers = HEADERS.iter().flat_map(|(name, text)| {
        [
            el("DT").child(el("CODE").child(*name)).into(),
            el("DD").child(prose(text)).into(),
        ]
    });
    let checklist = CHECKLIST
        .iter()
        .map(|text| el("LI").child(prose(text)).into());
    let shortcuts = [
        ("Ctrl K", "Paste something to troubleshoot"),
        ("Ctrl Z", "Undo, outside of fields"),
        ("Ctrl Shift Z", "Redo, outside of fields"),
    ];
    let shortcuts = shortcuts.into_iter().flat_map(|(keys, text)| {
        [
            el("DT").child(el("KBD").child(keys)).into(),
            el("DD").child(text).into(),
        ]
    });
    many(vec![
        section(
            "How preflights work",
            PREFLIGHTS.iter().map(topic).collect(),
        ),
        section(
            "Often told wrongly",
            OFTEN_WRONG.iter().map(topic).collect(),
        ),
        section(
            "Before going live",
            vec![el("UL").class("checklist").children(checklist).into()],
        ),
        section(
            "The headers",
            vec![el("DL").class("glossary").children(headers).into()],
        ),
        section(
            "Keyboard",
            vec![el("DL").class("glossary").children(shortcuts).into()],
        ),
        section(
            "More",
            vec![
                el("P")
                    .child(
                        el("A")
                            .attr("href", "link.html")
                            .attrs(&[("target", "_blank"), ("rel", "noopener")])
                            .child("Link format"),
                    )
                    .into(),
            ],
        ),
    ])
}

fn section(title: &'static str, content: Vec<AnyView>) -> AnyView {
    el("SECTION")
        .child(el("H3").child(title))
        .children(content)
        .into()
}

fn topic(topic: &Topic) -> AnyView {
    let see = (!topic.link.is_empty()).then(|| {
        el("A")
            .attr("href", format!("#{}", topic.link))
            .attr(
                "aria-label",
                format!("See it: {}", topic.title.trim_matches(['“', '”'])),
            )
            .on_click(|_| crate::widgets::close_dialog(crate::header::HELP))
            .child("See it")
    });
    disclosure(prose(topic.title))
        .child(el("P").child(prose(topic.text)))
        .child(see)
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use cors_state::link::decode;

    #[test]
    fn every_link_is_understood() {
        for topic in PREFLIGHTS.iter().chain(OFTEN_WRONG) {
            let decoded = decode(topic.link);
            assert!(decoded.holds_state, "{}", topic.title);
            assert_eq!(decoded.notices, [], "{}", topic.title);
        }
    }
}
