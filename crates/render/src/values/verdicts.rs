//! Verdicts of schemas, kept: a chart is rendered for many versions of Kubernetes with the same values.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use gostd::json::Value;

use super::Log;
use super::validate::{Verdict, verdict};

/// Verdicts that are kept. A chart with more schemas and files of values is judged again and again, as slowly as before.
const MOST_KEPT: usize = 64;

/// What schemas said of values. Whoever asks for a verdict that somebody else is reaching waits for it.
#[derive(Debug, Default)]
pub struct Verdicts {
    kept: Mutex<Vec<Arc<Kept>>>,
}

#[derive(Debug)]
struct Kept {
    schema: Vec<u8>,
    values: Value,
    verdict: OnceLock<Verdict>,
}

impl Verdicts {
    /// What [`check_schema`](super::check_schema) says, without judging the same twice.
    ///
    /// # Errors
    /// Helm's text if values do not fit a schema, or the schema is faulty.
    pub fn check(&self, schema: &[u8], values: &Value, log: &mut Log) -> Result<(), String> {
        match self.place(schema, values) {
            Some(kept) => kept.verdict.get_or_init(|| verdict(schema, values)).told(schema, log),
            None => verdict(schema, values).told(schema, log),
        }
    }

    /// Where the verdict is kept, or nothing if there is no room left.
    fn place(&self, schema: &[u8], values: &Value) -> Option<Arc<Kept>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = kept.iter().find(|one| one.schema == schema && one.values == *values) {
            return Some(Arc::clone(found));
        }
        if kept.len() >= MOST_KEPT {
            return None;
        }
        let new = Arc::new(Kept { schema: schema.to_vec(), values: values.clone(), verdict: OnceLock::new() });
        kept.push(Arc::clone(&new));
        Some(new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Value {
        gostd::json::parse(text.as_bytes()).expect("JSON")
    }

    #[test]
    fn a_verdict_is_of_its_schema_and_values() {
        let verdicts = Verdicts::default();
        let mut log = Log::new(false);
        let mut check = |schema: &str, text: &str| verdicts.check(schema.as_bytes(), &values(text), &mut log);
        for _ in 0..2 {
            assert_eq!(check(r#"{"type": "object"}"#, "{}"), Ok(()));
            assert!(check(r#"{"required": ["a"]}"#, "{}").is_err_and(|text| text.contains("missing property 'a'")));
            assert_eq!(check(r#"{"required": ["a"]}"#, r#"{"a": 1}"#), Ok(()));
        }
        assert_eq!(verdicts.kept.lock().expect("nobody panicked").len(), 3);
    }

    #[test]
    fn without_room_the_verdict_is_the_same() {
        let (verdicts, mut log) = (Verdicts::default(), Log::new(false));
        for number in 0..MOST_KEPT + 3 {
            let text = format!("{{\"a\": {number}}}");
            assert!(verdicts.check(br#"{"required": ["b"]}"#, &values(&text), &mut log).is_err());
        }
        assert_eq!(verdicts.kept.lock().expect("nobody panicked").len(), MOST_KEPT);
    }
}
