//! HTML and links in one line of Markdown (CommonMark 0.31).

/// Elements of HTML that a README may have on purpose.
const ELEMENTS: &str = " a abbr article aside audio b big blockquote br button canvas caption center code col colgroup dd \
                        del details dfn div dl dt em embed figcaption figure font footer form h1 h2 h3 h4 h5 h6 head \
                        header hr html i iframe img input ins kbd label legend li link main mark meta nav object ol \
                        option p param picture pre q s samp script section select small source span strike strong style \
                        sub summary sup svg table tbody td template textarea tfoot th thead title tr tt u ul var video \
                        wbr ";

/// `<img …>`, `</a>`, `<name>`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag<'l> {
    /// The byte in the line where it begins.
    pub(super) start: usize,
    /// The whole of it.
    pub(super) text: &'l str,
    /// Whether HTML has such an element.
    pub(super) is_element: bool,
}

/// What is HTML in a line; not `<https://…>`, which is a link.
pub(super) fn tags(line: &str) -> impl Iterator<Item = Tag<'_>> {
    line.match_indices('<').filter_map(move |(start, _)| {
        let rest = line.get(start..)?;
        let inner = rest.get(1..)?;
        let inner = inner.strip_prefix('/').unwrap_or(inner);
        let length = inner.find(|character: char| !character.is_ascii_alphanumeric() && character != '-')?;
        let (name, behind) = inner.split_at_checked(length)?;
        let attribute = behind.trim_start_matches([' ', '\t']);
        let has_attributes = attribute.len() < behind.len()
            && attribute.starts_with(|first: char| first.is_ascii_alphabetic() || matches!(first, '_' | ':'));
        let is_tag = name.starts_with(|first: char| first.is_ascii_alphabetic())
            && (has_attributes || attribute.starts_with(['>', '/']));
        let end = closing(inner).filter(|_| is_tag)? + rest.len() - inner.len();
        let element = ELEMENTS.contains(&format!(" {} ", name.to_ascii_lowercase()));
        Some(Tag { start, text: rest.get(..=end)?, is_element: element })
    })
}

/// The next `>`, if no `<` comes before it.
fn closing(text: &str) -> Option<usize> {
    text.find(['<', '>']).filter(|end| text.as_bytes().get(*end) == Some(&b'>'))
}

/// `[text](address)`, `![text](address "title")`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Link<'l> {
    /// The byte in the line where the address begins.
    pub(super) start: usize,
    /// The address.
    pub(super) address: &'l str,
    /// Whether it is an image.
    pub(super) is_image: bool,
}

/// The links and images of a line. In `[![a](b)](c)` both are found.
pub(super) fn links(line: &str) -> impl Iterator<Item = Link<'_>> {
    let mut last = 0;
    line.match_indices("](").filter_map(move |(middle, _)| {
        let before = line.get(last..middle)?;
        last = middle + 2;
        let (start, address) = address(line, middle + 2)?;
        let is_image = before.rfind('[').is_some_and(|open| before.get(..open).is_some_and(|text| text.ends_with('!')));
        Some(Link { start, address, is_image })
    })
}

/// The address that stands at a byte, if a title or nothing comes behind it, and a bracket.
fn address(line: &str, from: usize) -> Option<(usize, &str)> {
    let rest = line.get(from..)?;
    let text = rest.trim_start();
    let start = from + rest.len() - text.len();
    let (start, address, behind) = match text.strip_prefix('<') {
        Some(inner) => {
            let end = closing(inner)?;
            (start + 1, inner.get(..end)?, inner.get(end + 1..)?)
        }
        None => {
            let end = end_of_plain(text)?;
            (start, text.get(..end)?, text.get(end..)?)
        }
    };
    let title = behind.trim_start();
    let has_title = title.len() < behind.len() && title.starts_with(['"', '\'', '(']);
    (title.starts_with(')') || has_title).then_some((start, address))
}

/// Where an address without angle brackets ends: at white space, or at a bracket too many. Those with another link in them
/// are not looked at.
fn end_of_plain(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    let mut last = b' ';
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b' ' | b'\t' => return Some(at),
            b'(' if last == b']' => return None,
            b'(' => open += 1,
            b')' if open == 0 => return Some(at),
            b')' => open -= 1,
            _ => {}
        }
        last = byte;
    }
    None
}

/// The line with spaces for what stands between as many backquotes as before it.
pub(super) fn without_code(line: &str) -> String {
    let runs = backquotes(line);
    let mut text = String::with_capacity(line.len());
    let (mut done, mut index) = (0, 0);
    while let Some((start, length)) = runs.get(index).copied() {
        let behind = runs.get(index + 1..).unwrap_or_default();
        let Some(closing) = behind.iter().position(|(_, other)| *other == length) else {
            index += 1;
            continue;
        };
        let end = behind.get(closing).map_or(line.len(), |(start, length)| start + length);
        text.push_str(line.get(done..start).unwrap_or_default());
        let code = line.get(start..end).unwrap_or_default();
        text.extend(code.chars().map(|_| ' '));
        done = end;
        index += closing + 2;
    }
    text.push_str(line.get(done..).unwrap_or_default());
    text
}

/// Runs of backquotes: where each begins and how long it is.
fn backquotes(line: &str) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (at, _) in line.match_indices('`') {
        match runs.last_mut().filter(|(start, length)| start + length == at) {
            Some((_, length)) => *length += 1,
            None => runs.push((at, 1)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::{links, tags, without_code};

    #[test]
    fn tags_are_told_from_other_brackets() {
        let found = |line| tags(line).map(|tag| (tag.text, tag.is_element)).collect::<Vec<_>>();
        assert_eq!(found("a < b and c > d, <1st>, <x@y.z>, <https://x>, <a,b>, <name=x>, <!-- c -->"), []);
        assert_eq!(found("<IMG src='x'> <your name> </p> <br/>").len(), 4);
        assert_eq!(found("<user>:<x-y>"), [("<user>", false), ("<x-y>", false)]);
    }

    #[test]
    fn links_have_an_address_and_perhaps_a_title() {
        let found = |line| links(line).map(|link| (link.address, link.is_image)).collect::<Vec<_>>();
        assert_eq!(
            found("[![a](b)](c) [d]( e 'f' ) [g](<h i>)"),
            [("b", true), ("c", false), ("e", false), ("h i", false)]
        );
        assert_eq!(found("[a](b(c)d) [a](b c) [a](b"), [("b(c)d", false)]);
    }

    #[test]
    fn code_is_blank() {
        assert_eq!(without_code("a `b` ``c`d`` `e"), "a     ".to_owned() + "        `e");
    }

    #[test]
    fn long_lines_are_no_trouble() {
        for text in ["<a", "](", "[a](<", "`", "`a``"] {
            let line = text.repeat(200_000);
            assert_eq!((tags(&line).count(), links(&line).count()), (0, 0), "{text}");
            without_code(&line);
        }
    }
}
