//! `allOf`, `anyOf`, `oneOf`, `not`, and the rules of `x-kubernetes-validations`.

use super::{Changes, Rule, Where};
use crate::schema::{self, Schema};

/// All changes of them.
pub(super) fn compare(old: &Schema, new: &Schema, place: &Where<'_>, changes: &mut Changes) {
    branches("allOf", &old.all_of, &new.all_of, place, changes);
    branches("anyOf", &old.any_of, &new.any_of, place, changes);
    branches("oneOf", &old.one_of, &new.one_of, place, changes);
    branches("not", old.not.as_deref().as_slice(), new.not.as_deref().as_slice(), place, changes);
    rules(old, new, place, changes);
}

fn branches<T: PartialEq>(key: &str, old: &[T], new: &[T], place: &Where<'_>, changes: &mut Changes) {
    if old == new {
        return;
    }
    match new.is_empty() {
        true => changes.add(Rule::new("combination.removed"), place, format!("{key} is gone")),
        false => {
            let detail = format!("{key} changes: whether all that fitted still fits cannot be told");
            changes.add(Rule::breaking("combination.changed"), place, detail);
        }
    }
}

fn rules(old: &Schema, new: &Schema, place: &Where<'_>, changes: &mut Changes) {
    let among =
        |rules: &[schema::Rule], rule: &schema::Rule| rules.iter().any(|one| one.rule.trim() == rule.rule.trim());
    for added in new.validations.iter().filter(|rule| !among(&old.validations, rule)) {
        let rule = match only_new_fields(&added.rule, old, new) {
            true => Rule::new("cel.ruleOfNewFields"),
            false => Rule::breaking("cel.ruleAdded"),
        };
        changes.add(rule, place, format!("a new rule must hold: {}", added.rule.trim()));
    }
    for gone in old.validations.iter().filter(|rule| !among(&new.validations, rule)) {
        changes.add(Rule::new("cel.ruleRemoved"), place, format!("a rule is gone: {}", gone.rule.trim()));
    }
    let same = |before: &schema::Rule| new.validations.iter().find(|after| after.rule.trim() == before.rule.trim());
    let reworded = |before: &&schema::Rule| same(before).is_some_and(|after| after != *before);
    for changed in old.validations.iter().filter(reworded) {
        let detail = format!("another message or place for the rule {}", changed.rule.trim());
        changes.add(Rule::invisible("cel.messageChanged"), place, detail);
    }
}

/// Whether a rule looks at nothing but new fields, and only where they are there: then no stored object can fail it.
fn only_new_fields(rule: &str, old: &Schema, new: &Schema) -> bool {
    let uses: Vec<&str> = rule.match_indices("self").map(|(position, word)| &rule[position + word.len()..]).collect();
    let spared = |rest: &&str| {
        let name = |character: char| character.is_alphanumeric() || character == '_';
        let field: String = rest.strip_prefix('.').unwrap_or_default().chars().take_while(|c| name(*c)).collect();
        let is_there = rule.contains(&format!("has(self.{field})"));
        new.properties.get(&field).is_some_and(|property| is_there || property.default.is_some())
            && !old.properties.contains_key(&field)
    };
    !uses.is_empty() && uses.iter().all(spared)
}
