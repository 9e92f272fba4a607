//! `--debug`: what a failed render has made is printed nevertheless (Helm: `renderResources`, `pkg/cmd/template.go`).

use render::output::{self};
use render::{RenderError, Renderer, Scenario};

/// The stream of a failed render: whole files where only a document can't be read, else nothing but a line's end.
/// Helm prints the files in random order, here they are sorted.
pub fn stream(renderer: &Renderer<'_>, scenario: &Scenario, error: &RenderError) -> Vec<u8> {
    let mut text = Vec::new();
    if matches!(error, RenderError::Manifest(_)) {
        let files = renderer.files(scenario).result.unwrap_or_default();
        let is_printed = |path: &str, content: &[u8]| !path.ends_with("NOTES.txt") && !content.trim_ascii().is_empty();
        for (path, content) in files.iter().filter(|(path, content)| is_printed(path, content)) {
            output::push(&mut text, path, content);
        }
    }
    let mut stream = text.trim_ascii().to_vec();
    stream.push(b'\n');
    stream
}
