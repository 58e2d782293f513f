//! Makes an operator: an account of the platform's own tenant, without a password and without roles.

use xorb_entities::privacy::SubjectKind;

use super::enrollment_link::{EnrollmentLink, issue_link};
use crate::audit::{AuditAction, AuditEvent};
use crate::identity::queries::{NewUser, find_user, insert_user};
use crate::identity::{Actor, DisplayName, EmailAddress, InputErrors};
use crate::privacy::create_subject;
use crate::{AppError, Core};

/// Who it is.
#[derive(Clone, Debug)]
pub struct CreateOperator {
    pub email: String,
    pub display_name: String,
}

/// Makes the operator; the link by which they make their passkey.
///
/// # Errors
/// `User`: `InvalidInput`, `Taken` if there is an operator with this address; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn create_operator(
    core: &Core,
    input: CreateOperator,
) -> Result<EnrollmentLink, AppError> {
    let mut errors = InputErrors::default();
    let email = errors.parse::<EmailAddress>("email", &input.email);
    let display_name = errors.parse::<DisplayName>("name", &input.display_name);
    let (Some(email), Some(display_name)) = (email, display_name) else {
        return Err(errors.into_error());
    };
    let scope = core.platform();
    let tx = core.db.write(&scope).await?;
    let subject = create_subject(&tx, SubjectKind::User).await?;
    let user = NewUser {
        id: tx.new_id(),
        subject_id: subject.id,
        email: &email,
        display_name: display_name.as_str(),
        password_hash: None,
    };
    let id = user.id;
    insert_user(&tx, user).await?;
    let link = issue_link(&tx, &find_user(&tx, id).await?).await?;
    let event = AuditEvent::new(AuditAction::OperatorCreated, &Actor::system(scope));
    tx.record(event.object(subject.pid));
    tx.commit().await?;
    Ok(link)
}
