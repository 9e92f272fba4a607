use gostd::semver::Version;

use crate::image_place::image_place;
use crate::images::{Level, Place};
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "version/app-version",
    severity: Severity::Warning,
    summary: "appVersion is the version of the image that has the chart's name.",
    page: include_str!("version_app_version.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let app = subject.chart.metadata.app_version.as_str();
    if Version::parse(app).is_err() || !app.contains('.') {
        return Vec::new();
    }
    let name = subject.chart.name();
    let main = subject.images().parsed().filter(|(image, reference)| {
        let runs = image.uses.iter().any(|used| {
            let is_main = used.level == Level::Certain && matches!(used.place, Place::Container(_));
            is_main && used.is_default() && !used.is_hook && used.dependency().is_none()
        });
        runs && reference.base() == name
    });
    let main: Vec<_> = main.collect();
    let [(image, reference)] = main.as_slice() else { return Vec::new() };
    let Some(tag) = reference.tag.as_deref().filter(|tag| is_version(tag) && !is_step(tag, app)) else {
        return Vec::new();
    };
    let Some(place) = image_place(subject, image) else { return Vec::new() };
    let message = format!("appVersion is {app}, but the chart runs {}", image.text);
    let hint = format!(
        "if {tag} is meant, write `appVersion: \"{tag}\"`; otherwise change {} in {}",
        place.words(),
        place.file
    );
    vec![Observation::of(&subject.chart_yaml(), message).at(subject.field("appVersion")).hint(hint)]
}

/// Digits with a dot, perhaps behind a `v`.
fn is_version(tag: &str) -> bool {
    let bare = tag.strip_prefix('v').unwrap_or(tag);
    bare.starts_with(|c: char| c.is_ascii_digit()) && bare.contains('.')
}

/// Whether a tag can be that of a version: one of its parts and the version begin alike (`1.2-alpine` and `1.2.3`).
fn is_step(tag: &str, app: &str) -> bool {
    let bare = |text: &str| text.strip_prefix('v').unwrap_or(text).replace('+', "_");
    let (tag, app) = (bare(tag), bare(app));
    let begins = |long: &str, short: &str| {
        long.strip_prefix(short).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let alike = |part: &str| begins(part, &app) || begins(&app, part);
    alike(&tag)
        || tag
            .split(['-', '_'])
            .map(|part| part.strip_prefix('v').unwrap_or(part))
            .any(|part| is_version(part) && alike(part))
}
