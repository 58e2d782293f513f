//! The file that a mail becomes in `{data_dir}/mail`. Its name says which mail it is and whose: when the person's rows are
//! gone, the folder can still be read tenant by tenant.

use std::path::{Path, PathBuf};

use uuid::Uuid;
use xorb_entities::ids::{MailId, TenantId};

const FOLDER: &str = "mail";
const EXTENSION: &str = ".eml";
/// A file that is being written: hidden by a dot, and with this at its end.
const SCRATCH: &str = ".new";

/// One mail as a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MailFile {
    /// Whose mail it is.
    pub tenant_id: Uuid,
    /// The row of `outgoing_mails` that it was.
    pub mail_id: Uuid,
}

impl MailFile {
    /// The folder of all mails.
    #[must_use]
    pub fn folder(data_dir: &Path) -> PathBuf {
        data_dir.join(FOLDER)
    }

    /// The file's name: names of one tenant sort by the time of the mail.
    #[must_use]
    pub fn name(&self) -> String {
        let (mail, tenant) = (MailId::from(self.mail_id), TenantId::from(self.tenant_id));
        format!("{mail}.{tenant}{EXTENSION}")
    }

    /// The name until the file is complete.
    #[must_use]
    pub fn scratch_name(&self) -> String {
        format!(".{}{SCRATCH}", self.name())
    }

    /// The complete file.
    #[must_use]
    pub fn path(&self, data_dir: &Path) -> PathBuf {
        Self::folder(data_dir).join(self.name())
    }

    /// The mail of a file with this name, complete or not.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let complete = name
            .strip_prefix('.')
            .and_then(|name| name.strip_suffix(SCRATCH))
            .unwrap_or(name);
        let (mail, tenant) = complete.strip_suffix(EXTENSION)?.split_once('.')?;
        Some(Self {
            mail_id: mail.parse::<MailId>().ok()?.uuid(),
            tenant_id: tenant.parse::<TenantId>().ok()?.uuid(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_says_whose_mail_it_is_before_and_after_it_is_complete() {
        let file = MailFile {
            tenant_id: Uuid::from_u128(1),
            mail_id: Uuid::from_u128(2),
        };
        assert_eq!(MailFile::parse(&file.name()), Some(file));
        assert_eq!(MailFile::parse(&file.scratch_name()), Some(file));
        for other in ["", ".eml", "a.b.eml", "mail.txt"] {
            assert_eq!(MailFile::parse(other), None, "{other}");
        }
    }
}
