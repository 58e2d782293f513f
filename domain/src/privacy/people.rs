//! Whom an erasure is about: one person, or several who are erased together.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Deref;

use sea_orm::Value;
use uuid::Uuid;

use crate::db::{TenantTx, id_values, is_one_of_ids};
use crate::privacy::Identifier;
use crate::privacy::requests::Vault;

/// The rows that are these people, and by what others may have mentioned them.
#[derive(Clone, Default)]
pub(crate) struct People {
    /// The requests that erase them: these keep their vaults to the end.
    pub(crate) requests: Vec<Uuid>,
    pub(crate) subjects: Vec<Uuid>,
    pub(crate) identifiers: Vec<Identifier>,
}

/// One person, and the request that erases them.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) request_id: Uuid,
    alone: People,
}

impl Deref for Person {
    type Target = People;

    fn deref(&self) -> &People {
        &self.alone
    }
}

/// Personal: never into logs.
impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Person(request {}, ********)", self.request_id)
    }
}

impl Person {
    /// Who is these subjects, and known by these identifiers.
    pub(in crate::privacy) fn new(
        request_id: Uuid,
        subjects: BTreeSet<Uuid>,
        identifiers: Vec<Identifier>,
    ) -> Self {
        Self {
            request_id,
            alone: People {
                requests: vec![request_id],
                subjects: subjects.into_iter().collect(),
                identifiers,
            },
        }
    }

    /// As the fence has written it down.
    pub(in crate::privacy) fn of_vault(request_id: Uuid, vault: &Vault) -> Self {
        let subjects = vault.subjects.iter().copied().collect();
        Self::new(request_id, subjects, vault.identifiers.clone())
    }
}

impl People {
    /// All of them taken together.
    pub(in crate::privacy) fn together(people: &[Person]) -> Self {
        let mut all = Self::default();
        for person in people {
            all.requests.push(person.request_id);
            all.subjects.extend_from_slice(&person.subjects);
            all.identifiers.extend_from_slice(&person.identifiers);
        }
        all
    }

    /// Tenant, then subjects: the values of `is_subject`.
    pub(in crate::privacy) fn values(&self, tx: &TenantTx) -> Vec<Value> {
        let subjects = id_values(tx.dialect(), &self.subjects);
        std::iter::once(tx.tenant_id().into())
            .chain(subjects)
            .collect()
    }

    /// Whether `column` is one of the subjects, which are bound behind the tenant.
    pub(in crate::privacy) fn is_subject(&self, tx: &TenantTx, column: &str) -> String {
        is_one_of_ids(tx.dialect(), column, 1, self.subjects.len())
    }
}
