//! Two people for what can't be undone: whoever identified the person does not approve the erasure, and nobody approves
//! their own, as long as somebody else could.

use uuid::Uuid;
use xorb_entities::privacy::data_subject_request::Model as RequestRow;

use super::queries::{Officer, list_officers};
use crate::db::TenantTx;
use crate::identity::Actor;
use crate::{AppError, UserErrorCode};

/// Lets the actor approve the request, unless another officer has to.
///
/// # Errors
/// `User`: `FourEyesRequired`; as the database says.
pub(super) async fn check_four_eyes(
    tx: &TenantTx,
    actor: &Actor,
    request: &RequestRow,
    subjects: &[Uuid],
) -> Result<(), AppError> {
    let officers = list_officers(tx).await?;
    let asked = Asked {
        user_id: actor.user_id,
        verified_by: request.verified_by,
        subjects,
    };
    if may_approve(&asked, &officers) {
        return Ok(());
    }
    let message = "another person who holds privacy:manage must approve this: whoever identified the person, and the \
                   person themselves, may only where nobody else can";
    Err(AppError::user(UserErrorCode::FourEyesRequired, "", message))
}

struct Asked<'a> {
    user_id: Option<Uuid>,
    verified_by: Option<Uuid>,
    subjects: &'a [Uuid],
}

/// Somebody whose own erasure it is counts as nobody else, so that two officers never wait for each other.
fn may_approve(asked: &Asked<'_>, officers: &[Officer]) -> bool {
    let is_person = |officer: &Officer| asked.subjects.contains(&officer.subject_id);
    let has_other = officers
        .iter()
        .any(|officer| Some(officer.user_id) != asked.user_id && !is_person(officer));
    let own = officers
        .iter()
        .any(|officer| Some(officer.user_id) == asked.user_id && is_person(officer));
    let has_verified = asked.verified_by.is_some() && asked.verified_by == asked.user_id;
    !(has_other && (own || has_verified))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANN: Officer = Officer {
        user_id: Uuid::from_u128(1),
        subject_id: Uuid::from_u128(11),
    };
    const BEN: Officer = Officer {
        user_id: Uuid::from_u128(2),
        subject_id: Uuid::from_u128(12),
    };

    fn may(
        actor: &Officer,
        verifier: Option<&Officer>,
        person: Uuid,
        officers: &[Officer],
    ) -> bool {
        let asked = Asked {
            user_id: Some(actor.user_id),
            verified_by: verifier.map(|verifier| verifier.user_id),
            subjects: &[person],
        };
        may_approve(&asked, officers)
    }

    #[test]
    fn of_two_officers_the_one_who_did_not_verify_approves() {
        let person = Uuid::from_u128(99);
        assert!(!may(&ANN, Some(&ANN), person, &[ANN, BEN]));
        assert!(may(&BEN, Some(&ANN), person, &[ANN, BEN]));
        assert!(may(&ANN, None, person, &[ANN, BEN]));
    }

    #[test]
    fn the_only_officer_does_both() {
        assert!(may(&ANN, Some(&ANN), Uuid::from_u128(99), &[ANN]));
        assert!(may(&ANN, Some(&ANN), ANN.subject_id, &[ANN]));
    }

    #[test]
    fn nobody_approves_their_own_erasure_while_somebody_else_can() {
        assert!(!may(&ANN, None, ANN.subject_id, &[ANN, BEN]));
        assert!(may(&BEN, None, ANN.subject_id, &[ANN, BEN]));
    }

    #[test]
    fn the_verifier_may_when_the_other_officer_is_the_person() {
        assert!(may(&ANN, Some(&ANN), BEN.subject_id, &[ANN, BEN]));
        assert!(!may(&BEN, Some(&ANN), BEN.subject_id, &[ANN, BEN]));
    }
}
