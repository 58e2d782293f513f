//! Classes of jobs: each has a pool of its own, so that none can delay another.

/// Which pool a job runs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum JobClass {
    /// Reserved: nothing can delay a statutory deadline.
    Erasure,
    /// Short work a person waits for.
    Interactive,
    /// Scans.
    Scan,
    /// Calls to other systems.
    Webhook,
    /// Housekeeping.
    Maintenance,
}

impl JobClass {
    /// All classes.
    pub const ALL: [Self; 5] = [
        Self::Erasure,
        Self::Interactive,
        Self::Scan,
        Self::Webhook,
        Self::Maintenance,
    ];

    /// The value in `jobs.class`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Erasure => "erasure",
            Self::Interactive => "interactive",
            Self::Scan => "scan",
            Self::Webhook => "webhook",
            Self::Maintenance => "maintenance",
        }
    }
}
