//! Several errors as one text (`github.com/hashicorp/go-multierror` 1.1.1, `ListFormatFunc`).

/// The text of a list of errors that is not empty.
pub(crate) fn text<'a>(errors: impl IntoIterator<Item = &'a str>) -> String {
    let points: Vec<String> = errors.into_iter().map(|error| format!("* {error}")).collect();
    let heading = if points.len() == 1 { "1 error".to_owned() } else { format!("{} errors", points.len()) };
    format!("{heading} occurred:\n\t{}\n\n", points.join("\n\t"))
}
