//! What a provider says about a person, after everything about it was verified. Nothing in it is trusted further than the
//! connection's tenant reaches.

use chrono::{DateTime, Utc};

use crate::identity::EmailAddress;
use crate::secret::Secret;

/// A person, as the provider describes them.
#[derive(Clone, Debug)]
pub struct AssertedPerson {
    /// Opaque: 1–255 printable ASCII characters.
    pub sub: String,
    pub email: Option<EmailAddress>,
    /// Exactly true.
    pub is_email_verified: bool,
    pub display_name: Option<String>,
    /// `None`: the provider said nothing about groups, so none of the roles from them change.
    pub groups: Option<Vec<String>>,
    /// The provider's session.
    pub sid: Option<String>,
    /// When the person proved there who they are; `None`: the provider does not say.
    pub proven_at: Option<DateTime<Utc>>,
    pub id_token: Option<Secret<String>>,
}
