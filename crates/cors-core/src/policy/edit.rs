use super::PolicyDraft;
use super::PolicyField;

/// One change to a draft. A thousand findings, each with a repair, hold a thousand of these and not as
/// many copies of a long list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PolicyEdit {
    /// An entry of a list goes.
    Remove {
        /// Which list.
        field: PolicyField,
        /// Which entry, counted from 0.
        index: usize,
    },
    /// An entry of a list becomes another text.
    Replace {
        /// Which list.
        field: PolicyField,
        /// Which entry, counted from 0.
        index: usize,
        /// The text.
        value: String,
    },
    /// A list gets one more entry.
    Add {
        /// Which list.
        field: PolicyField,
        /// The text.
        value: String,
    },
    /// An entry of a list goes to the end of another, unless it stands there already.
    Move {
        /// From which list.
        from: PolicyField,
        /// Which entry, counted from 0.
        index: usize,
        /// To which list.
        to: PolicyField,
    },
    /// Credentials are turned off.
    CredentialsOff,
    /// Credentials are turned on.
    CredentialsOn,
    /// The max age becomes another text.
    MaxAge(String),
}

impl PolicyEdit {
    /// The draft after this change. What does not fit a draft leaves it as it is.
    pub fn applied_to(&self, draft: &PolicyDraft) -> PolicyDraft {
        let mut draft = draft.clone();
        match self {
            Self::Remove { field, index } => {
                if let Some(list) = list(&mut draft, *field)
                    && *index < list.len()
                {
                    list.remove(*index);
                }
            }
            Self::Replace {
                field,
                index,
                value,
            } => {
                if let Some(entry) = list(&mut draft, *field).and_then(|list| list.get_mut(*index))
                {
                    entry.clone_from(value);
                }
            }
            Self::Add { field, value } => {
                if let Some(list) = list(&mut draft, *field) {
                    list.push(value.clone());
                }
            }
            Self::Move { from, index, to } => move_entry(&mut draft, *from, *index, *to),
            Self::CredentialsOff => draft.allow_credentials = false,
            Self::CredentialsOn => draft.allow_credentials = true,
            Self::MaxAge(text) => draft.max_age.clone_from(text),
        }
        draft
    }
}

fn move_entry(draft: &mut PolicyDraft, from: PolicyField, index: usize, to: PolicyField) {
    let moved = match list(draft, from) {
        Some(list) if index < list.len() => list.remove(index),
        _ => return,
    };
    if let Some(list) = list(draft, to)
        && !list
            .iter()
            .any(|entry| entry.trim().eq_ignore_ascii_case(moved.trim()))
    {
        list.push(moved);
    }
}

fn list(draft: &mut PolicyDraft, field: PolicyField) -> Option<&mut Vec<String>> {
    match field {
        PolicyField::AllowOrigins => Some(&mut draft.allow_origins),
        PolicyField::AllowMethods => Some(&mut draft.allow_methods),
        PolicyField::AllowHeaders => Some(&mut draft.allow_headers),
        PolicyField::ExposeHeaders => Some(&mut draft.expose_headers),
        PolicyField::AllowCredentials | PolicyField::MaxAge => None,
    }
}
