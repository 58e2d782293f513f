//! Finds out who people are: addresses lead to rows, and rows to addresses, until nothing more is found.

use std::collections::{BTreeSet, HashMap, HashSet};

use sea_orm::Value;
use uuid::Uuid;

use crate::AppError;
use crate::db::{TenantTx, placeholder_list};
use crate::privacy::plan::carriers_of;
use crate::privacy::{Identifier, Person};

/// What is known of a person to begin with.
pub(super) struct Known {
    pub(super) request_id: Uuid,
    pub(super) subjects: BTreeSet<Uuid>,
    pub(super) identifiers: Vec<Identifier>,
}

/// Everybody as they are found to be, in the same order. Somebody whom two requests name is found twice.
///
/// # Errors
/// As the database says.
pub(super) async fn gather(tx: &TenantTx, mut people: Vec<Known>) -> Result<Vec<Person>, AppError> {
    let mut grows = true;
    while grows {
        grows = false;
        let subjects = people.iter().flat_map(|person| person.subjects.iter());
        let carried = by_key(addresses_of(tx, &subjects.copied().collect()).await?);
        for person in &mut people {
            grows |= person.learn_addresses(&carried);
        }
        let identifiers = people.iter().flat_map(|person| person.identifiers.iter());
        let identifiers: Vec<Identifier> = identifiers.cloned().collect();
        let carriers = by_key(carriers_of(tx, &identifiers).await?);
        for person in &mut people {
            grows |= person.learn_subjects(&carriers);
        }
    }
    let found = |known: Known| Person::new(known.request_id, known.subjects, known.identifiers);
    Ok(people.into_iter().map(found).collect())
}

/// Exactly these subjects, with the addresses in their rows.
///
/// # Errors
/// As the database says.
pub(super) async fn exactly(
    tx: &TenantTx,
    request_id: Uuid,
    subjects: &[Uuid],
) -> Result<Person, AppError> {
    let subjects: BTreeSet<Uuid> = subjects.iter().copied().collect();
    let carried = addresses_of(tx, &subjects).await?;
    let identifiers = carried.into_iter().map(|(_, address)| address).collect();
    Ok(Person::new(request_id, subjects, identifiers))
}

impl Known {
    fn learn_addresses(&mut self, carried: &HashMap<Uuid, Vec<Identifier>>) -> bool {
        let mut distinct: HashSet<Identifier> = HashSet::new();
        self.identifiers
            .retain(|known| distinct.insert(known.clone()));
        let before = self.identifiers.len();
        let theirs = self
            .subjects
            .iter()
            .filter_map(|subject| carried.get(subject));
        for address in theirs.flatten() {
            if distinct.insert(address.clone()) {
                self.identifiers.push(address.clone());
            }
        }
        self.identifiers.len() > before
    }

    fn learn_subjects(&mut self, carriers: &HashMap<Identifier, Vec<Uuid>>) -> bool {
        let before = self.subjects.len();
        let theirs = self
            .identifiers
            .iter()
            .filter_map(|known| carriers.get(known));
        self.subjects.extend(theirs.flatten());
        self.subjects.len() > before
    }
}

fn by_key<K: Eq + std::hash::Hash, V>(pairs: Vec<(K, V)>) -> HashMap<K, Vec<V>> {
    let mut found: HashMap<K, Vec<V>> = HashMap::new();
    for (key, value) in pairs {
        found.entry(key).or_default().push(value);
    }
    found
}

/// The addresses in the rows of these subjects.
async fn addresses_of(
    tx: &TenantTx,
    subjects: &BTreeSet<Uuid>,
) -> Result<Vec<(Uuid, Identifier)>, AppError> {
    if subjects.is_empty() {
        return Ok(Vec::new());
    }
    let list = placeholder_list(1, subjects.len());
    let sql = format!(
        "SELECT subject_id, email_normalized AS address FROM users WHERE tenant_id = $1 AND subject_id IN ({list}) \
         UNION SELECT subject_id, email_normalized FROM invitations WHERE tenant_id = $1 AND subject_id IN ({list})"
    );
    let values = subjects.iter().map(|subject| Value::from(*subject));
    let values: Vec<Value> = std::iter::once(tx.tenant_id().into())
        .chain(values)
        .collect();
    let mut found = Vec::new();
    for row in tx.query(sql, values).await? {
        let address: String = row.try_get("", "address")?;
        if let Some(address) = Identifier::email(&address) {
            found.push((row.try_get("", "subject_id")?, address));
        }
    }
    Ok(found)
}
