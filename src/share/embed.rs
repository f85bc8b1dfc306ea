//! The code that embeds this state in another page.

use cors_state::{Draft, Presentation, link};
use leptos::prelude::*;

use crate::browser::event;
use crate::dom::{AnyView, el, many};
use crate::state::{EmbedView, State, Theme, base, use_state};
use crate::widgets::{CodeBlock, CopyButton, Segmented};

const ELEMENT: &str = "element";
const IFRAME: &str = "iframe";

/// Choices, code and a live preview.
pub(crate) fn embed_panel() -> AnyView {
    let state = use_state();
    let shown = RwSignal::new(EmbedView::Exchange.word());
    let theme = RwSignal::new(Theme::Auto.word());
    let readonly = RwSignal::new(false);
    let how = RwSignal::new(ELEMENT);
    let presentation = Signal::derive(move || Presentation {
        embed: true,
        view: shown.get(),
        theme: theme.get(),
        readonly: readonly.get(),
        ..Presentation::default()
    });
    let code = Memo::new(move |_| match how.get() {
        IFRAME => iframe(state, presentation.get()),
        _ => element(state, presentation.get()),
    });
    let views = EmbedView::ALL
        .map(|view| (view.word(), view.label()))
        .to_vec();
    let themes = [
        (Theme::Auto.word(), "Match page"),
        (Theme::Light.word(), "Light"),
        (Theme::Dark.word(), "Dark"),
    ];
    let locking = el("LABEL")
        .class("check")
        .child(
            el("INPUT")
                .attr("type", "checkbox")
                .checked(move || readonly.get())
                .on("change", move |event| {
                    readonly.set(event::is_checked(&event));
                }),
        )
        .child("Read-only");
    let choices = el("DIV")
        .class("embed-choices")
        .child(view! {
            <Segmented label="Show" options=views value=shown on_change=move |view| shown.set(view)/>
        })
        .child(view! {
            <Segmented label="Theme" options=themes.to_vec() value=theme on_change=move |word| theme.set(word)/>
        })
        .child(locking)
        .child(view! {
            <Segmented
                label="Code"
                options=vec![(ELEMENT, "Element"), (IFRAME, "iframe")]
                value=how
                on_change=move |word| how.set(word)
            />
        });
    let preview = el("IFRAME")
        .class("embed-preview")
        .attrs(&[
            ("title", "Preview of the embed"),
            ("sandbox", "allow-scripts allow-downloads allow-popups"),
            ("loading", "lazy"),
        ])
        .bind("src", move || Some(address(state, presentation.get())));
    many(vec![
        choices.into(),
        view! {
            <CodeBlock
                label="Embed code".to_owned()
                language="html"
                key=Signal::stored("embed".to_owned())
                text=code
            />
        }
        .into_any(),
        view! {
            <CopyButton
                look=""
                label=Signal::stored("Copy code".to_owned())
                text=move || code.get_untracked()
            />
        }
        .into_any(),
        el("H3").child("Preview").into(),
        preview.into(),
    ])
}

/// The link to this state, shown like this.
fn address(state: State, presentation: Presentation) -> String {
    let draft = Draft {
        presentation,
        ..(*state.draft()).clone()
    };
    link::encode_url(base(), &draft)
}

/// The custom element, with a link in it for where scripts are off.
fn element(state: State, presentation: Presentation) -> String {
    let link = attribute(&address(state, Presentation::default()));
    let script = attribute(&format!("{}embed.js", base()));
    let theme = match presentation.theme {
        theme if theme == Theme::Auto.word() => String::new(),
        theme => format!(" theme=\"{theme}\""),
    };
    let lock = if presentation.readonly {
        " readonly"
    } else {
        ""
    };
    let attributes = format!("view=\"{}\"{theme}{lock}", presentation.view);
    format!(
        "<script type=\"module\" src=\"{script}\"></script>\n\n<cors-header-builder\n  src=\"{link}\"\n  {attributes}>\n  <a href=\"{link}\">Open in CORS Header Builder</a>\n</cors-header-builder>\n"
    )
}

fn iframe(state: State, presentation: Presentation) -> String {
    let link = attribute(&address(state, presentation));
    format!(
        "<iframe\n  src=\"{link}\"\n  title=\"CORS Header Builder\" width=\"100%\" height=\"700\" loading=\"lazy\"\n  sandbox=\"allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox\"></iframe>\n"
    )
}

/// A text inside double quotes.
fn attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;")
}
