use crate::browser;
use crate::dom::{Element, Live, Told, el};

/// A tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tab {
    /// The value that it stands for.
    pub(crate) id: &'static str,
    /// Its words.
    pub(crate) label: &'static str,
    /// The heading that it stands under.
    pub(crate) group: &'static str,
}

/// A list of tabs. One of them is in the order of the Tab key, the arrow keys lead to the others.
pub(crate) struct Tabs {
    /// What is chosen.
    pub(crate) label: &'static str,
    /// The tabs, those of a group side by side.
    pub(crate) all: Vec<Tab>,
    /// The value of the chosen one.
    pub(crate) value: Live<&'static str>,
    /// Is told the new value.
    pub(crate) on_change: Told<&'static str>,
    /// The id of the element that shows what was chosen.
    pub(crate) panel: &'static str,
}

impl Tabs {
    pub(crate) fn view(&self) -> Element {
        let mut list = el("div")
            .class("tabs")
            .attr("role", "tablist")
            .attr("aria-label", self.label);
        for group in self.all.chunk_by(|one, next| one.group == next.group) {
            let name = el("span")
                .class("tab-group-name")
                .attr("aria-hidden", "true")
                .child(group.first().map_or("", |tab| tab.group));
            let mut row = el("div").class("tab-row").attr("role", "presentation");
            for tab in group {
                row = row.child(self.tab(tab));
            }
            let group = el("div").class("tab-group").attr("role", "presentation");
            list = list.child(group.child(name).child(row));
        }
        list
    }

    fn tab(&self, tab: &Tab) -> Element {
        let id = tab.id;
        let ids: Vec<&'static str> = self.all.iter().map(|tab| tab.id).collect();
        let (value, in_order) = (self.value.clone(), self.value.clone());
        let (on_change, on_key) = (self.on_change.clone(), self.on_change.clone());
        el("button")
            .attrs(&[("type", "button"), ("class", "tab"), ("role", "tab")])
            .id(element_id(id))
            .attr("aria-controls", self.panel)
            .live("aria-selected", move || {
                Some(if value() == id { "true" } else { "false" }.into())
            })
            .live("tabindex", move || {
                Some(if in_order() == id { "0" } else { "-1" }.into())
            })
            .on_click(move |_| on_change(id))
            .on_key(move |event| {
                if let Some(next) = destination(&browser::key(&event), &ids, id) {
                    event.prevent_default();
                    on_key(next);
                    browser::focus(&element_id(next));
                }
            })
            .child(tab.label)
    }
}

fn element_id(tab: &str) -> String {
    format!("tab-{tab}")
}

/// The tab that a key leads to.
fn destination(key: &str, ids: &[&'static str], from: &str) -> Option<&'static str> {
    let here = ids.iter().position(|id| *id == from)?;
    let there = match key {
        "ArrowRight" | "ArrowDown" => (here + 1) % ids.len(),
        "ArrowLeft" | "ArrowUp" => (here + ids.len() - 1) % ids.len(),
        "Home" => 0,
        "End" => ids.len() - 1,
        _ => return None,
    };
    ids.get(there).copied()
}

#[cfg(test)]
mod tests {
    use super::destination;

    #[track_caller]
    fn check(key: &str, from: &str, expected: Option<&str>) {
        assert_eq!(destination(key, &["a", "b", "c"], from), expected);
    }

    #[test]
    fn arrow_keys_go_round() {
        check("ArrowRight", "a", Some("b"));
        check("ArrowRight", "c", Some("a"));
        check("ArrowLeft", "a", Some("c"));
        check("Home", "b", Some("a"));
        check("End", "b", Some("c"));
        check("x", "b", None);
        check("End", "z", None);
    }
}
