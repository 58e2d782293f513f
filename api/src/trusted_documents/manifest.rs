//! The manifest: a JSON object from ids to documents.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use xorb_domain::settings::GraphqlSettings;

use super::FolderDocument;
use super::check::Check;
use super::document_id::document_id;
use crate::gate::GateLimits;

/// Known documents by their ids. Each has been checked against this program's schema and limits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest(BTreeMap<String, String>);

impl Manifest {
    /// Checks the documents of a folder.
    ///
    /// # Errors
    /// All faults, a line each, with their files.
    pub fn of_folder(
        documents: Vec<FolderDocument>,
        settings: &GraphqlSettings,
    ) -> Result<Self, String> {
        let check = check_with(settings)?;
        let faults: Vec<String> = documents
            .iter()
            .filter_map(|document| {
                let fault = check.check(&document.text).err()?;
                Some(format!("{}: {fault}", document.path.display()))
            })
            .collect();
        if !faults.is_empty() {
            return Err(faults.join("\n"));
        }
        let texts = documents.into_iter().map(|document| document.text);
        Ok(Self(texts.map(|text| (document_id(&text), text)).collect()))
    }

    /// Reads and checks a manifest.
    ///
    /// # Errors
    /// If it can't be read, a text does not belong to its id, or a document would not run here.
    pub fn load(path: &Path, settings: &GraphqlSettings) -> Result<Self, String> {
        let told = |fault: String| format!("the manifest {}: {fault}", path.display());
        let json = fs::read_to_string(path).map_err(|error| told(error.to_string()))?;
        let documents: BTreeMap<String, String> = serde_json::from_str(&json)
            .map_err(|error| told(format!("no JSON object of ids and documents: {error}")))?;
        let check = check_with(settings)?;
        for (id, text) in &documents {
            if *id != document_id(text) {
                return Err(told(format!(
                    "{id} is not the hash of its text; build the manifest anew"
                )));
            }
            check.check(text).map_err(|fault| {
                told(format!(
                    "{id} does not run with this version: {fault}; correct the document and build the manifest anew"
                ))
            })?;
        }
        Ok(Self(documents))
    }

    /// The file's text: ids in order, so that two builds of the same documents are the same.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(&self.0).unwrap_or_default() + "\n"
    }

    /// Ids and documents.
    #[must_use]
    pub fn documents(&self) -> &BTreeMap<String, String> {
        &self.0
    }
}

impl FolderDocument {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> String {
        document_id(&self.text)
    }
}

fn check_with(settings: &GraphqlSettings) -> Result<Check, String> {
    Check::new(GateLimits::from(settings), settings.max_complexity as u64)
}
