use crate::policy::Policy;

/// One way in which a target's responses differ from the reference response, which is that of nginx and of
/// every target without a library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// A stable id such as `handles-every-options`.
    pub code: &'static str,
    /// A sentence for people.
    pub text: String,
    /// Who can notice it.
    pub noticed_by: NoticedBy,
}

/// Who can notice a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticedBy {
    /// An attacker, who may use it: it is a risk.
    Attacker,
    /// A page, an application or an attacker: it is worth a finding.
    Somebody,
    /// Only who reads the headers: it is listed next to the config, and that is enough.
    Nobody,
}

/// A difference as data: what it is, and for which policies it shows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    pub(super) code: &'static str,
    pub(super) text: &'static str,
    pub(super) noticed_by: NoticedBy,
    /// Whether a response under this policy can show it.
    pub(super) shows: fn(&Policy) -> bool,
}

/// The differences that show under the policy.
pub(super) fn differences<'a>(
    rules: impl IntoIterator<Item = &'a Rule>,
    policy: &Policy,
) -> Vec<Difference> {
    rules
        .into_iter()
        .filter(|rule| (rule.shows)(policy))
        .map(|rule| Difference {
            code: rule.code,
            text: rule.text.to_owned(),
            noticed_by: rule.noticed_by,
        })
        .collect()
}
