//! Parts of a form and of a page. They know nothing of CORS.

mod button;
mod code_block;
mod copy_button;
mod fold;
mod icon;
mod line_change;
pub(crate) mod list_change;
mod list_editor;
mod pair_editor;
mod prose;
mod radio_group;
mod select;
mod switch;
mod tabs;
mod text_field;
mod text_input;
mod toggle_group;

pub(crate) use button::{bare_button, button, icon_button};
pub(crate) use code_block::{CodeBlock, Folding};
pub(crate) use copy_button::{copy_button, telling_button};
pub(crate) use fold::fold;
pub(crate) use icon::icon;
pub(crate) use line_change::changed_lines;
pub(crate) use list_editor::ListEditor;
pub(crate) use pair_editor::PairEditor;
pub(crate) use prose::prose;
pub(crate) use radio_group::RadioGroup;
pub(crate) use select::{Select, label};
pub(crate) use switch::Switch;
pub(crate) use tabs::{Tab, Tabs};
pub(crate) use text_field::TextField;
pub(crate) use toggle_group::ToggleGroup;
