//! How the runner of GitHub Actions reads, written down from its rules, for the tests of what we write
//! (actions/runner: `src/Runner.Common/ActionCommand.cs`, `src/Runner.Worker/FileCommandManager.cs`).

/// A command: its name, its properties, its data.
pub type Command = (String, Vec<(String, String)>, String);

/// A line that is a command: white space before it does not count, it begins with `::`, and the next `::` ends the part
/// with name and properties.
pub fn parse(line: &str) -> Option<Command> {
    let (information, data) = line.trim_start().strip_prefix("::")?.split_once("::")?;
    let (name, properties) = information.split_once(' ').unwrap_or((information, ""));
    let known = ["error", "warning", "notice", "group", "stop-commands", "add-mask", "set-output"];
    known.contains(&name).then_some(())?;
    let pairs = properties.trim().split(',').filter_map(|pair| pair.split_once('='));
    let properties = pairs.filter(|(key, value)| !key.is_empty() && !value.is_empty());
    let properties = properties.map(|(key, value)| (key.to_owned(), unescaped(value, &[":", ","]))).collect();
    Some((name.to_owned(), properties, unescaped(data, &[])))
}

/// Carriage return, line feed, then what counts only in properties, `%` at last.
fn unescaped(text: &str, more: &[&str]) -> String {
    let mut text = text.replace("%0D", "\r").replace("%0A", "\n");
    for token in more {
        text = text.replace(if *token == ":" { "%3A" } else { "%2C" }, token);
    }
    text.replace("%25", "%")
}

/// The values in a file of outputs: `name=value`, or `name<<END`, lines, `END`.
pub fn outputs(text: &str) -> Option<Vec<(String, String)>> {
    let mut found = Vec::new();
    let mut lines = text.split('\n');
    while let Some(line) = lines.next() {
        let (equals, heredoc) = (line.find('='), line.find("<<"));
        match (equals, heredoc) {
            (None, None) if line.is_empty() => {}
            (Some(at), heredoc) if heredoc.is_none_or(|heredoc| at < heredoc) => {
                let (name, value) = line.split_once('=')?;
                found.push((name.to_owned(), value.to_owned()));
            }
            (_, Some(_)) => {
                let (name, end) = line.split_once("<<").filter(|(name, end)| !name.is_empty() && !end.is_empty())?;
                let mut value = Vec::new();
                loop {
                    match lines.next()? {
                        line if line == end => break,
                        line => value.push(line),
                    }
                }
                found.push((name.to_owned(), value.join("\n")));
            }
            _ => return None,
        }
    }
    Some(found)
}
