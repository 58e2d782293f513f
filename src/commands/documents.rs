//! `xorb documents`: the manifest of the documents that front ends send by their id. Needs no database.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use clap::Subcommand;
use xorb_api::trusted_documents::{Manifest, read_folder};
use xorb_domain::settings::Settings;

/// What to do with documents.
#[derive(Debug, Subcommand)]
pub(crate) enum DocumentsCommand {
    /// Check the .graphql files of a folder against the schema and print the manifest of their ids and texts
    Build {
        /// The folder; each file with an operation is a document
        #[arg(value_name = "FOLDER")]
        folder: PathBuf,
        /// Write the manifest here instead
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Say whether every document of a manifest runs with this version
    Check {
        /// The manifest
        #[arg(value_name = "FILE")]
        manifest: PathBuf,
    },
}

/// Does it.
///
/// # Errors
/// All documents that would not run here, each with what is wrong; then nothing is written.
pub(crate) fn documents(settings: &Settings, command: &DocumentsCommand) -> anyhow::Result<()> {
    match command {
        DocumentsCommand::Build { folder, out } => build(settings, folder, out.as_deref()),
        DocumentsCommand::Check { manifest } => {
            let manifest = Manifest::load(manifest, &settings.graphql);
            let count = manifest.map_err(|fault| anyhow!(fault))?.documents().len();
            println!("All {count} documents run with this version.");
            Ok(())
        }
    }
}

/// The list of ids and files goes where the manifest does not.
fn build(settings: &Settings, folder: &Path, out: Option<&Path>) -> anyhow::Result<()> {
    let documents = read_folder(folder).map_err(|fault| anyhow!(fault))?;
    let list: Vec<String> = documents
        .iter()
        .map(|document| format!("{}  {}", document.id(), document.path.display()))
        .collect();
    let manifest = Manifest::of_folder(documents, &settings.graphql);
    let json = manifest.map_err(|fault| anyhow!(fault))?.to_json();
    if let Some(file) = out {
        fs::write(file, json).with_context(|| format!("{} can't be written", file.display()))?;
        println!("{}", list.join("\n"));
    } else {
        print!("{json}");
        eprintln!("{}", list.join("\n"));
    }
    Ok(())
}
