use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::object::{Object, ObjectOf, unread};
use super::request::PartialRequest;
use super::value::{Flag, OneWordOf, Text};
use crate::draft::{Draft, Presentation, Theme, View};
use crate::fetch::Profile;
use crate::policy::PolicyDraft;

#[derive(Default)]
pub(super) struct PartialDraft {
    policy: PolicyDraft,
    request: PartialRequest,
    target: Option<String>,
    version: String,
    browser: Profile,
    fault: String,
    presentation: Presentation,
}

impl Object for PartialDraft {
    const EXPECTED: &'static str =
        "a state such as {\"policy\":{\"allow_origins\":[\"https://app.example.com\"]}}";
    const KEYS: &'static [&'static str] = &[
        "policy", "request", "target", "version", "browser", "fault", "embed", "view", "theme",
        "readonly",
    ];

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &'static str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        let mut text = |example| map.next_value_seed(Text { key, example });
        match key {
            "policy" => self.policy = map.next_value_seed(ObjectOf::new())?,
            "request" => self.request = map.next_value_seed(ObjectOf::new())?,
            "target" => self.target = Some(text("nginx")?),
            "version" => self.version = text("1.22.1")?,
            "browser" => {
                self.browser = map.next_value_seed(OneWordOf {
                    key,
                    allowed: "“standard”, “chromium”, “firefox” or “webkit”",
                    find: Profile::from_id,
                })?;
            }
            "fault" => self.fault = text("")?,
            "embed" => self.presentation.embed = map.next_value_seed(Flag { key })?,
            "view" => {
                self.presentation.view = map.next_value_seed(OneWordOf {
                    key,
                    allowed: "“full”, “exchange”, “policy”, “configuration” or “findings”",
                    find: View::from_id,
                })?;
            }
            "theme" => {
                self.presentation.theme = map.next_value_seed(OneWordOf {
                    key,
                    allowed: "“auto”, “light” or “dark”",
                    find: Theme::from_id,
                })?;
            }
            "readonly" => self.presentation.readonly = map.next_value_seed(Flag { key })?,
            other => return Err(unread(other)),
        }
        Ok(())
    }
}

impl<'de> Deserialize<'de> for Draft {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let partial: PartialDraft = ObjectOf::new().deserialize(deserializer)?;
        let default = Self::default();
        Ok(Self {
            request: partial.request.beside(&partial.policy),
            policy: partial.policy,
            target: partial.target.unwrap_or(default.target),
            version: partial.version,
            browser: partial.browser,
            fault: partial.fault,
            presentation: partial.presentation,
        })
    }
}

/// Policy, request, target and browser are always written; the rest only when it is set.
impl Serialize for Draft {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Presentation {
            embed,
            view,
            theme,
            readonly,
        } = self.presentation;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("policy", &self.policy)?;
        map.serialize_entry("request", &self.request)?;
        map.serialize_entry("target", &self.target)?;
        if !self.version.is_empty() {
            map.serialize_entry("version", &self.version)?;
        }
        map.serialize_entry("browser", self.browser.id())?;
        if !self.fault.is_empty() {
            map.serialize_entry("fault", &self.fault)?;
        }
        if embed {
            map.serialize_entry("embed", &embed)?;
        }
        if view != View::default() {
            map.serialize_entry("view", view.id())?;
        }
        if theme != Theme::default() {
            map.serialize_entry("theme", theme.id())?;
        }
        if readonly {
            map.serialize_entry("readonly", &readonly)?;
        }
        map.end()
    }
}
