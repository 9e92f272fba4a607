//! One chart, keys, and what stands in a place afterwards.

use std::collections::BTreeMap;

use async_trait::async_trait;
use checks::policy::{Judged, Verdicts};
use oci::{Descriptor, Digest, Reference};
use release::attest::slsa::{Commit, LOCAL_BUILDER, Origin, Run};
use release::plan::{Making, Source, SourceTime};
use release::sign::{ClassicRule, Signatory, Signing};
use release::{Plan, Ports, Report, Silent, gate};
use serde_json::Value;
use signing::keys::KeyPair;
use signing::statement::predicate;
use signing::{KeySigner, Policy, PublicKey, SignerError, TrustedRoot, classic};

use crate::place::{Memory, now};

pub const NOW: i64 = 1_800_000_000;

pub struct Key {
    pub signer: KeySigner,
    pub public: PublicKey,
    root: TrustedRoot,
    /// Why there is no classic signature, if there is none.
    pub left_out: Option<String>,
}

impl Key {
    pub fn new() -> Self {
        let pair = KeyPair::generate().unwrap();
        let (public, signer) = (pair.public(), KeySigner::new(pair));
        Self { signer, public, root: TrustedRoot::none(), left_out: None }
    }
}

#[async_trait]
impl Signatory for Key {
    async fn signing(&self) -> Result<Signing<'_>, SignerError> {
        let policy = Policy::keys(vec![self.public.clone()]);
        let classic = match &self.left_out {
            None => ClassicRule::Made(policy.clone()),
            Some(reason) => ClassicRule::LeftOut(reason.clone()),
        };
        Ok(Signing { signer: &self.signer, policy, root: &self.root, now: NOW, classic })
    }
}

pub fn source(started: i64) -> Source {
    let folder = chart::MemoryFolder::new()
        .with(
            "Chart.yaml",
            "apiVersion: v2\nname: harbor\nversion: 1.2.3\nappVersion: \"4.5.6\"\n\
             annotations:\n  artifacthub.io/images: |\n    - name: ship\n      image: registry.example/ship@sha256:\
             aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n",
        )
        .with("values.yaml", "ships: 1\n")
        .with("templates/quay.yaml", "kind: ConfigMap\n");
    let chart = chart::load_folder(&folder).unwrap().chart;
    let cleared = gate::clear(chart, Judged::default(), Verdicts::new()).unwrap();
    let commit = Commit {
        repository: Some("https://code.example/harbor".to_owned()),
        hash: "0123456789abcdef0123456789abcdef01234567".to_owned(),
        changed: false,
    };
    Source {
        path: "charts/harbor".to_owned(),
        cleared,
        time: SourceTime { seconds: 1_700_000_000, decided_by: "fixed epoch".to_owned() },
        hub_metadata: None,
        origin: Origin {
            folder: "charts/harbor".to_owned(),
            commit: Some(commit),
            run: Run { builder: LOCAL_BUILDER.to_owned(), invocation: None, started, finished: started },
        },
        rendered: sbom::Rendered::default(),
    }
}

pub fn plan(place: &Memory, started: i64) -> Plan {
    release::plan::plan(vec![source(started)], place, &[], &Making::default()).unwrap()
}

/// The release of a plan that a test has changed.
pub fn release_plan(plan: &Plan, place: &Memory, key: &Key) -> release::Result<Report> {
    let ports = Ports { target: place, mirrors: Vec::new(), signatory: Some(key), progress: &Silent };
    now(release::release(plan, &ports))
}

pub fn try_release(place: &Memory, key: &Key, started: i64) -> release::Result<Report> {
    release_plan(&plan(place, started), place, key)
}

pub fn release(place: &Memory, key: &Key) -> Report {
    try_release(place, key, NOW).unwrap()
}

pub fn digest_of(report: &Report) -> Digest {
    Digest::parse(&report.charts[0].digest).unwrap()
}

/// The predicate types of everything under `subject` that verifies with the key, with how often.
pub fn proven(place: &Memory, subject: &Digest, key: &Key) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for statement in statements(place, subject, key) {
        *found.entry(statement["predicateType"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    found
}

/// The statements under `subject` that verify with the key.
pub fn statements(place: &Memory, subject: &Digest, key: &Key) -> Vec<Value> {
    let store = place.store();
    let mut found = Vec::new();
    for listed in now(store.referrers(subject)).unwrap() {
        let manifest = now(store.manifest(&Reference::Digest(listed.digest.clone()))).unwrap();
        let layer = manifest.document().unwrap().layers.unwrap().remove(0);
        let bytes = now(store.blob(&layer, 10 << 20)).unwrap();
        let policy = Policy::keys(vec![key.public.clone()]);
        if let Ok(proven) = signing::verify::bundle(&bytes, subject, &policy, &TrustedRoot::none(), NOW) {
            found.push(proven.statement.unwrap());
        }
    }
    found
}

/// The layers of the `.sig` manifest that verify with the key.
pub fn classic_signatures(place: &Memory, subject: &Digest, key: &Key) -> usize {
    let store = place.store();
    let manifest = now(store.manifest(&Reference::Tag(classic::tag(subject)))).unwrap();
    let layers = manifest.document().unwrap().layers.unwrap();
    let verifies = |layer: &&Descriptor| {
        let payload = now(store.blob(layer, 1 << 20)).unwrap();
        let policy = Policy::keys(vec![key.public.clone()]);
        signing::verify::classic(&manifest, layer, &payload, subject, &policy, &TrustedRoot::none(), NOW).is_ok()
    };
    layers.iter().filter(verifies).count()
}

pub fn everything_once() -> BTreeMap<String, usize> {
    let types = [
        predicate::SIGNATURE,
        predicate::SPDX,
        predicate::CYCLONEDX,
        predicate::SLSA_PROVENANCE,
        predicate::RELEASE_RECORD,
    ];
    types.iter().map(|one| ((*one).to_owned(), 1)).collect()
}
