//! `golden.txt`: how the cases of a theme ended with Helm.

/// Begins the lines that divide goldens.
const MARK: &[u8] = b">>> ";

/// How a run ended.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Golden {
    /// The name of the case.
    pub name: String,
    /// The exit code.
    pub code: i32,
    /// What was printed and written: `stdout`, `stderr`, `made PATH`. Nothing that is empty.
    pub sections: Vec<(String, Vec<u8>)>,
}

/// Reads what the recorder has written: behind each section's content stands one more end of line.
pub fn read(text: &[u8]) -> Vec<Golden> {
    let mut goldens: Vec<Golden> = Vec::new();
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        let Some(title) = line.strip_prefix(MARK) else {
            let section = goldens.last_mut().and_then(|golden| golden.sections.last_mut());
            section.expect("lines stand in sections").1.extend_from_slice(line);
            continue;
        };
        let title = String::from_utf8_lossy(title).trim_end().to_owned();
        if let Some(name) = title.strip_prefix("case ") {
            goldens.push(Golden { name: name.to_owned(), ..Golden::default() });
            continue;
        }
        let golden = goldens.last_mut().expect("a case comes first");
        match title.strip_prefix("exit ") {
            Some(code) => golden.code = code.parse().expect("a number"),
            None => golden.sections.push((title, Vec::new())),
        }
    }
    for (_, content) in goldens.iter_mut().flat_map(|golden| &mut golden.sections) {
        content.pop();
    }
    goldens
}

#[test]
fn goldens_are_cases_and_sections() {
    let read = read(b">>> case a\n>>> exit 1\n>>> stdout\nx\n\n\n>>> stderr\nno end\n>>> case b\n>>> exit 0\n");
    let sections = vec![("stdout".to_owned(), b"x\n\n".to_vec()), ("stderr".to_owned(), b"no end".to_vec())];
    let first = Golden { name: "a".to_owned(), code: 1, sections };
    assert_eq!(read, [first, Golden { name: "b".to_owned(), ..Golden::default() }]);
}
