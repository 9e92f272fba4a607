//! What `helm template` prints of a render (Helm: `pkg/cmd/template.go`).

use chart::File;
use gostd::path_match;

use crate::manifest::{self, Hook, Manifest, Manifests};
use crate::text::trim;

/// Which documents are printed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Selection {
    /// Leaves out hooks that run at `helm test`.
    pub skip_tests: bool,
    /// Leaves out all hooks.
    pub no_hooks: bool,
}

impl Selection {
    /// Whether a hook is printed.
    #[must_use]
    pub fn takes(&self, hook: &Hook) -> bool {
        !(self.no_hooks || self.skip_tests && hook.is_test())
    }
}

/// The stream of all documents: CRDs, then manifests, trimmed as a whole; then hooks.
#[must_use]
pub fn stream(crds: &[(String, File)], manifests: &Manifests, selection: Selection) -> Vec<u8> {
    let mut text = Vec::new();
    for (path, file) in crds {
        push(&mut text, path, &file.data);
    }
    for Manifest { path, content, .. } in &manifests.manifests {
        push(&mut text, path, content);
    }
    let mut stream = trim(&text).to_vec();
    stream.push(b'\n');
    for hook in manifests.hooks.iter().filter(|hook| selection.takes(hook)) {
        push(&mut stream, &hook.manifest.path, &hook.manifest.content);
    }
    stream
}

/// One document with the header that names its file.
pub fn push(text: &mut Vec<u8>, path: &str, content: &[u8]) {
    text.extend_from_slice(b"---\n# Source: ");
    text.extend_from_slice(path.as_bytes());
    text.push(b'\n');
    text.extend_from_slice(content);
    text.push(b'\n');
}

/// Only the documents of files that match one of the patterns, in the order of the patterns: `--show-only`.
///
/// # Errors
/// The text of a pattern that selects nothing.
pub fn show_only(stream: &[u8], patterns: &[String]) -> Result<Vec<u8>, String> {
    let documents: Vec<(&[u8], String)> =
        manifest::split(stream).filter_map(|document| source(document).map(|path| (document, path))).collect();
    let mut shown = Vec::new();
    for pattern in patterns {
        let before = shown.len();
        for (document, path) in &documents {
            if path_match::matches(pattern, path).unwrap_or(false) {
                shown.extend_from_slice(b"---\n");
                shown.extend_from_slice(document);
                shown.push(b'\n');
            }
        }
        if shown.len() == before {
            return Err(format!("could not find template {pattern} in chart"));
        }
    }
    Ok(shown)
}

/// The path in the first `# Source: CHART/PATH` of a document.
fn source(document: &[u8]) -> Option<String> {
    let mut rest = document;
    loop {
        let start = memchr::memmem::find(rest, b"# Source: ")? + "# Source: ".len();
        rest = rest.get(start..)?;
        let line = rest.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let slash = line.iter().position(|byte| *byte == b'/');
        if let Some(path) = slash.filter(|slash| *slash > 0).and_then(|slash| line.get(slash + 1..))
            && !path.is_empty()
        {
            return Some(String::from_utf8_lossy(path).into_owned());
        }
    }
}
