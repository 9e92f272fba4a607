//! Texts as Helm treats them: cleaned metadata and log lines.

use gostd::unicode;

/// White space becomes a plain space, what can't be printed is dropped (Helm: `sanitizeString`).
pub(crate) fn sanitize(text: &str) -> String {
    text.chars()
        .filter_map(|character| {
            if unicode::is_space(character) { Some(' ') } else { unicode::is_print(character).then_some(character) }
        })
        .collect()
}

/// An INFO line as Helm logs it on stderr.
pub(crate) fn info_line(message: &str, attributes: &[(&str, &str)]) -> String {
    gostd::slog::line("INFO", message, attributes)
}

/// The last part of a path as Go's `filepath.Base` gives it.
pub fn base_name(path: &str) -> &str {
    let trimmed = path.trim_end_matches('/');
    match (path, trimmed) {
        ("", _) => ".",
        (_, "") => "/",
        _ => trimmed.rsplit('/').next().unwrap_or(trimmed),
    }
}

/// The shortest equivalent of a path, by its letters alone (Go's `path.Clean`).
pub fn clean_path(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if rooted => {}
            _ => parts.push(part),
        }
    }
    match (rooted, parts.is_empty()) {
        (true, _) => format!("/{}", parts.join("/")),
        (false, true) => ".".to_owned(),
        (false, false) => parts.join("/"),
    }
}

/// A path below another, cleaned (Go's `path.Join`).
pub fn join_path(folder: &str, path: &str) -> String {
    if folder.is_empty() { clean_path(path) } else { clean_path(&format!("{folder}/{path}")) }
}

/// The extension of a path's last part with its dot, as Go's `filepath.Ext` gives it.
pub fn extension(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rfind('.').and_then(|dot| name.get(dot..)).unwrap_or("")
}

/// Bytes of a name that are shown in a message.
const SHOWN_BYTES: usize = 200;

/// The beginning of a name that someone else has chosen, so that a message stays a line.
pub(crate) fn shown(name: &str) -> String {
    if name.len() <= SHOWN_BYTES {
        return name.to_owned();
    }
    let end = name.floor_char_boundary(SHOWN_BYTES);
    format!("{}…", name.get(..end).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sanitizing_keeps_what_go_prints() {
        assert_eq!(sanitize("a\tb\u{a0}c\u{200b}d"), "a b cd");
        assert_eq!(sanitize("é\u{2028}x\u{e000}😀e\u{301}"), "é x😀e\u{301}");
    }

    #[test]
    fn log_lines_quote_where_slog_does() {
        assert_eq!(
            info_line("found it", &[("path", "/m/y"), ("resolved", "/m/a b")]),
            "level=INFO msg=\"found it\" path=/m/y resolved=\"/m/a b\""
        );
    }

    #[test]
    fn paths_are_cleaned_as_go_does() {
        for (path, clean) in [
            ("", "."),
            ("a//b/./c/", "a/b/c"),
            ("a/../../b", "../b"),
            ("/../a", "/a"),
            ("../..", "../.."),
            ("a/..", "."),
            ("/", "/"),
        ] {
            assert_eq!(clean_path(path), clean, "{path}");
        }
    }

    #[test]
    fn long_names_are_cut_between_characters() {
        assert_eq!(shown("demo/x"), "demo/x");
        let long = format!("x{}", "é".repeat(1000));
        assert_eq!(shown(&long), format!("x{}…", "é".repeat(99)));
    }

    #[test]
    fn names_and_extensions() {
        assert_eq!((base_name("a/b"), base_name("/"), base_name("")), ("b", "/", "."));
        assert_eq!((extension("a.b/c"), extension("x.tgz.prov"), extension(".tgz")), ("", ".prov", ".tgz"));
    }
}
