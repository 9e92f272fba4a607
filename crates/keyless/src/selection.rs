//! Choosing among the services of a signing config, as its specification says.
//!
//! Source: `sigstore_trustroot.proto` of sigstore's protobuf specifications, `SigningConfig` and `ServiceSelector`:
//! services valid now, one of each operator, with the newest API version that the client speaks.

use sigstore_trust_root::{ServiceConfiguration, ServiceEndpoint, ServiceSelector};

/// Most services of one kind that are used.
const MOST: usize = 10;

/// A service that was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Chosen<'a> {
    pub url: &'a str,
    pub version: u32,
}

/// Chooses services whose API version is in `versions`, newest first. An empty list chooses nothing; a list without
/// any usable service is an error. Without a configuration one is chosen.
pub(crate) fn choose<'a>(
    listed: &'a [ServiceEndpoint],
    versions: &[u32],
    configuration: Option<&ServiceConfiguration>,
    now: i64,
) -> Result<Vec<Chosen<'a>>, String> {
    if listed.is_empty() {
        return Ok(Vec::new());
    }
    let mut usable = one_of_each_operator(listed, versions, now);
    if usable.is_empty() {
        return Err("none of the services is valid now and speaks an API that is known here".to_owned());
    }
    usable.truncate(wanted(configuration, usable.len())?);
    if usable.len() > MOST {
        return Err(format!("{} services are more than {MOST}", usable.len()));
    }
    Ok(usable.iter().map(|found| Chosen { url: &found.url, version: found.major_api_version }).collect())
}

fn wanted(configuration: Option<&ServiceConfiguration>, there: usize) -> Result<usize, String> {
    let Some(configuration) = configuration else { return Ok(1) };
    match configuration.selector {
        ServiceSelector::Any => Ok(1),
        ServiceSelector::All => Ok(there),
        ServiceSelector::Exact => {
            let count = configuration.count.filter(|count| *count > 0);
            let count = count.ok_or("the selector EXACT needs a count")? as usize;
            if count > there {
                return Err(format!("EXACT {count} of them are wanted, but {there} of different operators are usable"));
            }
            Ok(count)
        }
        _ => Err("the selector is none of ANY, ALL and EXACT".to_owned()),
    }
}

/// The best service of each operator, the best of all first: newest API, then newest start.
fn one_of_each_operator<'a>(listed: &'a [ServiceEndpoint], versions: &[u32], now: i64) -> Vec<&'a ServiceEndpoint> {
    let mut usable: Vec<&ServiceEndpoint> = listed
        .iter()
        .filter(|service| versions.contains(&service.major_api_version) && is_valid(service, now))
        .collect();
    usable.sort_by_key(|service| std::cmp::Reverse((service.major_api_version, service.valid_for.start)));
    let mut best: Vec<&ServiceEndpoint> = Vec::new();
    for service in usable {
        if best.iter().all(|better| better.operator.as_deref() != service.operator.as_deref()) {
            best.push(service);
        }
    }
    best
}

fn is_valid(service: &ServiceEndpoint, now: i64) -> bool {
    let range = &service.valid_for;
    range.start.as_second() <= now && range.end.is_none_or(|end| now <= end.as_second())
}
