//! Annotations that are YAML of their own, read by yaml.v3 (TS `EnrichPackageFromAnnotations`).

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};

use goyaml::Position;

use super::Prepared;
use super::annotations::{Outcome, Reading};
use super::from_chart::SOURCE;
use super::note::{Effect, Topic, place_of_name};
use crate::go_yaml::{Any, Decoded, Dialect, GoStruct, unmarshal};
use crate::package::{ContainerImage, Link, Maintainer, Recommendation, Screenshot, SignKey};
use crate::{image_reference, multierror};

/// A list of pointers; `None` where there is none, or where it can't be read and the version is refused.
fn pointers<T: GoStruct>(text: &str, what: &str, reading: &mut Reading<'_, '_>) -> Option<Vec<Option<T>>> {
    let decoded = unmarshal(text.as_bytes(), Dialect::V3, |decoder, node, list| decoder.list(node, list));
    checked(decoded, what, reading).flatten()
}

/// What was decoded, unless it is refused.
fn checked<T>(decoded: Decoded<T>, what: &str, reading: &mut Reading<'_, '_>) -> Option<T> {
    if let Some(error) = &decoded.error {
        reading.refuse_value(what, error);
        return None;
    }
    reading.ignored(&decoded.ignored);
    Some(decoded.value)
}

fn anything(text: &str, what: &str, reading: &mut Reading<'_, '_>) -> Option<Vec<Any>> {
    let decoded = unmarshal(text.as_bytes(), Dialect::V3, |decoder, node, list| decoder.values(node, list));
    checked(decoded, what, reading).flatten()
}

/// Definitions are stored as they are; the page wants some fields of them.
pub(super) fn crds(text: &str, prepared: &mut Prepared, reading: &mut Reading<'_, '_>) -> Outcome {
    prepared.crds = anything(text, "crds", reading);
    for (index, crd) in prepared.crds.iter().flatten().enumerate() {
        let lacks = |field: &str| match crd {
            Any::Map(members) => !matches!(members.get(field), Some(Any::Plain(value)) if value.as_str().is_some()),
            _ => true,
        };
        let broken: Vec<&str> = ["name", "description"].into_iter().filter(|field| lacks(field)).collect();
        let poor: Vec<&str> = ["kind", "version"].into_iter().filter(|field| lacks(field)).collect();
        if !broken.is_empty() {
            let message = format!("entry {} has no {}: the page breaks on it", index + 1, broken.join(" and no "));
            reading.note(Effect::Breaks, message);
        } else if !poor.is_empty() {
            reading.note(Effect::Hidden, format!("entry {} has no {}", index + 1, poor.join(" and no ")));
        }
    }
    Ok(())
}

pub(super) fn crds_examples(text: &str, prepared: &mut Prepared, reading: &mut Reading<'_, '_>) -> Outcome {
    prepared.crds_examples = anything(text, "crdsExamples", reading);
    Ok(())
}

/// Images replace those that are found in the manifests, unless there is no list at all.
pub(super) fn images(text_of_list: &str, prepared: &mut Prepared, reading: &mut Reading<'_, '_>) -> Outcome {
    let decoded = unmarshal(text_of_list.as_bytes(), Dialect::V3, |decoder, node, list| {
        decoder.list::<ContainerImage>(node, list)
    });
    let Some(list) = checked(decoded, "images", reading) else { return Ok(()) };
    let Some(images) = list.map(|list| list.into_iter().collect::<Option<Vec<_>>>()) else {
        // A nil slice replaces them as well.
        if prepared.package.containers_images.take().is_some() {
            reading.note(Effect::Dropped, "no list at all: the images that were found in the manifests are dropped");
        }
        return Ok(());
    };
    let Some(images) = images else {
        return Err(reading.stumble("the list of images has an empty item", null_place(text_of_list)));
    };
    let checked = images.iter().map(|image| image_reference::check(&image.image));
    let wrong = checked.enumerate().filter_map(|(index, checked)| Some((index, checked.err()?)));
    let (places, errors): (Vec<usize>, Vec<String>) =
        wrong.map(|(index, error)| (index, format!("invalid image reference: {error}"))).unzip();
    if errors.is_empty() {
        note_unlisted(prepared, &images, reading);
        prepared.package.containers_images = Some(images);
    } else {
        let text = multierror::text(errors.iter().map(String::as_str));
        let inner = places.first().and_then(|index| item_place(text_of_list, *index));
        reading.refuse_within(format!("invalid annotation: {text}"), inner);
    }
    Ok(())
}

fn note_unlisted(prepared: &Prepared, images: &[ContainerImage], reading: &mut Reading<'_, '_>) {
    let listed: HashSet<&str> = images.iter().map(|image| image.image.as_str()).collect();
    for found in prepared.package.containers_images.iter().flatten() {
        if !listed.contains(found.image.as_str()) {
            let message = format!("image {} is in the manifests but not in the list", found.image);
            reading.note(Topic::UnlistedImage.is(Effect::Dropped), message);
        }
    }
}

/// A link whose URL is there already only renames it.
pub(super) fn links(text: &str, prepared: &mut Prepared, reading: &mut Reading<'_, '_>) -> Outcome {
    let Some(new) = pointers::<Link>(text, "links", reading) else { return Ok(()) };
    let places = LazyCell::new(|| entry_places(text, "url"));
    let links = prepared.package.links.take().unwrap_or_default();
    let joined = join(links, new, (|link| &link.url, |link| &mut link.name), |old, new| {
        // All of `sources` are named so; another name for one of them is what the annotation is for.
        if old != SOURCE {
            let place = places.get(&new.url).copied();
            reading.note_within(place, format!("{} is renamed from {old:?} to {:?}", new.url, new.name));
        }
    });
    let Some(joined) = joined else {
        return Err(reading.stumble("the list of links has an empty item", null_place(text)));
    };
    note_nulls(Some(&joined), reading);
    prepared.package.links = (!joined.is_empty()).then_some(joined);
    Ok(())
}

/// A maintainer whose address is there already only gets another name.
pub(super) fn maintainers(text: &str, prepared: &mut Prepared, reading: &mut Reading<'_, '_>) -> Outcome {
    let Some(new) = pointers::<Maintainer>(text, "maintainers", reading) else { return Ok(()) };
    let places = LazyCell::new(|| entry_places(text, "email"));
    let known = std::mem::take(&mut prepared.maintainers);
    let joined = join(known, new, (|person| &person.email, |person| &mut person.name), |old, new| {
        let place = places.get(&new.email).copied();
        reading.note_within(place, format!("{} is renamed from {old:?} to {:?}", new.email, new.name));
    });
    let stumble = || reading.stumble("the list of maintainers has an empty item", null_place(text));
    prepared.maintainers = joined.ok_or_else(stumble)?;
    Ok(())
}

/// How to get at what identifies an item, and at its name.
type Parts<T> = (fn(&T) -> &String, fn(&mut T) -> &mut String);

/// Joins a list with new items: what is known only takes the new name. Go compares each new item with those before it
/// and so stumbles over null, new or old, unless it stands alone; `None` then.
fn join<T>(
    mut list: Vec<Option<T>>,
    new: Vec<Option<T>>,
    (id, name): Parts<T>,
    mut renamed: impl FnMut(&str, &T),
) -> Option<Vec<Option<T>>> {
    let mut places: HashMap<String, usize> = HashMap::new();
    for (place, known) in list.iter().enumerate() {
        places.entry(id(known.as_ref()?).clone()).or_insert(place);
    }
    for item in new {
        let Some(mut item) = item else {
            if !list.is_empty() {
                return None;
            }
            list.push(None);
            continue;
        };
        if list.first().is_some_and(Option::is_none) {
            return None;
        }
        let known = places.get(id(&item)).and_then(|place| list.get_mut(*place)).and_then(Option::as_mut);
        if let Some(known) = known {
            if name(known) != name(&mut item) {
                renamed(name(known), &item);
            }
            std::mem::swap(name(known), name(&mut item));
            continue;
        }
        places.insert(id(&item).clone(), list.len());
        list.push(Some(item));
    }
    Some(list)
}

/// Addresses that the page takes (`web/src/…`): a package, without version and without slash at the end.
const RECOMMENDED: &str = "^https://([^/?]+)/packages/(helm|falco|opa|olm|tbaction|krew|helm-plugin|tekton-task|keda-scaler|coredns|keptn|tekton-pipeline|kubewarden|gatekeeper|kyverno|knative-client-plugin|backstage|argo-template|kubearmor|inspektor-gadget|tekton-stepaction|meshery|opencost|radius|bootc|kagent|container)/([a-z0-9-]+)/([a-z0-9-]+)$";

pub(super) fn recommendations(text: &str, prepared: &mut Prepared, reading: &mut Reading<'_, '_>) -> Outcome {
    let list = pointers::<Recommendation>(text, "recommendations", reading);
    note_nulls(list.as_deref(), reading);
    let budget = gostd::budget::Budget::new(gostd::regexp::DEFAULT_UNITS);
    let pattern = gostd::regexp::compile(RECOMMENDED, &budget).ok();
    let shown =
        |url: &str| pattern.as_ref().is_none_or(|pattern| pattern.is_match(url.as_bytes(), &budget).unwrap_or(true));
    for item in list.iter().flatten().flatten().filter(|item| !shown(&item.url)) {
        let message =
            format!("{:?} is not shown: expected https://artifacthub.io/packages/KIND/REPOSITORY/PACKAGE", item.url);
        reading.note(Effect::Hidden, message);
    }
    prepared.package.recommendations = list;
    Ok(())
}

pub(super) fn screenshots(text: &str, prepared: &mut Prepared, reading: &mut Reading<'_, '_>) -> Outcome {
    let list = pointers::<Screenshot>(text, "screenshots", reading);
    note_nulls(list.as_deref(), reading);
    prepared.package.screenshots = list;
    Ok(())
}

fn note_nulls<T>(list: Option<&[Option<T>]>, reading: &mut Reading<'_, '_>) {
    if list.is_some_and(|list| list.iter().any(Option::is_none)) {
        reading.note(Effect::Breaks, "an empty item is stored as null, on which the page breaks");
    }
}

pub(super) fn sign_key(text: &str, prepared: &mut Prepared, reading: &mut Reading<'_, '_>) -> Outcome {
    let decoded = unmarshal(text.as_bytes(), Dialect::V3, |decoder, node, key| decoder.pointer::<SignKey>(node, key));
    let Some(key) = checked(decoded, "sign key", reading) else { return Ok(()) };
    let Some(key) = key else {
        return Err(reading.stumble("the key is empty or null", None));
    };
    if key.url.is_empty() {
        reading.refuse("invalid annotation: sign key url not provided");
        return Ok(());
    }
    if reading.knows_signatures && !prepared.package.is_signed() {
        reading.note(Effect::Hidden, "the key is shown of signed versions only, and this one is not");
    }
    prepared.package.sign_key = Some(key);
    Ok(())
}

/// Where the names of entries stand, by the value that the entries have under a key; of equal ones the first.
pub(super) fn entry_places(text: &str, key: &str) -> HashMap<String, Position> {
    let Ok(Some(node)) = goyaml::parse(text.as_bytes()) else { return HashMap::new() };
    let mut places = HashMap::new();
    for item in node.as_sequence().unwrap_or_default() {
        let Some(value) = item.get(key).and_then(goyaml::Node::as_scalar) else { continue };
        places.entry(value.value.clone()).or_insert_with(|| place_of_name(item));
    }
    places
}

/// Where an item of a list stands in the text.
pub(super) fn item_place(text: &str, index: usize) -> Option<Position> {
    let node = goyaml::parse(text.as_bytes()).ok()??;
    Some(node.as_sequence()?.get(index)?.span.start)
}

/// Where the first empty item of a list stands.
pub(super) fn null_place(text: &str) -> Option<Position> {
    let node = goyaml::parse(text.as_bytes()).ok()??;
    let is_null = |item: &&goyaml::Node| item.to_json().is_ok_and(|value| value.is_null());
    Some(node.as_sequence()?.iter().find(is_null)?.span.start)
}
