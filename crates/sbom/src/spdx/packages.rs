//! Packages: the chart, the charts within, definitions (SPDX 2.3, clause 7).

use serde_json::{Map, Value, json};

use super::licenses::Licenses;
use super::{NOASSERTION, agent, files};
use crate::contents::{Contents, Crd, Described, Subchart, Supplier, facts};
use crate::purl::Purl;
use crate::refs::Refs;

/// The fields of a package that every package has, in the order in which they are written.
pub(super) struct Package {
    fields: Map<String, Value>,
}

impl Package {
    pub(super) fn new(id: &str, name: &str, version: &str) -> Self {
        let mut package = Self { fields: Map::new() };
        package.set("name", name);
        package.set("SPDXID", id);
        package.set("versionInfo", version);
        package
    }

    /// Sets a text unless it is empty.
    pub(super) fn set(&mut self, field: &str, value: &str) {
        if !value.is_empty() {
            self.put(field, Value::from(value));
        }
    }

    /// Sets any value.
    pub(super) fn put(&mut self, field: &str, value: Value) {
        self.fields.insert(field.to_owned(), value);
    }

    /// Where it comes from and what may be done with it.
    pub(super) fn terms(&mut self, supplier: &str, location: Option<&str>, license: &str) {
        self.set("supplier", supplier);
        // SPDX has no scheme for registries (its validators refuse `oci:`); the package URL says where it is.
        self.set("downloadLocation", location.filter(|at| !at.starts_with("oci://")).unwrap_or(NOASSERTION));
        self.set("licenseConcluded", NOASSERTION);
        self.set("licenseDeclared", license);
        self.set("copyrightText", NOASSERTION);
    }

    /// Its package URL.
    pub(super) fn purl(&mut self, purl: Option<&Purl>) {
        if let Some(purl) = purl {
            self.put("externalRefs", json!([purl_reference(&purl.to_string())]));
        }
    }

    /// What no field holds.
    pub(super) fn comment(&mut self, facts: &[facts::Fact]) {
        let told: Vec<String> = facts.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        self.set("comment", &told.join("; "));
    }

    pub(super) fn finish(self, purpose: &str) -> Value {
        let mut package = self;
        package.set("primaryPackagePurpose", purpose);
        Value::Object(package.fields)
    }
}

/// An external reference to a package URL.
pub(super) fn purl_reference(purl: &str) -> Value {
    json!({"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": purl})
}

/// Everything but the images.
pub(super) fn all(contents: &Contents, refs: &Refs, licenses: &mut Licenses) -> Vec<Value> {
    let mut packages = vec![chart(contents, refs, licenses)];
    for (subchart, id) in contents.subcharts.iter().zip(&refs.subcharts) {
        packages.push(within(subchart, id, licenses));
    }
    for (crd, id) in contents.crds.iter().zip(&refs.crds) {
        let parent = crd.parent.and_then(|index| contents.subcharts.get(index)).map(|subchart| &subchart.chart);
        let supplier = parent.map_or(contents.supplier.as_ref(), |chart| chart.maintainers.first());
        let license = licenses.field(&parent.unwrap_or(&contents.chart).license);
        packages.push(definition(crd, id, (&supplied(supplier), &license)));
    }
    packages
}

/// Who supplies something, if that is known.
fn supplied(supplier: Option<&Supplier>) -> String {
    supplier.map_or_else(|| NOASSERTION.to_owned(), agent)
}

fn chart(contents: &Contents, refs: &Refs, licenses: &mut Licenses) -> Value {
    let chart = &contents.chart;
    let mut package = Package::new(&refs.chart, &chart.name, &chart.version);
    package.set("packageFileName", &contents.file_name);
    let supplier = supplied(contents.supplier.as_ref());
    package.terms(&supplier, contents.location().as_deref(), &licenses.field(&chart.license));
    if let Some(first) = chart.maintainers.first() {
        package.set("originator", &agent(first));
    }
    package.put("filesAnalyzed", Value::from(true));
    let code = files::verification_code(&contents.files);
    package.put("packageVerificationCode", json!({"packageVerificationCodeValue": code}));
    package.put("licenseInfoFromFiles", json!([NOASSERTION]));
    package.put("checksums", json!([{"algorithm": "SHA256", "checksumValue": contents.archive.hex()}]));
    package.purl(Some(&contents.purl()));
    describe(&mut package, chart, &facts::of_chart(chart));
    package.finish("APPLICATION")
}

fn describe(package: &mut Package, chart: &Described, facts: &[facts::Fact]) {
    package.set("homepage", chart.home.as_deref().unwrap_or_default());
    package.set("sourceInfo", &chart.sources.join(" "));
    package.set("description", chart.description.as_deref().unwrap_or_default());
    package.comment(facts);
}

fn within(subchart: &Subchart, id: &str, licenses: &mut Licenses) -> Value {
    let chart = &subchart.chart;
    let mut package = Package::new(id, &chart.name, &chart.version);
    package.terms(&supplied(chart.maintainers.first()), None, &licenses.field(&chart.license));
    package.put("filesAnalyzed", Value::from(false));
    package.purl(Some(&subchart.purl()));
    describe(&mut package, chart, &facts::of_subchart(subchart));
    package.finish(if chart.kind == "library" { "LIBRARY" } else { "APPLICATION" })
}

fn definition(crd: &Crd, id: &str, (supplier, license): (&str, &str)) -> Value {
    let mut package = Package::new(id, &crd.name, &crd.versions.join(","));
    package.terms(supplier, None, license);
    package.put("filesAnalyzed", Value::from(false));
    package.set("description", "Kubernetes custom resource definition");
    package.comment(&facts::of_crd(crd));
    package.finish("OTHER")
}
