//! Where a file of values names images: `repository`, `tag` and `digest` in one mapping, or the whole reference in one
//! text.

use std::collections::HashMap;

use goyaml::{Kind, Node, Position};

use super::Reference;

/// The longest text that is looked at.
const MAX_TEXT: usize = 512;
/// Places that are kept.
const MAX_SOURCES: usize = 20_000;

/// A place where an image is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The way to it: `controller.image.tag`.
    pub path: String,
    /// The tag if it has a text of its own that is not empty; otherwise the repository or the whole reference.
    pub position: Position,
    /// What stands there, as far as it goes: without a registry that is set elsewhere, without a tag if it has none.
    named: Reference,
    /// Whether a registry stands there.
    has_registry: bool,
}

/// All places of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    by_base: HashMap<String, Vec<Source>>,
    /// All texts, with the ways to them and their places.
    texts: HashMap<String, Vec<(String, Position)>>,
    count: usize,
    text_count: usize,
}

impl Source {
    /// Whether the tag stands there, too.
    pub fn has_tag(&self) -> bool {
        self.named.tag.is_some()
    }

    /// Whether the registry of an image stands there, or needs not.
    pub fn has_registry_of(&self, image: &Reference) -> bool {
        self.named.domain == image.domain
    }

    /// Whether what it says is part of an image: its tag may have more around it, as in `1.0-alpine`.
    fn is_part_of(&self, image: &Reference) -> bool {
        let named = &self.named;
        let is_repository =
            named.is_same_repository(image) || !self.has_registry && is_same_path(&named.path, &image.path);
        let is_tag = match (&named.tag, &image.tag) {
            (None, _) => true,
            (Some(_), None) => image.digest.is_some(),
            (Some(written), Some(rendered)) => is_in_tag(written, rendered),
        };
        is_repository && is_tag
    }
}

impl Sources {
    /// Looks through a file of values; one that can't be read has none.
    pub fn of(values: &[u8]) -> Self {
        let mut sources = Self::default();
        if let Ok(Some(document)) = goyaml::parse(values) {
            sources.walk(&document, &mut Vec::new());
        }
        sources
    }

    /// The place that names an image: the same repository (or, where its registry is set elsewhere, the same path), and
    /// no other tag. For an image of a chart within only the values of that chart count, by the key that they have.
    pub fn find(&self, image: &Reference, within: Option<&str>) -> Option<&Source> {
        let candidates = self.by_base.get(image.base())?.iter();
        let is_it = |source: &&Source| source.is_part_of(image) && is_for(within, &source.path);
        let rank = |source: &&Source| {
            let named = &source.named;
            (!named.is_same_repository(image), named.tag.is_some() && named.tag != image.tag, named.tag.is_none())
        };
        candidates.filter(is_it).min_by_key(rank)
    }

    /// The first place where a text stands alone.
    pub fn find_text(&self, text: &str, within: Option<&str>) -> Option<(&str, Position)> {
        let found = self.texts.get(text)?.iter().find(|(path, _)| is_for(within, path))?;
        Some((&found.0, found.1))
    }

    fn walk<'n>(&mut self, node: &'n Node, path: &mut Vec<&'n str>) {
        match &node.kind {
            Kind::Mapping(entries) => {
                let part = self.mapping(node, path);
                for (key, value) in entries {
                    let key = key.as_scalar().map(|key| key.value.as_str()).unwrap_or_default();
                    if part == Some(key) {
                        continue;
                    }
                    path.push(key);
                    self.walk(value, path);
                    path.pop();
                }
            }
            Kind::Sequence(items) => items.iter().for_each(|item| self.walk(item, path)),
            Kind::Scalar(scalar) => {
                self.add_text(&scalar.value, node.span.start, path);
                let whole = Some(&scalar.value).filter(|text| text.len() <= MAX_TEXT && text.contains(['/', ':']));
                if let Some(named) = whole.and_then(|text| Reference::parse(text).ok()) {
                    let has_registry = scalar.value.starts_with(&named.domain);
                    self.add(Source { path: path.join("."), position: node.span.start, named, has_registry });
                }
            }
        }
    }

    /// `{registry: r.io, repository: a, tag: "1"}`; the key of the repository if it is such a mapping.
    fn mapping(&mut self, node: &Node, path: &[&str]) -> Option<&'static str> {
        let part = |key: &'static str| {
            let found = node.get(key)?;
            let text = found.as_scalar().map(|scalar| scalar.value.as_str())?;
            (!text.is_empty() && text.len() <= MAX_TEXT).then_some((key, found, text))
        };
        let tag = part("tag").or_else(|| part("imageTag")).or_else(|| part("version"));
        let by_tag = || tag.as_ref().and_then(|_| part("image").or_else(|| part("name")));
        let (repository_key, repository, name) = part("repository").or_else(by_tag)?;
        let registry = part("registry").or_else(|| part("imageRegistry")).map(|(_, _, text)| text);
        let base = registry.map_or_else(|| name.to_owned(), |registry| format!("{registry}/{name}"));
        let named = Reference::parse(&base).ok()?;
        let has_registry = registry.is_some() || name.starts_with(&named.domain);
        let tag = tag.filter(|(_, node, text)| is_written(node, text));
        let named = match &tag {
            Some((_, _, text)) => Reference { tag: Some((*text).to_owned()), ..named },
            None => named,
        };
        let (key, at) = tag.map_or((repository_key, repository), |(key, node, _)| (key, node));
        let path = path.iter().copied().chain([key]).collect::<Vec<_>>().join(".");
        self.add(Source { path, position: at.span.start, named, has_registry });
        Some(repository_key)
    }

    fn add_text(&mut self, text: &str, position: Position, path: &[&str]) {
        let length: usize = path.iter().map(|key| key.len()).sum();
        if self.text_count < MAX_SOURCES && !text.is_empty() && text.len().max(length) <= MAX_TEXT {
            self.text_count += 1;
            self.texts.entry(text.to_owned()).or_default().push((path.join("."), position));
        }
    }

    fn add(&mut self, source: Source) {
        if self.count < MAX_SOURCES {
            self.count += 1;
            self.by_base.entry(source.named.base().to_owned()).or_default().push(source);
        }
    }
}

/// Whether a way through values is for a chart within: below its key, or below `global`.
fn is_for(within: Option<&str>, path: &str) -> bool {
    let first = path.split('.').next().unwrap_or(path);
    within.is_none_or(|chart| first == "global" || path.strip_prefix(chart).is_some_and(|rest| rest.starts_with('.')))
}

/// Whether a tag is another one, or a part of it between dashes; a `v` may stand before it.
fn is_in_tag(written: &str, rendered: &str) -> bool {
    let begins =
        |rendered: &str| rendered.strip_prefix(written).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
    let ends = rendered.strip_suffix(written).is_some_and(|before| before.ends_with('-'));
    begins(rendered) || rendered.strip_prefix('v').is_some_and(begins) || ends
}

/// Whether a value is there and not null.
fn is_written(node: &Node, text: &str) -> bool {
    !text.is_empty() && node.to_go_string().is_ok_and(|text| text.is_some())
}

/// Whether two paths are the same where one may have more before it: a registry with a path of its own.
fn is_same_path(written: &str, rendered: &str) -> bool {
    let written = written.strip_prefix("library/").unwrap_or(written);
    rendered == written || rendered.strip_suffix(written).is_some_and(|before| before.ends_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(values: &str, image: &str) -> Option<(String, u32, u32)> {
        let sources = Sources::of(values.as_bytes());
        let found = sources.find(&Reference::parse(image).unwrap(), None);
        found.map(|found| (found.path.clone(), found.position.line, found.position.column))
    }

    #[test]
    fn images_are_found_by_parts_and_as_a_whole() {
        let values = "web:\n  image:\n    registry: r.io\n    repository: team/web\n    tag: \"1\"\n\
            job:\n  image:\n    repository: team/job\n    tag: \"\"\nproxy: nginx:1.27\nlist:\n- image: r.io/x\n";
        let some = |path: &str, line, column| Some((path.to_owned(), line, column));
        assert_eq!(place(values, "r.io/team/web:1"), some("web.image.tag", 5, 10));
        assert_eq!(place(values, "r.io/team/web:1-alpine"), some("web.image.tag", 5, 10));
        assert_eq!(place(values, "r.io/team/web:v1"), some("web.image.tag", 5, 10));
        assert_eq!(place(values, "r.io/team/web:2"), None);
        assert_eq!(place(values, "r.io/team/web"), None);
        assert_eq!(place(values, "other.io/team/web:1"), None);
        assert_eq!(place(values, "team/job:3"), some("job.image.repository", 8, 17));
        assert_eq!(place(values, "mirror.io/team/job:3"), some("job.image.repository", 8, 17));
        assert_eq!(place(values, "nginx:1.27"), some("proxy", 10, 8));
        assert_eq!(place(values, "r.io/x"), some("list.image", 12, 10));
        assert_eq!(place(values, "r.io/y"), None);
        assert_eq!(place("a: [", "r.io/y"), None);
    }

    #[test]
    fn values_of_a_chart_within_stand_below_its_key() {
        let sources = Sources::of(b"image: r.io/a:1\nsub:\n  image: r.io/b:1\nglobal:\n  registry: R.io\n");
        let find = |image: &str, within| {
            let found = sources.find(&Reference::parse(image).unwrap(), within);
            found.map(|found| found.path.as_str())
        };
        assert_eq!(find("r.io/a:1", Some("sub")), None);
        assert_eq!(find("r.io/b:1", Some("sub")), Some("sub.image"));
        let at = Position { line: 5, column: 13 };
        assert_eq!(sources.find_text("R.io", Some("sub")), Some(("global.registry", at)));
        assert_eq!(sources.find_text("R.io", None), Some(("global.registry", at)));
        assert_eq!(sources.find_text("r.io", None), None);
    }
}
