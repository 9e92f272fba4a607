//! Lists that are read page by page: tags and repositories (distribution-spec, "Listing Tags").

use crate::problem::{Code, Problem};
use crate::query::{Query, encode};

/// Which part of a sorted list is asked for.
#[derive(Debug)]
pub(crate) struct Page {
    /// `n`: at most this many; all when it is not given.
    size: Option<usize>,
    /// `last`: only what sorts after it, whether it exists or not.
    last: Option<String>,
}

impl Page {
    /// Reads `n` and `last`.
    pub(crate) fn of(query: &Query) -> Result<Self, Problem> {
        let number = |text: &str| {
            let digits = text.bytes().all(|byte| byte.is_ascii_digit());
            let number = if digits { text.parse().ok() } else { None };
            number.ok_or_else(|| Problem::bad(Code::Unsupported, "`n` is not a number of results"))
        };
        let size = query.get("n").map(number).transpose()?;
        let last = query.get("last").filter(|last| !last.is_empty()).map(str::to_owned);
        Ok(Self { size, last })
    }

    /// The page of `names`, which are sorted by their bytes, and the `Link` to the next one at `path` if there is more.
    pub(crate) fn cut<'a>(&self, path: &str, names: &'a [String]) -> (&'a [String], Option<String>) {
        let start = self.last.as_ref().map_or(0, |last| names.partition_point(|name| name <= last));
        let rest = names.get(start..).unwrap_or_default();
        let Some(size) = self.size.filter(|size| *size < rest.len()) else { return (rest, None) };
        let page = rest.get(..size).unwrap_or_default();
        let link =
            page.last().map(|last| next_link(path, &[("n", size.to_string().as_str()), ("last", last.as_str())]));
        (page, link)
    }
}

/// A `Link` header to the next page.
pub(crate) fn next_link(path: &str, parameters: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = parameters.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    format!("<{path}?{}>; rel=\"next\"", pairs.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(query: &str) -> (Vec<String>, Option<String>) {
        let names = ["a", "b", "c", "d"].map(str::to_owned);
        let page = Page::of(&Query::parse(query).unwrap()).unwrap();
        let (page, link) = page.cut("/list", &names);
        (page.to_vec(), link)
    }

    #[test]
    fn pages_link_to_the_next_one() {
        assert_eq!(cut("").0, ["a", "b", "c", "d"]);
        assert_eq!(cut("n=2").0, ["a", "b"]);
        assert_eq!(cut("n=2").1.as_deref(), Some("</list?n=2&last=b>; rel=\"next\""));
        assert_eq!(cut("n=2&last=b"), (vec!["c".to_owned(), "d".to_owned()], None));
        assert_eq!(cut("last=bb").0, ["c", "d"]);
        assert_eq!(cut("n=1&last=z"), (vec![], None));
        assert_eq!(cut("n=0"), (vec![], None));
        assert_eq!(cut("n=4").1, None);
    }

    #[test]
    fn refuses_other_numbers() {
        for query in ["n=-1", "n=x", "n=", "n=99999999999999999999999"] {
            assert!(Page::of(&Query::parse(query).unwrap()).is_err(), "{query}");
        }
    }
}
