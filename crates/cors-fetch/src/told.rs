//! The walk, written when somebody asks for it: its sentences cost more than the fetch.

use std::sync::OnceLock;

use super::course::{Memory, Pen};
use super::main_fetch::fetch;
use super::{Profile, Request};
use crate::{Exchange, Preflight, Step};
use cors_http::Platform;
use cors_http::{HttpRequest, NoResponse};

/// How an exchange came about, told on demand: the same fetch again, with the answers and the
/// memories that it had.
#[derive(Clone, Debug)]
pub(crate) struct Walk {
    request: Request,
    profile: Profile,
    platform: Platform,
    steps: OnceLock<Vec<Step>>,
}

impl Walk {
    pub(super) fn new(request: &Request, profile: Profile, platform: Platform) -> Self {
        Self {
            request: request.clone(),
            profile,
            platform,
            steps: OnceLock::new(),
        }
    }

    /// The steps of the exchange that this belongs to.
    pub(crate) fn steps(&self, exchange: &Exchange) -> &[Step] {
        self.steps.get_or_init(|| {
            let mut answers = exchange.hops.iter().flat_map(|hop| {
                let preflight = match &hop.preflight {
                    Preflight::Sent { leg, .. } => Some(leg),
                    Preflight::NotNeeded | Preflight::Cached { .. } => None,
                };
                preflight.into_iter().chain(&hop.actual)
            });
            let mut server = |_: &HttpRequest| {
                answers
                    .next()
                    .map_or(Err(NoResponse::Closed), |leg| leg.answer.clone())
            };
            let memory = Memory::Told(&exchange.hops);
            let pen = Pen::Writing(Vec::new());
            fetch(
                &self.request,
                &mut server,
                memory,
                self.profile,
                pen,
                self.platform,
            )
            .steps
        })
    }
}

/// Whether it was told already makes no difference.
impl PartialEq for Walk {
    fn eq(&self, other: &Self) -> bool {
        self.request == other.request && self.profile == other.profile
    }
}

impl Eq for Walk {}
