//! What a request is, to the limits: who asks for what, in which lane.

use std::net::IpAddr;

use crate::identity::Role;
use uuid::Uuid;

/// Which way a request takes when there is too much to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lane {
    /// Data-subject requests: reserved, never refused for load.
    DataSubject,
    /// Whatever tries or gives credentials: strict when limits can't be shared.
    Credentials,
    /// Changes.
    Mutation,
    /// Reads.
    Query,
}

/// Who asks. What is unknown has no limit of its own.
#[derive(Clone, Debug, Default)]
pub struct Asker {
    /// Where from.
    pub address: Option<IpAddr>,
    /// Of which tenant.
    pub tenant_id: Option<Uuid>,
    /// Which user or API key.
    pub caller_id: Option<Uuid>,
    /// In which roles.
    pub roles: Vec<Role>,
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Work {
    /// Root fields, and how often.
    pub operations: Vec<(String, u64)>,
    /// The most that it can cost.
    pub points: u64,
    /// Its lane.
    pub lane: Lane,
}
