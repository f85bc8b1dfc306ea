use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::object::{Object, ObjectOf, unread};
use super::value::{Headers, OneWordOf, Text};
use crate::draft::default_request;
use crate::fetch::{CredentialsMode, Mode, RequestDraft};
use crate::policy::PolicyDraft;

/// A request of which parts may not be given, because the defaults depend on the policy beside it.
#[derive(Default)]
pub(super) struct PartialRequest {
    page_origin: Option<String>,
    url: Option<String>,
    method: Option<String>,
    headers: Vec<(String, String)>,
    credentials: CredentialsMode,
    mode: Mode,
}

impl PartialRequest {
    pub(super) fn beside(self, policy: &PolicyDraft) -> RequestDraft {
        let default = default_request(policy);
        RequestDraft {
            page_origin: self.page_origin.unwrap_or(default.page_origin),
            url: self.url.unwrap_or(default.url),
            method: self.method.unwrap_or(default.method),
            headers: self.headers,
            credentials: self.credentials,
            mode: self.mode,
        }
    }
}

impl Object for PartialRequest {
    const EXPECTED: &'static str =
        "a request such as {\"page_origin\":\"https://app.example.com\",\"method\":\"PUT\"}";
    const KEYS: &'static [&'static str] = &[
        "page_origin",
        "url",
        "method",
        "headers",
        "credentials",
        "mode",
    ];

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &'static str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        let mut text = |example| map.next_value_seed(Text { key, example }).map(Some);
        match key {
            "page_origin" => self.page_origin = text("https://app.example.com")?,
            "url" => self.url = text("https://api.example.com/")?,
            "method" => self.method = text("GET")?,
            "headers" => self.headers = map.next_value_seed(Headers { key })?,
            "credentials" => {
                self.credentials = map.next_value_seed(OneWordOf {
                    key,
                    allowed: "“omit”, “same-origin” or “include”",
                    find: CredentialsMode::from_id,
                })?;
            }
            "mode" => {
                self.mode = map.next_value_seed(OneWordOf {
                    key,
                    allowed: "“cors”, “no-cors” or “same-origin”",
                    find: Mode::from_id,
                })?;
            }
            other => return Err(unread(other)),
        }
        Ok(())
    }
}

impl<'de> Deserialize<'de> for RequestDraft {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let request: PartialRequest = ObjectOf::new().deserialize(deserializer)?;
        Ok(request.beside(&PolicyDraft::default()))
    }
}

impl Serialize for RequestDraft {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("page_origin", &self.page_origin)?;
        map.serialize_entry("url", &self.url)?;
        map.serialize_entry("method", &self.method)?;
        map.serialize_entry("headers", &self.headers)?;
        map.serialize_entry("credentials", self.credentials.id())?;
        map.serialize_entry("mode", self.mode.id())?;
        map.end()
    }
}
