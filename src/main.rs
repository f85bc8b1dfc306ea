//! The page of the CORS Header Builder.

mod dom;

fn main() {
    let _ = dom::el("DIV").child("x").view();
}
