//! `cases.txt`: one case a line.

/// One run.
#[derive(Debug, Default)]
pub struct Case {
    /// Its name within the theme.
    pub name: String,
    /// What is written behind the program's name; `{made}` is a fresh folder.
    pub arguments: Vec<String>,
    /// The file, below the theme's folder, that stdin is.
    pub stdin: Option<String>,
    /// Further variables of the environment.
    pub environment: Vec<(String, String)>,
    /// Lines are compared in any order: Helm's own changes from run to run.
    pub is_unordered: bool,
    /// Too slow for a program that is built for debugging.
    pub is_slow: bool,
}

/// Reads all lines but blank ones and comments.
pub fn read(text: &str) -> Vec<Case> {
    text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')).map(read_line).collect()
}

fn read_line(line: &str) -> Case {
    let mut words = words(line).into_iter().peekable();
    let mut case = Case { name: words.next().unwrap_or_default(), ..Case::default() };
    while let Some(word) = words.next_if(|word| is_setting(word)) {
        if let Some(file) = word.strip_prefix("stdin:") {
            case.stdin = Some(file.to_owned());
        } else if let Some((name, value)) = word.strip_prefix("env:").and_then(|setting| setting.split_once('=')) {
            case.environment.push((name.to_owned(), value.to_owned()));
        } else {
            case.is_unordered |= word == "unordered";
            case.is_slow |= word == "slow";
        }
    }
    case.arguments = words.collect();
    case
}

fn is_setting(word: &str) -> bool {
    matches!(word, "unordered" | "slow") || word.starts_with("stdin:") || word.starts_with("env:")
}

/// Words between spaces; within `'…'` spaces are part of a word.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = None::<String>;
    let mut is_quoted = false;
    for character in line.chars() {
        match character {
            '\'' => {
                is_quoted = !is_quoted;
                word.get_or_insert_default();
            }
            ' ' if !is_quoted => words.extend(word.take()),
            _ => word.get_or_insert_default().push(character),
        }
    }
    words.extend(word);
    words
}

#[test]
fn lines_are_words_and_settings() {
    let cases = read("# comment\n\na-name stdin:in.txt env:A=b=c unordered template x --set 'a b='c '' stdin:y\n");
    let [case] = cases.as_slice() else { panic!("{cases:?}") };
    assert_eq!(case.name, "a-name");
    assert_eq!(case.stdin.as_deref(), Some("in.txt"));
    assert_eq!(case.environment, [("A".to_owned(), "b=c".to_owned())]);
    assert!(case.is_unordered && !case.is_slow);
    assert_eq!(case.arguments, ["template", "x", "--set", "a b=c", "", "stdin:y"]);
}
