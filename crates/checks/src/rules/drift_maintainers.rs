use goyaml::Position;
use hub::annotations::MAINTAINERS;

use crate::definitions::items;
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "drift/maintainers",
    severity: Severity::Warning,
    summary: "Chart.yaml, artifacthub.io/maintainers and the owners in artifacthub-repo.yml name the same people.",
    page: include_str!("drift_maintainers.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let mut seen = annotated_twice(subject);
    seen.extend(strangers(subject));
    seen.extend(owners_elsewhere(subject));
    seen
}

/// Artifact Hub joins both lists by e-mail address: one person with two addresses is shown twice.
fn annotated_twice(subject: &Subject<'_>) -> Vec<Observation> {
    let listed = items(subject, MAINTAINERS, "email").unwrap_or_default();
    let maintainers = &subject.chart.metadata.maintainers;
    let twice = listed.iter().filter_map(|item| {
        let (name, email) = (item.text("name")?, item.text("email")?);
        let same = maintainers.iter().find(|known| is_same(&known.name, name) && !known.email.is_empty())?;
        (!is_same(&same.email, email)).then_some((item.position, name, email, same))
    });
    let observation = |(position, name, email, same): (Option<Position>, &str, &str, &chart::Maintainer)| {
        let message =
            format!("{name} is {email} in {MAINTAINERS}, but {} in `maintainers`: Artifact Hub shows both", same.email);
        let seen = Observation::of(&subject.chart_yaml(), message).at_position(position);
        seen.hint(format!("write `email: {}`, or remove the item", same.email))
    };
    twice.map(observation).collect()
}

/// No owner is a maintainer: perhaps the file is that of somebody else.
fn strangers(subject: &Subject<'_>) -> Option<Observation> {
    let (path, file) = subject.repository_file.as_ref()?;
    let maintainers = &subject.chart.metadata.maintainers;
    let annotated = items(subject, MAINTAINERS, "email").unwrap_or_default();
    let emails = maintainers.iter().map(|known| known.email.as_str());
    let emails: Vec<&str> = emails.chain(annotated.iter().filter_map(|item| item.text("email"))).collect();
    let names = maintainers.iter().map(|known| known.name.as_str());
    let names: Vec<&str> = names.chain(annotated.iter().filter_map(|item| item.text("name"))).collect();
    let owners = &file.metadata.owners;
    let is_known = |text: &Option<String>, known: &[&str]| {
        text.as_deref().is_some_and(|text| known.iter().any(|known| is_same(known, text)))
    };
    let strange =
        |owner: &hub::repository_file::Owner| !is_known(&owner.email, &emails) && !is_known(&owner.name, &names);
    if names.is_empty() || owners.is_empty() || !owners.iter().all(strange) {
        return None;
    }
    let message = format!("none of the owners is a maintainer of {} in Chart.yaml", subject.chart.name());
    let hint = "that is fine for an account of an organisation; otherwise bring the two in step";
    Some(Observation::of(path, message).severity(Severity::Info).hint(hint))
}

/// Owners with the name of a maintainer, but another address.
fn owners_elsewhere(subject: &Subject<'_>) -> Vec<Observation> {
    let Some((path, file)) = subject.repository_file.as_ref() else { return Vec::new() };
    let maintainers = &subject.chart.metadata.maintainers;
    let elsewhere = file.metadata.owners.iter().filter_map(|owner| {
        let (name, email) = (owner.name.as_deref()?, owner.email.as_deref()?);
        let is_known = maintainers.iter().any(|known| is_same(&known.email, email));
        let same = maintainers.iter().find(|known| is_same(&known.name, name) && !known.email.is_empty());
        let same = same.filter(|_| !is_known)?;
        let message = format!("owner {name} is {email}, but {} in `maintainers` of Chart.yaml", same.email);
        let hint = "that is fine if it is the address of the account at Artifact Hub; otherwise bring the two in step";
        let seen = Observation::of(path, message).at_position(owner.position);
        Some(seen.severity(Severity::Info).hint(hint))
    });
    elsewhere.collect()
}

fn is_same(one: &str, other: &str) -> bool {
    one.trim().eq_ignore_ascii_case(other.trim())
}
