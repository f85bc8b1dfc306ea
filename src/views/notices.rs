use crate::dom::{Node, el, live};
use crate::state::State;
use crate::widgets::{icon, icon_button, prose};

/// The parts of a link that couldn't be read.
pub(crate) fn notices(state: State) -> Node {
    live(move || {
        let shown = state.shown();
        if shown.notices.is_empty() {
            return Node::none();
        }
        let mut list = el("ul");
        for notice in &shown.notices {
            list = list.child(el("li").child(prose(notice)));
        }
        let lead = el("strong").child("Parts of this link couldn't be read. The rest was loaded.");
        let body = el("div")
            .class("notices-body")
            .child(el("p").child(lead))
            .child(list);
        el("aside")
            .class("notices")
            .attrs(&[("role", "region"), ("aria-label", "About this link")])
            .child(icon("warning"))
            .child(body)
            .child(
                icon_button("remove", move |_| state.dismiss_notices())
                    .attr("aria-label", "Dismiss"),
            )
            .into()
    })
}
