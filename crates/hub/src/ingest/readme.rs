//! What of a README the page does not show (`web/src/layout/package/readme`): HTML, images and links that are not on
//! the web. The text is looked through line by line; it is no Markdown parser, and is silent where it is in doubt.

use goyaml::Position;

use super::markup::{Link, Tag, links, tags, without_code};
use crate::fences::Fence;

/// Something that is lost.
#[derive(Debug)]
pub(super) struct Hazard {
    /// Where it stands.
    pub(super) position: Position,
    /// What happens to it.
    pub(super) message: String,
    /// What to write instead, where that is beyond doubt.
    pub(super) instead: Option<String>,
}

/// One for each kind of thing that is lost: the first.
pub(super) fn hazards(text: &str) -> Vec<Hazard> {
    let mut found = Found::default();
    let mut fence: Option<Fence<'_>> = None;
    for (number, line) in (1..).zip(text.lines()) {
        match fence {
            Some(open) if open.is_closed_by(line) => fence = None,
            Some(_) => {}
            None => {
                fence = Fence::opened_by(line);
                // So far to the right it is code, or in a list.
                if fence.is_none() && !line.starts_with("    ") && !line.starts_with('\t') {
                    found.look(number, &without_code(line));
                }
            }
        }
    }
    [found.placeholder, found.html, found.image, found.link].into_iter().flatten().collect()
}

#[derive(Default)]
struct Found {
    placeholder: Option<Hazard>,
    html: Option<Hazard>,
    image: Option<Hazard>,
    link: Option<Hazard>,
}

impl Found {
    fn look(&mut self, number: u32, line: &str) {
        let hazard = |start: usize, message: String, instead| {
            let column = line.get(..start).map_or(0, |before| before.chars().count());
            let position = Position { line: number, column: u32::try_from(column + 1).unwrap_or(u32::MAX) };
            Hazard { position, message, instead }
        };
        for Tag { start, text, is_element } in tags(line) {
            let shown = short(text);
            if is_element {
                self.html.get_or_insert_with(|| hazard(start, format!("HTML is dropped: {shown}"), None));
            } else {
                let message = format!("{shown} disappears, as it is taken for HTML");
                self.placeholder.get_or_insert_with(|| hazard(start, message, Some(format!("`{shown}`"))));
            }
        }
        for Link { start, address, is_image } in links(line) {
            let on_web = address.starts_with("http:") || address.starts_with("https:");
            if on_web || address.is_empty() {
                continue;
            }
            let shown = short(address);
            if is_image {
                let message = format!("images are shown from http and https only: {shown}");
                self.image.get_or_insert_with(|| hazard(start, message, None));
            } else if !address.starts_with('#') {
                let message = format!("links that are neither http, https nor # become plain text: {shown}");
                self.link.get_or_insert_with(|| hazard(start, message, None));
            }
        }
    }
}

/// Characters that are shown of what is lost.
const SHOWN: usize = 100;

fn short(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text)),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::hazards;

    fn lost(text: &str) -> Vec<(u32, u32, String)> {
        hazards(text).into_iter().map(|lost| (lost.position.line, lost.position.column, lost.message)).collect()
    }

    #[test]
    fn code_and_what_is_no_link_is_not_lost() {
        let code = "```affinity: \"\"```\n\n```sh\n<release>\n```yaml\n[x](y)\n```\n\n    <name>\n``a ` <b>`` `c`\n";
        assert_eq!(lost(code), []);
        let text = "[docs](More info: https://x/y) [here](Spinach configuration ) [x]() [y](https://x/y(z)) <https://x> <a@b.c>\n";
        assert_eq!(lost(text), []);
    }

    #[test]
    fn places_are_those_of_what_is_lost() {
        let text = "pass <password> or <b>x</b>\né `<x>` [g](<./docs/Getting Started.md>) ![](a.png \"A\")\n";
        let link = "links that are neither http, https nor # become plain text: ./docs/Getting Started.md";
        let expected = [
            (1, 6, "<password> disappears, as it is taken for HTML"),
            (1, 20, "HTML is dropped: <b>"),
            (2, 46, "images are shown from http and https only: a.png"),
            (2, 14, link),
        ];
        let found = lost(text);
        let found: Vec<(u32, u32, &str)> = found.iter().map(|(l, c, message)| (*l, *c, message.as_str())).collect();
        assert_eq!(found, expected);
    }
}
