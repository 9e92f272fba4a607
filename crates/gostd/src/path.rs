//! Slash-separated paths as Go's `path` treats them. On Unix `path/filepath` does the same.

/// The last element, without slashes at its end: `.` for an empty path, `/` for nothing but slashes (`path.Base`).
pub fn base(path: &[u8]) -> &[u8] {
    if path.is_empty() {
        return b".";
    }
    let end = path.iter().rposition(|byte| *byte != b'/').map_or(0, |last| last + 1);
    let trimmed = path.get(..end).unwrap_or_default();
    if trimmed.is_empty() { b"/" } else { split(trimmed).1 }
}

/// All but the last element, cleaned (`path.Dir`).
pub fn dir(path: &[u8]) -> Vec<u8> {
    clean(split(path).0)
}

/// The part from the last dot of the last element on (`path.Ext`).
pub fn ext(path: &[u8]) -> &[u8] {
    let name = split(path).1;
    let dot = name.iter().rposition(|byte| *byte == b'.');
    dot.and_then(|dot| name.get(dot..)).unwrap_or_default()
}

/// Whether the path starts at the root (`path.IsAbs`).
pub fn is_abs(path: &[u8]) -> bool {
    path.starts_with(b"/")
}

/// The shortest path of the same meaning (`path.Clean`): no doubled slashes, no `.`, no `..` after a name.
pub fn clean(path: &[u8]) -> Vec<u8> {
    let rooted = is_abs(path);
    let mut elements: Vec<&[u8]> = Vec::new();
    for element in path.split(|byte| *byte == b'/') {
        match element {
            b"" | b"." => {}
            b".." => match elements.last() {
                Some(last) if *last != b".." => {
                    elements.pop();
                }
                None if rooted => {}
                _ => elements.push(element),
            },
            _ => elements.push(element),
        }
    }
    let joined = elements.join(&b'/');
    match (rooted, joined.is_empty()) {
        (true, _) => [b"/", joined.as_slice()].concat(),
        (false, true) => b".".to_vec(),
        (false, false) => joined,
    }
}

/// What stands up to and including the last slash, and the rest.
fn split(path: &[u8]) -> (&[u8], &[u8]) {
    let start = path.iter().rposition(|byte| *byte == b'/').map_or(0, |slash| slash + 1);
    path.split_at(start)
}

#[cfg(test)]
mod tests {
    use super::{base, clean, dir, ext};

    // Path, base, dir, ext, clean; recorded from Go 1.27.
    const CASES: &[(&str, &str, &str, &str, &str)] = &[
        ("", ".", ".", "", "."),
        ("/", "/", "/", "", "/"),
        ("//", "/", "/", "", "/"),
        ("a", "a", ".", "", "a"),
        ("a/", "a", "a", "", "a"),
        ("a//", "a", "a", "", "a"),
        ("/a", "a", "/", "", "/a"),
        ("/a/b.txt", "b.txt", "/a", ".txt", "/a/b.txt"),
        ("a/b/../c", "c", "a", "", "a/c"),
        ("../a", "a", "..", "", "../a"),
        ("../../a/..", "..", "../../a", ".", "../.."),
        ("/..", "..", "/", ".", "/"),
        ("/../a", "a", "/", "", "/a"),
        ("./a/./b", "b", "a", "", "a/b"),
        ("a/..", "..", "a", ".", "."),
        ("a/../..", "..", ".", ".", ".."),
        ("a.b/c", "c", "a.b", "", "a.b/c"),
        ("a.b.c", "a.b.c", ".", ".c", "a.b.c"),
        ("a/.b", ".b", "a", ".b", "a/.b"),
        ("...", "...", ".", ".", "..."),
        ("a/...", "...", "a", ".", "a/..."),
        ("é/ü.ö", "ü.ö", "é", ".ö", "é/ü.ö"),
        (".", ".", ".", ".", "."),
        ("..", "..", ".", ".", ".."),
        ("a//b///c.tar.gz", "c.tar.gz", "a/b", ".gz", "a/b/c.tar.gz"),
    ];

    #[test]
    fn as_go() {
        for (path, base_of, dir_of, ext_of, cleaned) in CASES {
            let bytes = path.as_bytes();
            assert_eq!(base(bytes), base_of.as_bytes(), "base of {path}");
            assert_eq!(dir(bytes), dir_of.as_bytes(), "dir of {path}");
            assert_eq!(ext(bytes), ext_of.as_bytes(), "ext of {path}");
            assert_eq!(clean(bytes), cleaned.as_bytes(), "clean {path}");
        }
    }
}
