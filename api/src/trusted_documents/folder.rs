//! A folder of `.graphql` files, read as documents: one a file, as it is.
//!
//! A fragment that a document uses and does not define is looked for in the folder's other files; the file that defines
//! it is appended. A file without an operation is no document of its own.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::fragments::Fragments;

/// A document and the file that its operation is in.
#[derive(Debug)]
pub struct FolderDocument {
    /// The file.
    pub path: PathBuf,
    /// Its text, with the fragments that it needs.
    pub text: String,
}

struct File {
    path: PathBuf,
    text: String,
    fragments: Fragments,
}

/// Reads all documents of a folder and its subfolders, in the order of their paths.
///
/// # Errors
/// The file and what is wrong with it; or that there is no document.
pub fn read_folder(folder: &Path) -> Result<Vec<FolderDocument>, String> {
    let mut paths = Vec::new();
    find_files(folder, &mut paths)?;
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).map_err(|error| told(&path, error))?;
        let fragments = Fragments::of(&text).map_err(|error| told(&path, error))?;
        files.push(File {
            path,
            text,
            fragments,
        });
    }
    let defining = defining(&files)?;
    let with_operation = files.iter().filter(|file| file.fragments.has_operation);
    let documents: Result<Vec<_>, _> = with_operation
        .map(|file| complete(file, &files, &defining))
        .collect();
    let documents = documents?;
    if documents.is_empty() {
        let folder = folder.display();
        return Err(format!(
            "{folder} holds no .graphql file with an operation: name the folder of your front end's documents"
        ));
    }
    Ok(documents)
}

fn find_files(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), String> {
    for entry in fs::read_dir(folder).map_err(|error| told(folder, error))? {
        let path = entry.map_err(|error| told(folder, error))?.path();
        let extension = path.extension().and_then(|extension| extension.to_str());
        if path.is_dir() {
            find_files(&path, found)?;
        } else if matches!(extension, Some("graphql" | "gql")) {
            found.push(path);
        }
    }
    Ok(())
}

/// Which file defines which fragment, where files hold fragments only.
fn defining(files: &[File]) -> Result<BTreeMap<&str, usize>, String> {
    let mut defining = BTreeMap::new();
    for (number, file) in files.iter().enumerate() {
        if file.fragments.has_operation {
            continue;
        }
        for name in &file.fragments.defined {
            let other: Option<&File> = defining
                .insert(name.as_str(), number)
                .and_then(|other: usize| files.get(other));
            if let Some(other) = other {
                let other = other.path.display();
                return Err(told(
                    &file.path,
                    format!("fragment `{name}` is defined in {other} too: keep one"),
                ));
            }
        }
    }
    Ok(defining)
}

fn complete(
    file: &File,
    files: &[File],
    defining: &BTreeMap<&str, usize>,
) -> Result<FolderDocument, String> {
    let mut text = file.text.clone();
    let mut missing = file.fragments.missing.clone();
    while let Some(name) = missing.pop_first() {
        let Some(other) = defining
            .get(name.as_str())
            .and_then(|number| files.get(*number))
        else {
            let fault = format!("no file of the folder defines the fragment `{name}`");
            return Err(told(&file.path, fault));
        };
        text = format!("{}\n{}", text.trim_end(), other.text);
        missing = Fragments::of(&text)
            .map_err(|error| told(&file.path, error))?
            .missing;
    }
    Ok(FolderDocument {
        path: file.path.clone(),
        text,
    })
}

fn told(path: &Path, fault: impl std::fmt::Display) -> String {
    format!("{}: {fault}", path.display())
}
