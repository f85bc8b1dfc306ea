use super::{button, copy_button, fold};
use crate::browser;
use crate::dom::{Element, el};

/// A file to paste or to keep.
pub(crate) struct CodeBlock {
    /// The id that the parts of this block start with.
    pub(crate) id: String,
    /// The path of the file, which names the region.
    pub(crate) path: String,
    /// Where the text goes.
    pub(crate) context: String,
    /// The text.
    pub(crate) text: String,
    /// What starts a line that is a comment.
    pub(crate) comment: &'static str,
    /// Whether the text can be folded away.
    pub(crate) folding: Folding,
    /// For each line how it is marked, or nothing where none is.
    pub(crate) marks: Vec<&'static str>,
}

/// Whether the text of a file is there at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Folding {
    /// It is always there.
    Never,
    /// It is there and can be folded.
    Open,
    /// It is folded and can be unfolded.
    Folded,
}

impl CodeBlock {
    pub(crate) fn view(self) -> Element {
        let file_name = self.path.rsplit('/').next().unwrap_or_default().to_owned();
        let mut code = el("code");
        for (place, line) in self.text.split_inclusive('\n').enumerate() {
            let is_comment = line.trim_start().starts_with(self.comment);
            let mark = self.marks.get(place).copied().unwrap_or_default();
            let class = if is_comment { "comment" } else { mark };
            code = code.child(el("span").class(class).child(line.to_owned()));
        }
        let context = (!self.context.is_empty()).then_some(self.context);
        let title = el("div")
            .class("file-title")
            .child(
                el("h3")
                    .class("file-name")
                    .id(format!("{}-name", self.id))
                    .child(self.path.clone()),
            )
            .child(context.map(|context| el("p").class("hint").child(context)));
        let lines = format!("{} lines", self.text.lines().count());
        let copied = self.text.clone();
        let saved = self.text;
        let actions = el("div")
            .class("file-actions")
            .child(copy_button("button", "Copy", move || copied.clone()))
            .child(button("button", "download", "Download", move |_| {
                browser::download(&file_name, &saved);
            }));
        let code = el("pre").class("code").attr("tabindex", "0").child(code);
        let header = el("header")
            .class("file-header")
            .child(title)
            .child(actions);
        el("section")
            .class("file")
            .attr("aria-label", self.path)
            .child(header)
            .child(match self.folding {
                Folding::Never => code,
                Folding::Open => fold(lines, code, true),
                Folding::Folded => fold(lines, code, false),
            })
    }
}
