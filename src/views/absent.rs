use crate::dom::{Element, el};
use crate::later::Later;
use crate::state::State;
use crate::widgets::bare_button;

/// What stands in the place of something that the later part has, while that part is not there. `what` is
/// in the plural, as in “The answers of axum”.
pub(super) fn absent(state: State, what: &str) -> Element {
    let body = el("div").class("absent");
    match state.later() {
        Later::Coming | Later::Here(_) => body.child(
            el("p")
                .class("hint")
                .child([what, " are being loaded …"].concat()),
        ),
        Later::Failed => body
            .child(
                el("p").attr("role", "alert").child(
                    [
                        what,
                        " were not loaded: the connection or the server failed.",
                    ]
                    .concat(),
                ),
            )
            .child(bare_button("button", move |_| state.load_later()).child("Try again")),
    }
}
