//! Images in rendered manifests (TS `extractContainersImages`): lines that look like `image: …`, whatever they are in.

use std::collections::HashSet;

use crate::image_reference;
use crate::limits::MAX_LINE_BYTES;

/// What the tracker finds in manifests.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Detected {
    /// The references in the order in which they are found, each once.
    pub images: Vec<String>,
    /// Those that can't be parsed: one of them, and none is stored.
    pub unparsable: Vec<String>,
    /// The line that is too long to go on, if there is one, from 1.
    pub cut_at_line: Option<usize>,
}

impl Detected {
    /// The images that are stored.
    pub fn stored(&self) -> &[String] {
        if self.unparsable.is_empty() { &self.images } else { &[] }
    }
}

/// Looks for images in the manifests of a chart.
pub fn detect(manifests: &str) -> Detected {
    let mut found = Detected::default();
    let mut known = HashSet::new();
    for (index, line) in manifests.split('\n').enumerate() {
        if line.len() >= MAX_LINE_BYTES {
            found.cut_at_line = Some(index + 1);
            break;
        }
        let Some(image) = image(line).filter(|image| !image.is_empty()) else { continue };
        if known.insert(image) {
            found.images.push(image.to_owned());
        }
    }
    let bad = found.images.iter().filter(|image| image_reference::check(image).is_err());
    found.unparsable = bad.cloned().collect();
    found
}

/// Go: `^\s+(?:-\s+)?image:\s+(\S+)`, without quotes around it.
fn image(line: &str) -> Option<&str> {
    let rest = after_space(line)?;
    let rest = rest.strip_prefix('-').map_or(Some(rest), after_space)?;
    let rest = after_space(rest.strip_prefix("image:")?)?;
    let word = rest.split(is_space).next().filter(|word| !word.is_empty())?;
    Some(word.trim_matches(['"', '\'']))
}

fn after_space(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(is_space);
    (rest.len() < text.len()).then_some(rest)
}

/// Go's `\s`.
fn is_space(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\x0c' | '\r' | ' ')
}

#[cfg(test)]
mod tests {
    use super::{Detected, detect};

    #[test]
    fn lines_that_look_like_images_are_found() {
        let manifests = "spec:\n  image: a/b:1\r\n  - image: \"c/d:2\"\n    image:   'e/f' # x\n  image: a/b:1\n";
        assert_eq!(detect(manifests).images, ["a/b:1", "c/d:2", "e/f"]);
        let others =
            "image: ab\n  \"image\": ab\n  Image: ab\n  fooImage: ab\n  {image: ab}\n  image:\n  image: \"\"\n";
        assert_eq!(detect(others), Detected::default());
    }

    #[test]
    fn one_bad_reference_spoils_all() {
        let found = detect("  image: ab\n  image: |\n");
        assert_eq!((found.unparsable.as_slice(), found.stored()), (["|".to_owned()].as_slice(), [].as_slice()));
    }

    #[test]
    fn a_long_line_ends_the_search() {
        let found = detect(&format!("  image: ab\n{}\n  image: cd\n", "x".repeat(65_536)));
        assert_eq!((found.images.len(), found.cut_at_line), (1, Some(2)));
        assert_eq!(detect(&format!("{}\n  image: cd\n", "x".repeat(65_535))).images.len(), 1);
    }
}
