//! Controls that know nothing of CORS.

mod button;
mod code;
mod combobox;
mod copy_button;
mod dialog;
mod disclosure;
mod help_tip;
mod highlight;
mod line_change;
mod prose;
mod segmented;
mod select;
mod text_input;

pub(crate) use button::{button, icon_button};
pub(crate) use code::{CodeBlock, Folded};
pub(crate) use combobox::{Choice, Combobox};
pub(crate) use copy_button::CopyButton;
pub(crate) use dialog::{Dialog, close_dialog, open_dialog};
pub(crate) use disclosure::{disclosure, disclosure_with};
pub(crate) use help_tip::help_tip;
pub(crate) use prose::prose;
pub(crate) use segmented::Segmented;
pub(crate) use select::Select;
pub(crate) use text_input::text_input;
