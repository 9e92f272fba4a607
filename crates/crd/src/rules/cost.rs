//! What rules may cost (`cel_validation.go` of `k8s.io/apiextensions-apiserver`).

use crate::path::{FieldPath, Path};
use crate::violation::{ErrorKind, Violation};

/// The most that one expression may cost, for all values that it is about together.
pub(super) const RULE_LIMIT: u64 = 10_000_000;

/// The most that all expressions of a schema may cost together.
const SCHEMA_LIMIT: u64 = 100_000_000;

/// How many expensive expressions are named when all together cost too much.
const NAMED: usize = 4;

/// What all expressions of a schema cost.
#[derive(Debug, Default)]
pub(super) struct Total {
    sum: u64,
    /// The dearest ones that matter, the dearest first.
    dearest: Vec<(u64, FieldPath)>,
}

impl Total {
    /// Adds an expression.
    pub(super) fn add(&mut self, path: &Path<'_>, cost: u64) {
        self.sum = self.sum.saturating_add(cost);
        if cost < SCHEMA_LIMIT / 100 {
            return;
        }
        let place = self.dearest.partition_point(|(known, _)| *known >= cost);
        self.dearest.insert(place, (cost, path.to_field()));
        self.dearest.truncate(NAMED);
    }

    /// What is wrong if all together cost too much.
    pub(super) fn violations(self, schema: FieldPath) -> Vec<Violation> {
        if self.sum <= SCHEMA_LIMIT {
            return Vec::new();
        }
        let text = "contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema";
        let mut violations: Vec<Violation> =
            self.dearest.into_iter().map(|(_, field)| forbidden(field, text.to_owned())).collect();
        let what = "x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema";
        violations.push(forbidden(schema, exceeded(what, self.sum, SCHEMA_LIMIT)));
        violations
    }
}

fn forbidden(field: FieldPath, detail: String) -> Violation {
    Violation { kind: ErrorKind::Forbidden, field, value: None, detail, place: None }
}

/// How far something exceeds a limit, in the server's words.
pub(super) fn exceeded(what: &str, cost: u64, limit: u64) -> String {
    let factor = cost as f64 / limit as f64;
    let factor = if factor > 100.0 {
        "more than 100x".to_owned()
    } else if factor < 1.5 {
        format!("{factor:.6}x")
    } else {
        format!("{factor:.1}x")
    };
    format!(
        "{what} exceeds budget by factor of {factor} (try simplifying the rule, or adding maxItems, maxProperties, and \
         maxLength where arrays, maps, and strings are declared)"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factors_are_given_as_the_server_does() {
        let table = [
            (12_006_010, "1.200601x"),
            (15_728_640, "1.6x"),
            (14_999_999, "1.500000x"),
            (1_000_000_001, "more than 100x"),
        ];
        for (cost, factor) in table {
            let text = exceeded("estimated rule cost", cost, RULE_LIMIT);
            assert!(
                text.starts_with(&format!("estimated rule cost exceeds budget by factor of {factor} (try ")),
                "{text}"
            );
        }
    }

    #[test]
    fn the_four_dearest_are_named() {
        let mut total = Total::default();
        for (name, cost) in [
            ("a", 1),
            ("b", 999_999),
            ("c", 30_000_000),
            ("d", 1_000_000),
            ("e", u64::MAX),
            ("f", 7_000_000),
            ("g", 8_000_000),
        ] {
            total.add(&Path::root().child(name), cost);
        }
        let named: Vec<String> =
            total.violations(Path::root().child("root").to_field()).iter().map(|one| one.field.to_string()).collect();
        assert_eq!(named, ["e", "c", "g", "f", "root"]);
    }

    #[test]
    fn a_cheap_schema_is_fine() {
        let mut total = Total::default();
        total.add(&Path::root().child("a"), SCHEMA_LIMIT);
        assert_eq!(total.violations(Path::root().child("root").to_field()), []);
    }
}
