//! Which rule tells what of Artifact Hub's notes and causes of a refusal: each of them is told once.

use hub::annotations::IMAGES;
use hub::ingest::{Cause, Effect, Note, Refusal, RefusalKind, Topic};

use crate::{Observation, Subject};

/// What a rule tells of the notes: each kind has one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// What is read otherwise than it is written.
    Coerced,
    /// What is stored in another form.
    Changed,
    /// An annotation that Artifact Hub does not know.
    UnknownAnnotation,
    /// A key in the entries of annotations that it does not know.
    UnknownKey,
    /// A metadata file in the package.
    DeadFile,
    /// The logo.
    Logo,
    /// Images that are not found.
    Images,
    /// Dependencies that are shown otherwise.
    Dependency,
    /// A licence that is not found out.
    License,
    /// What is lost of the README.
    Readme,
    /// What is lost of maintainers.
    Maintainer,
    /// What breaks the page.
    Breaks,
    /// What is stored and not shown.
    Hidden,
    /// What is as good as not there.
    Ignored,
}

/// As what a note is told; nothing where a rule of another group tells the same.
pub(crate) fn kind_of_note(note: &Note) -> Option<Told> {
    match (note.topic, note.effect) {
        // Rules about versions, about Chart.yaml and about images tell these; signatures are looked for in registries.
        (Topic::Naming | Topic::Key | Topic::Prerelease | Topic::UnlistedImage | Topic::Signature, _) => None,
        (Topic::Text, Effect::Coerced) if matches!(note.subject.as_str(), "version" | "appVersion") => None,
        (Topic::Text, Effect::Coerced) => Some(Told::Coerced),
        (Topic::Text, _) | (Topic::Value, Effect::Changed | Effect::Coerced) => Some(Told::Changed),
        (Topic::Annotation, _) => Some(Told::UnknownAnnotation),
        (Topic::EntryKey, _) => Some(Told::UnknownKey),
        (Topic::MetadataFile, _) => Some(Told::DeadFile),
        (Topic::Logo, _) => Some(Told::Logo),
        (Topic::Render | Topic::DetectedImages, _) => Some(Told::Images),
        (Topic::Dependency, _) => Some(Told::Dependency),
        (Topic::License, _) => Some(Told::License),
        (Topic::Readme, _) => Some(Told::Readme),
        (Topic::Maintainer, _) => Some(Told::Maintainer),
        (Topic::Value, Effect::Breaks) => Some(Told::Breaks),
        (Topic::Value, Effect::Hidden) => Some(Told::Hidden),
        (Topic::Value, Effect::Dropped) if note.subject == IMAGES => Some(Told::Images),
        (Topic::Value, _) => Some(Told::Ignored),
    }
}

/// The notes of a kind, as observations at their places.
pub(crate) fn notes<'s>(
    subject: &'s Subject<'_>,
    told: Told,
) -> impl Iterator<Item = (&'s Note, Observation)> + use<'s> {
    let notes = subject.ingested().notes.iter().filter(move |note| kind_of_note(note) == Some(told));
    notes.map(|note| {
        let message = match note.file == note.subject {
            true => note.message.clone(),
            false => format!("{}: {}", note.subject, note.message),
        };
        (note, Observation::of(&subject.path(&note.file), short(&flat(&message))).at_position(note.position))
    })
}

/// What happens to several things of one kind as one observation, at the first of them.
pub(crate) fn together(subject: &Subject<'_>, told: Told, words: impl Fn(Effect, &str) -> String) -> Vec<Observation> {
    let mut groups: Vec<(&Note, Vec<&str>)> = Vec::new();
    for (note, _) in notes(subject, told) {
        let item = note.item.as_deref().unwrap_or_default();
        match groups.iter_mut().find(|(first, _)| (first.effect, &first.subject) == (note.effect, &note.subject)) {
            Some((_, items)) => items.push(item),
            None => groups.push((note, vec![item])),
        }
    }
    let observation = |(first, items): (&Note, Vec<&str>)| {
        let message = short(&flat(&words(first.effect, &items.join(", "))));
        Observation::of(&subject.path(&first.file), message).at_position(first.position)
    };
    groups.into_iter().map(observation).collect()
}

/// Why Artifact Hub would not list the version; nothing where another rule tells of it: of what is no version, and of what
/// `artifacthub-repo.yml` does.
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
    let lines = lines.map(|line| line.strip_prefix("- ").unwrap_or(line).trim_end());
    let lines = lines.filter(|line| !line.is_empty() && !line.ends_with("occurred:"));
    lines.fold(String::new(), |text, line| match text.chars().next_back() {
        None => line.to_owned(),
        Some(':') => format!("{text} {line}"),
        Some(_) => format!("{text}; {line}"),
    })
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

    #[test]
    fn what_other_rules_tell_is_not_told_again() {
        let note = |topic, effect, subject: &str| Note {
            topic,
            effect,
            subject: subject.to_owned(),
            file: "Chart.yaml".to_owned(),
            position: None,
            message: String::new(),
            meant: None,
            item: None,
        };
        let kind = |topic, effect, subject| kind_of_note(&note(topic, effect, subject));
        assert_eq!(kind(Topic::Text, Effect::Coerced, "appVersion"), None);
        assert_eq!(kind(Topic::Text, Effect::Coerced, "description"), Some(Told::Coerced));
        assert_eq!(kind(Topic::UnlistedImage, Effect::Dropped, IMAGES), None);
        assert_eq!(kind(Topic::Value, Effect::Dropped, IMAGES), Some(Told::Images));
    }

    #[test]
    fn lists_of_errors_become_one_line() {
        assert_eq!(
            flat("invalid annotation: 1 error occurred:\n\t* invalid image reference: x\n\n"),
            "invalid image reference: x"
        );
        assert_eq!(
            flat("in the chart(s):\ndemo:\n- at '/a': b\n- at '/c': d\n"),
            "in the chart(s): demo: at '/a': b; at '/c': d"
        );
        assert_eq!(short(&"é".repeat(401)).chars().count(), 402);
    }
}
