//! Which rule tells what of Artifact Hub's notes and causes of a refusal: each of them is told once.

use hub::annotations::IMAGES;
use hub::ingest::{Cause, Effect, Note, Refusal, RefusalKind, Topic};

use crate::{Observation, Subject};

/// The rule that tells a note; nothing where a rule of another group tells the same.
pub(crate) fn rule_of_note(note: &Note) -> Option<&'static str> {
    match (note.topic, note.effect) {
        // version/semver, helm/chart-yaml, version/prerelease, drift/images; signatures are looked for in registries.
        (Topic::Naming | Topic::Key | Topic::Prerelease | Topic::UnlistedImage | Topic::Signature, _) => None,
        (Topic::Text, Effect::Coerced) if matches!(note.subject.as_str(), "version" | "appVersion") => None,
        (Topic::Text, Effect::Coerced) => Some("hub/coerced"),
        (Topic::Text, _) | (Topic::Value, Effect::Changed | Effect::Coerced) => Some("hub/changed"),
        (Topic::Annotation, _) => Some("hub/unknown-annotation"),
        (Topic::EntryKey, _) => Some("hub/unknown-key"),
        (Topic::MetadataFile, _) => Some("hub/dead-file"),
        (Topic::Logo, _) => Some("hub/logo"),
        (Topic::DetectedImages, _) => Some("hub/images-undetected"),
        (Topic::Dependency, _) => Some("hub/dependency"),
        (Topic::License, _) => Some("hub/license"),
        (Topic::Readme, _) => Some("hub/readme"),
        (Topic::Maintainer, _) => Some("hub/maintainer"),
        (Topic::Value, Effect::Breaks) => Some("hub/page-breaks"),
        (Topic::Value, Effect::Hidden) => Some("hub/hidden"),
        (Topic::Value, Effect::Dropped) if note.subject == IMAGES => Some("hub/images-undetected"),
        (Topic::Value, _) => Some("hub/ignored"),
    }
}

/// The notes that a rule tells, as observations at their places.
pub(crate) fn notes<'s>(
    subject: &'s Subject<'_>,
    rule: &'static str,
) -> impl Iterator<Item = (&'s Note, Observation)> + use<'s> {
    let notes = subject.ingested().notes.iter().filter(move |note| rule_of_note(note) == Some(rule));
    notes.map(|note| {
        let message = match note.file == note.subject {
            true => note.message.clone(),
            false => format!("{}: {}", note.subject, note.message),
        };
        (note, Observation::of(&subject.path(&note.file), short(&flat(&message))).at_position(note.position))
    })
}

/// Why Artifact Hub would not list the version; nothing where another rule tells of it: `version/semver` of what is no
/// version, `hub/repo-ignore` and `hub/repo-file` of what `artifacthub-repo.yml` does.
pub(crate) fn causes<'s>(subject: &'s Subject<'_>) -> impl Iterator<Item = (&'s Refusal, &'s Cause)> + use<'s> {
    let refusal = subject.ingested().outcome.as_ref().err();
    let told = refusal.filter(|refusal| {
        let by_file = refusal.causes.iter().all(|cause| cause.annotation.is_none());
        match refusal.kind {
            RefusalKind::NotAVersion | RefusalKind::Ignored => false,
            RefusalKind::RepositoryPanic => !by_file,
            _ => true,
        }
    });
    told.into_iter().flat_map(|refusal| refusal.causes.iter().map(move |cause| (refusal, cause)))
}

/// What a cause says, on one line.
pub(crate) fn words(refusal: &Refusal, cause: &Cause) -> String {
    let detail = cause.detail.as_ref().map(|detail| format!(" ({})", flat(detail)));
    let text = format!("{}{}", flat(&cause.message), detail.unwrap_or_default());
    let text = short(&text);
    match refusal.kind {
        RefusalKind::Panic => {
            format!(
                "{text}: Artifact Hub's tracker crashes on it; the version is missing and no error is shown anywhere"
            )
        }
        RefusalKind::RepositoryPanic => format!(
            "{text}: Artifact Hub's tracker crashes on it in every run; no version of the repository is listed any more \
             and no error is shown anywhere"
        ),
        _ => text,
    }
}

/// A list of errors on one line, without its heading.
fn flat(message: &str) -> String {
    let lines = message.lines().map(|line| line.trim_start_matches(['\t', '*', ' ']));
    let lines = lines.filter(|line| !line.is_empty() && !line.ends_with("occurred:"));
    lines.collect::<Vec<_>>().join("; ")
}

/// Characters of a message; texts of charts in it may be of any length.
const MAX_LENGTH: usize = 400;

/// A message that is not too long to read.
pub(crate) fn short(message: &str) -> String {
    match message.char_indices().nth(MAX_LENGTH) {
        Some((end, _)) => format!("{} …", message.get(..end).unwrap_or(message)),
        None => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TABLE;

    const TOPICS: [Topic; 16] = [
        Topic::Naming,
        Topic::Key,
        Topic::Text,
        Topic::Annotation,
        Topic::EntryKey,
        Topic::Prerelease,
        Topic::MetadataFile,
        Topic::Logo,
        Topic::Signature,
        Topic::DetectedImages,
        Topic::UnlistedImage,
        Topic::Dependency,
        Topic::License,
        Topic::Readme,
        Topic::Maintainer,
        Topic::Value,
    ];
    const EFFECTS: [Effect; 7] = [
        Effect::Coerced,
        Effect::Changed,
        Effect::Ignored,
        Effect::Dropped,
        Effect::Hidden,
        Effect::Breaks,
        Effect::Warning,
    ];

    #[test]
    fn whoever_tells_a_note_is_a_rule() {
        for (topic, effect) in TOPICS.into_iter().flat_map(|topic| EFFECTS.map(|effect| (topic, effect))) {
            let (subject, file) = ("x".to_owned(), "Chart.yaml".to_owned());
            let note = Note { topic, effect, subject, file, position: None, message: String::new(), meant: None };
            let rule = rule_of_note(&note);
            assert!(rule.is_none_or(|id| TABLE.iter().any(|rule| rule.id == id)), "{rule:?}");
        }
    }

    #[test]
    fn lists_of_errors_become_one_line() {
        assert_eq!(
            flat("invalid annotation: 1 error occurred:\n\t* invalid image reference: x\n\n"),
            "invalid image reference: x"
        );
        assert_eq!(short(&"é".repeat(401)).chars().count(), 402);
    }
}
