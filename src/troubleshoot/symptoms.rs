//! What people see when they have no error to paste, each with a state that shows why.

use crate::dom::{AnyView, el};
use crate::state::{Place, State, Tab};
use crate::widgets::prose;
use cors_state::link;

/// A symptom, its usual cause, and the fragment of a link that shows it.
struct Symptom {
    title: &'static str,
    cause: &'static str,
    link: &'static str,
}

const SYMPTOMS: &[Symptom] = &[
    Symptom {
        title: "GET works, PUT and DELETE fail",
        cause: "They need a preflight, and the server doesn't handle `OPTIONS`.",
        link: "v=1&origins=https://app.example.com&methods=PUT,DELETE&headers=content-type&follow=1&fault=preflight-not-routed&tab=flow",
    },
    Symptom {
        title: "Works in Postman, not in the browser",
        cause: "Only browsers check CORS. The response has no `Access-Control-Allow-Origin` for your page.",
        link: "v=1&origins=https://www.example.com&from=https://app.example.com&url=https://api.example.com/users&method=GET&tab=flow",
    },
    Symptom {
        title: "Only Safari fails",
        cause: "Safari sends no cookies to another site, and reads `*` in two more headers differently.",
        link: "v=1&origins=https://app.example.com&methods=PUT&credentials=1&follow=1&browser=webkit&tab=flow",
    },
    Symptom {
        title: "Works locally, not behind nginx",
        cause: "A proxy that adds the headers again sends them twice, and one that removes them sends none.",
        link: "v=1&origins=https://app.example.com&methods=PUT&follow=1&fault=proxy-doubles-headers&tab=flow",
    },
    Symptom {
        title: "OPTIONS before every request",
        cause: "Without `Access-Control-Max-Age`, browsers cache a preflight for 5 seconds.",
        link: "v=1&origins=https://app.example.com&methods=PUT&follow=1&tab=flow",
    },
    Symptom {
        title: "Works until the session ends",
        cause: "The API then redirects to a login page on another host, which sends no CORS headers.",
        link: "v=1&origins=https://app.example.com&methods=PUT&credentials=1&follow=1&fault=redirects-to-another-host&tab=flow",
    },
];

/// The list of symptoms.
pub(super) fn symptoms(state: State) -> AnyView {
    let items = SYMPTOMS.iter().map(|symptom| {
        let open = el("A")
            .attr("href", format!("#{}", symptom.link))
            .on_click(move |event| {
                event.prevent_default();
                // As one step, so that Undo takes it back.
                state.set(link::decode(symptom.link).draft);
                state.go_to(Place::Panel(Tab::Flow), "flow");
            })
            .child(symptom.title);
        el("LI")
            .child(el("P").child(open))
            .child(el("P").class("hint").child(prose(symptom.cause)))
            .into()
    });
    el("SECTION")
        .class("symptoms")
        .attr("aria-label", "Nothing to paste?")
        .child(el("H3").child("Nothing to paste? What do you see?"))
        .child(el("UL").class("texts").children(items))
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_link_is_understood() {
        for symptom in SYMPTOMS {
            let decoded = link::decode(symptom.link);
            assert!(decoded.holds_state, "{}", symptom.title);
            assert_eq!(decoded.notices, [], "{}", symptom.title);
        }
    }
}
