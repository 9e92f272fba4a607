//! Comma-separated values as Go's `encoding/csv` reads them.

const BARE_QUOTE: &str = "bare \" in non-quoted-field";
const QUOTE: &str = "extraneous or missing \" in quoted-field";

/// The fields of the first line that is not empty: `csv.Reader.Read` with its defaults.
///
/// # Errors
/// Go's text: quotes in the wrong place, or `EOF` if there is no such line.
pub fn record(text: &str) -> Result<Vec<String>, String> {
    let mut reader = Reader { text, line: String::new(), number: 0, start: 0, place: (0, 1), fields: Vec::new() };
    loop {
        if !reader.next_line() {
            return Err("EOF".to_owned());
        }
        if !matches!(reader.line.as_str(), "" | "\n") {
            break;
        }
    }
    (reader.start, reader.place) = (reader.number, (reader.number, 1));
    while if reader.line.starts_with('"') { reader.quoted()? } else { reader.plain()? } {}
    Ok(reader.fields)
}

struct Reader<'t> {
    /// What comes behind the present line.
    text: &'t str,
    /// What is left of the present line.
    line: String,
    /// How many lines were asked for.
    number: usize,
    /// The line in which the record begins.
    start: usize,
    /// Line and column of what comes next; columns are bytes, counted from 1.
    place: (usize, usize),
    fields: Vec<String>,
}

impl Reader<'_> {
    /// Goes to the next line, whose end becomes a line feed or nothing; false at the end of the text.
    fn next_line(&mut self) -> bool {
        self.number += 1;
        let line = self.text.split_inclusive('\n').next().unwrap_or_default();
        self.text = self.text.get(line.len()..).unwrap_or_default();
        self.line = match (line.strip_suffix("\r\n"), line.strip_suffix('\r')) {
            (Some(content), _) => format!("{content}\n"),
            (None, Some(content)) => content.to_owned(),
            (None, None) => line.to_owned(),
        };
        !line.is_empty()
    }

    /// Takes so many bytes off the line.
    fn take(&mut self, bytes: usize) -> String {
        let rest = self.line.split_off(bytes);
        self.place.1 += bytes;
        std::mem::replace(&mut self.line, rest)
    }

    /// Reads a field without quotes; whether another follows.
    fn plain(&mut self) -> Result<bool, String> {
        let comma = self.line.find(',');
        let length = comma.unwrap_or(self.line.trim_end_matches('\n').len());
        if let Some(quote) = self.line.get(..length).and_then(|field| field.find('"')) {
            return Err(self.problem((self.number, self.place.1 + quote), BARE_QUOTE));
        }
        let field = self.take(length);
        self.fields.push(field);
        if comma.is_some() {
            self.take(1);
        }
        Ok(comma.is_some())
    }

    /// Reads a field in quotes, which may go on over several lines; whether another follows.
    fn quoted(&mut self) -> Result<bool, String> {
        self.take(1);
        let mut field = String::new();
        loop {
            let Some(quote) = self.line.find('"') else {
                if self.line.is_empty() {
                    return Err(self.problem(self.place, QUOTE));
                }
                self.place.1 += self.line.len();
                field.push_str(&self.line);
                if self.next_line() {
                    self.place = (self.place.0 + 1, 1);
                }
                continue;
            };
            field.push_str(&self.take(quote));
            self.take(1);
            match self.line.chars().next() {
                Some('"') => field.push_str(&self.take(1)),
                Some(',') => {
                    self.take(1);
                    self.fields.push(field);
                    return Ok(true);
                }
                None | Some('\n') => {
                    self.fields.push(field);
                    return Ok(false);
                }
                Some(_) => return Err(self.problem((self.number, self.place.1 - 1), QUOTE)),
            }
        }
    }

    fn problem(&self, (line, column): (usize, usize), what: &str) -> String {
        let text = format!("parse error on line {line}, column {column}: {what}");
        if line == self.start { text } else { format!("record on line {}; {text}", self.start) }
    }
}

#[cfg(test)]
mod tests {
    use super::record;

    #[test]
    fn fields_stand_between_commas() {
        assert_eq!(record("a,b").unwrap(), ["a", "b"]);
        assert_eq!(record("\"a,b\",c").unwrap(), ["a,b", "c"]);
        assert_eq!(record("\"a\"\"b\"").unwrap(), ["a\"b"]);
        assert_eq!(record("a,").unwrap(), ["a", ""]);
        assert_eq!(record("\n\r\na,\"b\r\nc\"\r\nd").unwrap(), ["a", "b\nc"]);
    }

    /// Recorded from Go 1.27.
    #[test]
    fn faults_are_told_as_go_tells_them() {
        let told = |text| record(text).unwrap_err();
        assert_eq!(told("\n"), "EOF");
        assert_eq!(told("\"a"), "parse error on line 1, column 3: extraneous or missing \" in quoted-field");
        assert_eq!(told("x,a\"b"), "parse error on line 1, column 4: bare \" in non-quoted-field");
        assert_eq!(told("\"a\"b"), "parse error on line 1, column 3: extraneous or missing \" in quoted-field");
        let late = "record on line 1; parse error on line 2, column 2: extraneous or missing \" in quoted-field";
        assert_eq!(told("\"a\nb"), late);
    }
}
