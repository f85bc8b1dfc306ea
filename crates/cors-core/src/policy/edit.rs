use super::PolicyDraft;
use super::PolicyField;

/// One change to a draft. A thousand findings with fixes contain a thousand of these, and not as
/// many copies of a long list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PolicyEdit {
    /// Removes an entry of a list.
    Remove {
        /// The list.
        field: PolicyField,
        /// The index of the entry.
        index: usize,
    },
    /// Replaces an entry of a list.
    Replace {
        /// The list.
        field: PolicyField,
        /// The index of the entry.
        index: usize,
        /// The new text.
        value: String,
    },
    /// Adds an entry to a list.
    Add {
        /// The list.
        field: PolicyField,
        /// The text.
        value: String,
    },
    /// Moves an entry to the end of another list, unless it is there already.
    Move {
        /// The list that it is in.
        from: PolicyField,
        /// The index of the entry.
        index: usize,
        /// The list that it goes in.
        to: PolicyField,
    },
    /// Turns credentials off.
    CredentialsOff,
    /// Turns credentials on.
    CredentialsOn,
    /// Changes the max age.
    MaxAge(String),
}

impl PolicyEdit {
    /// The draft after this change. A change that doesn't fit the draft has no effect.
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
