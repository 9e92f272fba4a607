//! `--output-dir`: each document is put into its template's file (Helm: `writeToFile`).

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use chart::File;
use render::Output;
use render::manifest::Manifest;
use render::output::{self, Selection};

use super::error::{HelmError, Result, go_text};
use crate::terminal;

/// Where documents are written.
#[derive(Debug)]
pub struct OutputFolder {
    /// Where CRDs go.
    root: PathBuf,
    /// Where everything else goes.
    documents: PathBuf,
    written: Vec<PathBuf>,
}

impl OutputFolder {
    /// A folder; `release` is the name of a folder below it for all but CRDs.
    pub fn new(root: &Path, release: Option<&str>) -> Self {
        let documents = release.map_or_else(|| root.to_path_buf(), |release| cleaned(&root.join(release)));
        Self { root: root.to_path_buf(), documents, written: Vec::new() }
    }

    /// Writes CRDs and manifests.
    ///
    /// # Errors
    /// The first file that can't be written.
    pub fn manifests(&mut self, crds: &[(String, File)], manifests: &[Manifest]) -> Result<()> {
        let (root, documents) = (self.root.clone(), self.documents.clone());
        for (path, file) in crds {
            let append = self.written.contains(&root.join(path));
            self.document(&root, path, &file.data, append)?;
        }
        for Manifest { path, content, .. } in manifests {
            let append = self.written.contains(&documents.join(path));
            self.document(&documents, path, content, append)?;
        }
        Ok(())
    }

    /// Writes hooks. They are added to files that are there already, also from an earlier run.
    ///
    /// # Errors
    /// The first file that can't be written.
    pub fn hooks(&mut self, output: &Output, selection: Selection) -> Result<()> {
        let documents = self.documents.clone();
        for hook in output.manifests.hooks.iter().filter(|hook| selection.takes(hook)) {
            let append = documents.join(&hook.manifest.path).exists();
            self.document(&documents, &hook.manifest.path, &hook.manifest.content, append)?;
        }
        Ok(())
    }

    fn document(&mut self, folder: &Path, name: &str, content: &[u8], append: bool) -> Result<()> {
        let path = folder.join(name);
        let failed = |error: std::io::Error| HelmError::new(format!("open {}: {}", path.display(), go_text(&error)));
        ensure_folder(&path)?;
        let mut document = Vec::new();
        output::push(&mut document, name, content);
        let mut options = OpenOptions::new();
        options.create(true).write(true).append(append).truncate(!append);
        options.open(&path).and_then(|mut file| file.write_all(&document)).map_err(failed)?;
        // Helm joins folder and file by hand, so a slash at the folder's end is shown twice.
        terminal::data(&format!("wrote {}/{name}", folder.display()));
        self.written.push(path);
        Ok(())
    }
}

/// Helm joins the release's folder with a function that also shortens the path.
fn cleaned(path: &Path) -> PathBuf {
    let clean = gostd::path::clean(path.to_string_lossy().as_bytes());
    PathBuf::from(String::from_utf8_lossy(&clean).into_owned())
}

/// Makes the folder that a file is in.
fn ensure_folder(file: &Path) -> Result<()> {
    let Some(folder) = file.parent() else { return Ok(()) };
    let failed =
        |verb: &str, error: std::io::Error| HelmError::new(format!("{verb} {}: {}", folder.display(), go_text(&error)));
    match fs::metadata(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(failed("stat", error)),
        _ => fs::create_dir_all(folder).map_err(|error| failed("mkdir", error)),
    }
}

#[cfg(test)]
mod tests {
    use super::cleaned;
    use std::path::Path;

    /// Recorded from Helm 4.3.1.
    #[test]
    fn folders_of_releases_are_shown_short() {
        assert_eq!(cleaned(Path::new("./out/rel")), Path::new("out/rel"));
        assert_eq!(cleaned(Path::new("a/../out/rel")), Path::new("out/rel"));
    }
}
