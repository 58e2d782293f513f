//! On which terms data is processed: by whom, what for, on what basis, and how long.
//!
//! Columns that belong together share their terms, so there are few, and each has a name.

use std::fmt;

use super::Retention;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Terms {
    pub role: Role,
    pub purpose: Purpose,
    pub basis: LawfulBasis,
    pub retention: Retention,
}

/// Who decides about the data: the platform itself, or the tenant that put it in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    Controller,
    Processor,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Giving people accounts, and tenants their place.
    Accounts,
    /// Letting in the right person.
    Authentication,
    /// Sending mails that a person has to get.
    Mails,
    /// Doing what was asked once, not twice.
    ReplayProtection,
    /// Testing what the tenant asked to be tested.
    PenetrationTesting,
    /// Answering data-subject requests, and proving it.
    DataSubjectRequests,
    /// Being able to say who did what.
    Accountability,
    /// Running the service.
    Operation,
}

/// Articles of the GDPR.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LawfulBasis {
    /// Art. 6(1)(b).
    Contract,
    /// Art. 6(1)(c).
    LegalObligation,
    /// Art. 6(1)(f).
    LegitimateInterest,
    /// Art. 28: the basis is the tenant's.
    Instruction,
}

const fn controller(purpose: Purpose, basis: LawfulBasis, retention: Retention) -> Terms {
    Terms {
        role: Role::Controller,
        purpose,
        basis,
        retention,
    }
}

pub const ACCOUNT: Terms = controller(Purpose::Accounts, LawfulBasis::Contract, Retention::Account);
pub const LOG_IN: Terms = controller(
    Purpose::Authentication,
    LawfulBasis::Contract,
    Retention::LogIn,
);
pub const MAILS: Terms = controller(Purpose::Mails, LawfulBasis::Contract, Retention::Mail);
pub const REPLAY_PROTECTION: Terms = controller(
    Purpose::ReplayProtection,
    LawfulBasis::Contract,
    Retention::Day,
);
pub const REQUESTS: Terms = controller(
    Purpose::DataSubjectRequests,
    LawfulBasis::LegalObligation,
    Retention::Proof,
);
pub const AUDIT: Terms = controller(
    Purpose::Accountability,
    LawfulBasis::LegitimateInterest,
    Retention::AuditTrail,
);
/// The parts of the trail that are about people; the trail itself holds for ten years without them.
pub const SECURITY_LOG: Terms = controller(
    Purpose::Accountability,
    LawfulBasis::LegitimateInterest,
    Retention::SecurityLog,
);
pub const TENANCY: Terms = controller(Purpose::Accounts, LawfulBasis::Contract, Retention::Tenant);
pub const JOBS: Terms = controller(Purpose::Operation, LawfulBasis::Contract, Retention::Work);
pub const INFRASTRUCTURE: Terms = controller(
    Purpose::Operation,
    LawfulBasis::LegitimateInterest,
    Retention::Installation,
);
/// What tenants put in, and what scans of their systems bring to light.
pub const TESTING: Terms = Terms {
    role: Role::Processor,
    purpose: Purpose::PenetrationTesting,
    basis: LawfulBasis::Instruction,
    retention: Retention::Tenant,
};

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Controller => "controller",
            Self::Processor => "processor",
        })
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Accounts => "accounts",
            Self::Authentication => "authentication",
            Self::Mails => "mails",
            Self::ReplayProtection => "replay protection",
            Self::PenetrationTesting => "penetration testing",
            Self::DataSubjectRequests => "data-subject requests",
            Self::Accountability => "accountability",
            Self::Operation => "operation",
        })
    }
}

impl fmt::Display for LawfulBasis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Contract => "contract, Art. 6(1)(b)",
            Self::LegalObligation => "legal obligation, Art. 6(1)(c)",
            Self::LegitimateInterest => "legitimate interest, Art. 6(1)(f)",
            Self::Instruction => "the controller's instruction, Art. 28",
        })
    }
}
