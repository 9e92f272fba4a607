//! What of a README the page does not show (`web/src/layout/package/readme`): HTML, images and links that are not on
//! the web. The text is looked through line by line; it is no Markdown parser.

/// One fragment for each kind of thing that is lost, with the first example and its line, from 1.
pub(super) fn hazards(text: &str) -> Vec<(u32, String)> {
    let mut found = Found::default();
    let mut fence: Option<&str> = None;
    for (number, line) in (1..).zip(text.lines()) {
        found.line = number;
        let trimmed = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            (None, None) => found.look(&without_code(line)),
            _ => {}
        }
    }
    let kinds = [
        (found.html, "HTML is dropped"),
        (found.image, "images are shown from http and https only"),
        (found.link, "links that are neither http, https nor # become plain text"),
    ];
    let lost =
        kinds.into_iter().filter_map(|(example, rule)| example.map(|(line, text)| (line, format!("{rule}: {text}"))));
    lost.collect()
}

#[derive(Default)]
struct Found {
    line: u32,
    html: Option<(u32, String)>,
    image: Option<(u32, String)>,
    link: Option<(u32, String)>,
}

impl Found {
    fn look(&mut self, line: &str) {
        let here = self.line;
        if let Some(tag) = html_tag(line) {
            self.html.get_or_insert_with(|| (here, tag.to_owned()));
        }
        let mut rest = line;
        while let Some((before, after)) = rest.split_once("](") {
            let Some((target, tail)) = after.split_once(')') else { return };
            let address = target.split_whitespace().next().unwrap_or_default().trim_matches(['<', '>']);
            let on_web = address.starts_with("http:") || address.starts_with("https:");
            let is_image = before.rfind('[').is_some_and(|start| before.get(..start).is_some_and(|b| b.ends_with('!')));
            if is_image && !on_web {
                self.image.get_or_insert_with(|| (here, address.to_owned()));
            } else if !is_image && !on_web && !address.starts_with(['#', '[']) {
                self.link.get_or_insert_with(|| (here, address.to_owned()));
            }
            rest = tail;
        }
    }
}

/// `<img …>`, `</a>`; not `<https://…>`, which is a link.
fn html_tag(line: &str) -> Option<&str> {
    line.match_indices('<').find_map(|(start, _)| {
        let rest = line.get(start..)?;
        let tag = rest.get(..=rest.find('>')?)?;
        let name = tag.trim_start_matches(['<', '/']).split([' ', '>', '/']).next()?;
        let is_name = name.chars().next().is_some_and(|first| first.is_ascii_alphabetic())
            && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '-');
        (is_name && !name.contains(':')).then_some(tag)
    })
}

/// The line without what stands between backquotes.
fn without_code(line: &str) -> String {
    line.split('`').step_by(2).collect::<Vec<_>>().join(" ")
}
