//! The files of recorded runs: charts, arguments, and what Helm made of them.
//!
//! ```text
//! === base                    files that every case has
//! == file m/Chart.yaml        and its lines
//! === NAME: --strict m        a case and its arguments
//! == file PATH [escaped] [unended]
//! == folder PATH
//! == without PATH             a file of the base that this case lacks
//! == stdout
//! == stderr
//! == exit 1
//! ```

use std::collections::BTreeMap;

/// One run of Helm.
#[derive(Default)]
pub(super) struct Case {
    pub(super) name: String,
    pub(super) arguments: Vec<String>,
    /// Content by path; `None` for folders.
    pub(super) files: BTreeMap<String, Option<String>>,
    pub(super) stdout: String,
    pub(super) stderr: String,
    pub(super) exit: String,
}

/// All cases of a file.
pub(super) fn read(text: &str) -> Vec<Case> {
    let text = format!("\n{text}");
    let mut cases = text.split("\n=== ").skip(1).map(|case| {
        let (head, body) = case.split_once('\n').unwrap();
        (head.to_owned(), body)
    });
    let (_, base) = cases.next().unwrap();
    let mut base_case = Case::default();
    fill(&mut base_case, base);
    let read = |(head, body): (String, &str)| {
        let (name, arguments) = head.split_once(": ").unwrap();
        let arguments = arguments.split(' ').map(str::to_owned).collect();
        let mut case = Case { name: name.to_owned(), arguments, files: base_case.files.clone(), ..Case::default() };
        fill(&mut case, body);
        case
    };
    cases.map(read).collect()
}

fn fill(case: &mut Case, body: &str) {
    for section in format!("\n{body}").split("\n== ").skip(1) {
        // The last line feed went with the separator.
        let (head, content) =
            section.split_once('\n').map_or((section, String::new()), |(head, content)| (head, format!("{content}\n")));
        let mut words = head.split(' ');
        match (words.next().unwrap(), words.next()) {
            ("file", Some(path)) => {
                let flags: Vec<&str> = words.collect();
                case.files.insert(path.to_owned(), Some(unescaped(content, &flags)));
            }
            ("folder", Some(path)) => drop(case.files.insert(path.to_owned(), None)),
            ("without", Some(path)) => drop(case.files.remove(path)),
            ("stdout", None) => case.stdout = content,
            ("stderr", None) => case.stderr = content,
            ("exit", Some(code)) => code.clone_into(&mut case.exit),
            other => panic!("{}: {other:?}", case.name),
        }
    }
}

fn unescaped(content: String, flags: &[&str]) -> String {
    let content = match content.strip_suffix('\n') {
        Some(rest) if flags.contains(&"unended") => rest.to_owned(),
        _ => content,
    };
    if !flags.contains(&"escaped") {
        return content;
    }
    content.replace("\\r", "\r").replace("\\t", "\t").replace("\\ufeff", "\u{feff}")
}
