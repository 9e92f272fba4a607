//! Where a template has the text of an image, or what names it. A template is no YAML, so this looks for words.

use super::Place;

/// Bytes before a text that are taken for its line.
const MAX_LINE: usize = 200;

/// The byte at which an image stands: behind `image:` for a container, anywhere as a whole word for what names images
/// otherwise.
pub(crate) fn literal(text: &str, image: &str, place: &Place) -> Option<usize> {
    let key = match place {
        Place::Container(_) => Some("image:"),
        Place::Volume(_) => Some("reference:"),
        Place::Variable(_) | Place::Argument(_) | Place::Field(_) => None,
    };
    let is_it = |at: &usize| {
        let line = line_before(text, *at);
        let is_behind = |key: &str| ends_with_word(&key_before(line), key);
        !line.trim_start().starts_with('#') && key.is_none_or(is_behind)
    };
    words(text, image, is_part_of_image).find(is_it)
}

/// The byte at which the name of a variable or an option stands, or the key for an image: the only one, or the first one of
/// the item with the container's name.
pub(crate) fn beside(text: &str, place: &Place) -> Option<usize> {
    let only = |key: &str| {
        let mut found = words(text, key, is_part_of_name);
        found.next().filter(|_| found.next().is_none())
    };
    match place {
        Place::Container(name) => only("image:").or_else(|| of_container(text, name)),
        Place::Volume(_) => only("reference:"),
        Place::Field(path) => only(&format!("{}:", path.rsplit('.').next().unwrap_or(path))),
        Place::Variable(name) | Place::Argument(name) => words(text, name, is_part_of_name).next(),
    }
}

/// The byte of the only item that has a container's name.
pub(crate) fn name_of_container(text: &str, place: &Place) -> Option<usize> {
    let Place::Container(name) = place else { return None };
    let head = format!("name: {name}");
    let mut items = words(text, &head, is_part_of_name);
    items.next().filter(|_| items.next().is_none() && !name.is_empty())
}

/// The first `image:` in the item that begins with a container's name, if there is one such item.
fn of_container(text: &str, name: &str) -> Option<usize> {
    let head = format!("- name: {name}");
    let mut items = words(text, &head, is_part_of_name);
    let start = items.next().filter(|_| items.next().is_none() && !name.is_empty())?;
    let item = text.get(start..)?;
    let image = words(item, "image:", is_part_of_name).next()?;
    let column = |at: usize| line_before(text, at).len();
    // Keys of the item stand two characters further than its dash; what stands elsewhere is not in it.
    (column(start + image) == column(start) + 2).then_some(start + image)
}

/// The places of a word: text that does not go on before or behind with a character of its kind.
fn words<'t>(text: &'t str, word: &'t str, goes_on: fn(char) -> bool) -> impl Iterator<Item = usize> + 't {
    text.match_indices(word).map(|(at, _)| at).filter(move |at| {
        let (before, behind) = (text.get(..*at), text.get(at + word.len()..));
        let is_key = word.ends_with(':');
        !before.is_some_and(|before| before.ends_with(goes_on))
            && (is_key || !behind.is_some_and(|behind| behind.starts_with(goes_on)))
    })
}

fn line_before(text: &str, at: usize) -> &str {
    let start = (at.saturating_sub(MAX_LINE)..=at).find(|start| text.is_char_boundary(*start)).unwrap_or(at);
    let before = text.get(start..at).unwrap_or_default();
    before.rsplit('\n').next().unwrap_or(before)
}

/// What stands before a value, without quotes around the value or the key.
fn key_before(line: &str) -> String {
    let quotes = [' ', '"', '\''];
    let before = line.trim_end_matches(quotes);
    before.strip_suffix(':').map_or_else(String::new, |key| format!("{}:", key.trim_end_matches(quotes)))
}

fn ends_with_word(text: &str, word: &str) -> bool {
    text.strip_suffix(word).is_some_and(|before| !before.ends_with(is_part_of_name))
}

fn is_part_of_image(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/' | ':' | '@')
}

fn is_part_of_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn container() -> Place {
        Place::Container("c".to_owned())
    }

    #[test]
    fn images_of_containers_stand_behind_their_key() {
        let at = |text: &str, image: &str| literal(text, image, &container());
        assert_eq!(at("{{ .Values.autoscaling }}\nimage: auto\n", "auto"), Some(33));
        assert_eq!(at("# image: busybox\n- image: \"busybox\"\n", "busybox"), Some(27));
        assert_eq!(at("image: busybox:1.36\n", "busybox"), None);
        assert_eq!(at("myimage: busybox\n", "busybox"), None);
        assert_eq!(at("command: busybox\n", "busybox"), None);
        assert_eq!(at("- name: nginx\n  image: nginx # nginx\n", "nginx"), Some(23));
        assert_eq!(at("- {name: b, image: \"r.io:5000/x\"}\n- {name: c, image: 5}\n", "5"), Some(53));
        assert_eq!(at("{\"name\": \"a\", \"image\": \"a\"}", "a"), Some(24));
    }

    #[test]
    fn others_stand_anywhere() {
        let variable = Place::Variable("A_IMAGE".to_owned());
        assert_eq!(literal("- {name: A_IMAGE, value: r.io/a:1}", "r.io/a:1", &variable), Some(25));
        assert_eq!(beside("- name: DATA_IMAGE\n- name: A_IMAGE\n", &variable), Some(27));
        assert_eq!(beside("x: 1\nimage: {{ x }}\nimagePullPolicy: x\n", &container()), Some(5));
        assert_eq!(beside("image: {{ x }}\nimage: {{ y }}\n", &container()), None);
        let two = "- name: b\n  image: {{ x }}\n- name: c\n  image: {{ y }}\n";
        assert_eq!(beside(two, &container()), Some(39));
        assert_eq!(beside("- name: b\n  image: {{ x }}\n- image: {{ y }}\n  name: c\n", &container()), None);
        let named = name_of_container("- {name: b, image: ''}\n- {name: c}\n", &container());
        assert_eq!(named, Some(26));
        assert_eq!(beside("image: {{ x.image: y }}\n", &Place::Field("spec.image".to_owned())), Some(0));
    }
}
