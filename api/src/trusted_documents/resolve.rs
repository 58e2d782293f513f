//! From what a request sends to the document that it means.

use xorb_domain::AppError;
use xorb_domain::settings::{GraphqlSettings, TrustedDocumentsMode, TrustedDocumentsSettings};

use super::document_id::check_document_id;
use super::{Manifest, Sender};

/// The known documents, and who must send them.
#[derive(Debug, Default)]
pub struct TrustedDocuments {
    mode: TrustedDocumentsMode,
    manifest: Manifest,
}

impl TrustedDocuments {
    /// Loads the manifest, if these settings need one.
    ///
    /// # Errors
    /// If it can't be read, or a document would not run here.
    pub fn load(
        settings: &TrustedDocumentsSettings,
        graphql: &GraphqlSettings,
    ) -> Result<Self, String> {
        let mode = settings.mode;
        let manifest = match mode {
            TrustedDocumentsMode::Off => Manifest::default(),
            _ => Manifest::load(&settings.manifest, graphql)?,
        };
        let count = manifest.documents().len();
        if mode != TrustedDocumentsMode::Off {
            tracing::info!(?mode, count, "documents are known by their ids");
        }
        Ok(Self { mode, manifest })
    }

    /// These documents.
    #[must_use]
    pub fn new(mode: TrustedDocumentsMode, manifest: Manifest) -> Self {
        Self { mode, manifest }
    }

    /// The document of a request: its own, or the known one that it names.
    ///
    /// # Errors
    /// `BadInput` if it names none, both, one that is not known, or may not send one of its own.
    pub fn resolve(
        &self,
        query: Option<String>,
        id: Option<&str>,
        sender: Sender,
    ) -> Result<String, AppError> {
        match (query, id) {
            (Some(query), None) => self.allow(sender).map(|()| query),
            (None, Some(id)) => self.find(id).map(ToOwned::to_owned),
            (Some(_), Some(_)) => refuse("send `documentId` or `query`, not both"),
            (None, None) => refuse("the request has no document: send its text as `query`"),
        }
    }

    fn allow(&self, sender: Sender) -> Result<(), AppError> {
        match (self.mode, sender) {
            (TrustedDocumentsMode::Required, _) => refuse(
                "only known documents run here: send `documentId`, the id of one in the manifest, instead of `query`",
            ),
            (TrustedDocumentsMode::RequiredForBrowsers, Sender::Browser) => refuse(
                "only known documents run here for web pages: send `documentId`, the id of one in the manifest, \
                 instead of `query`",
            ),
            _ => Ok(()),
        }
    }

    fn find(&self, id: &str) -> Result<&str, AppError> {
        check_document_id(id)?;
        if self.mode == TrustedDocumentsMode::Off {
            return refuse(
                "no documents are known here by their id: send the document's text as `query`",
            );
        }
        let found = self.manifest.documents().get(id);
        found.map(String::as_str).ok_or_else(|| {
            AppError::BadInput(format!(
                "PersistedDocumentNotFound: the document {id} is not known here; build the manifest with it, or send \
                 one that is in it"
            ))
        })
    }
}

fn refuse<T>(message: &str) -> Result<T, AppError> {
    Err(AppError::BadInput(message.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trusted_documents::FolderDocument;
    use xorb_domain::settings::{Role, Settings};

    use TrustedDocumentsMode::{Allowed, Off, Required, RequiredForBrowsers};

    const KNOWN: &str = "{ viewer { permissions } }";

    fn documents(mode: TrustedDocumentsMode) -> (TrustedDocuments, String) {
        let document = FolderDocument {
            path: "viewer.graphql".into(),
            text: KNOWN.to_owned(),
        };
        let id = document.id();
        let settings = Settings::load(Role::Embedded, None, []).unwrap().graphql;
        let manifest = Manifest::of_folder(vec![document], &settings).unwrap();
        (TrustedDocuments::new(mode, manifest), id)
    }

    #[test]
    fn a_known_id_becomes_its_text_in_every_mode_but_off() {
        for mode in [Allowed, RequiredForBrowsers, Required] {
            let (documents, id) = documents(mode);
            for sender in [Sender::Browser, Sender::Program] {
                let found = documents.resolve(None, Some(&id), sender);
                assert_eq!(found.unwrap(), KNOWN);
            }
        }
        let (documents, id) = documents(Off);
        let refusal = documents.resolve(None, Some(&id), Sender::Program);
        assert!(refusal.unwrap_err().to_string().contains("as `query`"));
    }

    #[test]
    fn who_must_send_known_documents_can_send_no_other() {
        let runs = |mode, sender| {
            let own = Some("{ __typename }".to_owned());
            documents(mode).0.resolve(own, None, sender).is_ok()
        };
        assert!(runs(Off, Sender::Browser) && runs(Allowed, Sender::Browser));
        assert!(!runs(RequiredForBrowsers, Sender::Browser));
        assert!(runs(RequiredForBrowsers, Sender::Program));
        assert!(!runs(Required, Sender::Browser) && !runs(Required, Sender::Program));
    }

    #[test]
    fn both_none_or_an_unknown_one_are_refused_and_told_what_to_do() {
        let (documents, id) = documents(Allowed);
        let refusal = |query: Option<&str>, id: Option<&str>| {
            let query = query.map(ToOwned::to_owned);
            let refused = documents.resolve(query, id, Sender::Program);
            refused.unwrap_err().to_string()
        };
        assert!(refusal(Some(KNOWN), Some(&id)).contains("not both"));
        assert!(refusal(None, None).contains("no document"));
        let unknown = format!("sha256:{}", "0".repeat(64));
        assert!(refusal(None, Some(&unknown)).contains("PersistedDocumentNotFound"));
        assert!(refusal(None, Some("x")).contains("64 lower-case"));
    }
}
