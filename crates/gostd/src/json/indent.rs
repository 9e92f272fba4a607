//! Spreading JSON over several lines.

/// Spreads JSON that stands on one line over several, one `indent` per level: `json.Indent(text, "", indent)`.
#[must_use]
pub fn indent(text: &str, indent: &str) -> String {
    let mut output = String::with_capacity(2 * text.len());
    let (mut level, mut in_string, mut escaped) = (0_usize, false, false);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if in_string {
            output.push(character);
            in_string = escaped || character != '"';
            escaped = !escaped && character == '\\';
            continue;
        }
        match character {
            '{' | '[' => {
                output.push(character);
                match characters.next_if(|next| matches!(next, '}' | ']')) {
                    Some(close) => output.push(close),
                    None => {
                        level += 1;
                        break_line(&mut output, indent, level);
                    }
                }
            }
            '}' | ']' => {
                level = level.saturating_sub(1);
                break_line(&mut output, indent, level);
                output.push(character);
            }
            ',' => {
                output.push(character);
                break_line(&mut output, indent, level);
            }
            ':' => output.push_str(": "),
            _ => {
                in_string = character == '"';
                output.push(character);
            }
        }
    }
    output
}

fn break_line(output: &mut String, indent: &str, level: usize) {
    output.push('\n');
    (0..level).for_each(|_| output.push_str(indent));
}

#[cfg(test)]
mod tests {
    use super::super::{encode, encode_indent, parse};
    use super::indent;

    #[test]
    fn text_is_spread_as_values_are() {
        let value = parse(br#"{"a":[1,{"b":"x\"{,:\\"},[],{}],"c":{"d":null}}"#).unwrap();
        assert_eq!(indent(&encode(&value), "  "), encode_indent(&value, "  "));
    }
}
