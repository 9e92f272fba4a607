//! `spec.conversion` (C1–C9), under the names that the server has for its parts.

use super::{ca_bundle, names, review_versions, webhook};
use crate::definition::{Conversion, WebhookClient};
use crate::options::Options;
use crate::path::Path;
use crate::violation::Violation;

/// What is wrong with the conversion.
pub(super) fn check(conversion: &Conversion, options: &Options, at: &Path<'_>) -> Vec<Violation> {
    let mut errors: Vec<Violation> =
        names::one_of(&conversion.strategy, &["None", "Webhook"], &at.child("strategy")).into_iter().collect();
    let client = conversion.webhook.as_ref().and_then(|webhook| webhook.client.as_ref());
    let versions = conversion.webhook.as_ref().map_or(&[][..], |webhook| &webhook.review_versions);
    let (client_at, versions_at) = (at.child("webhookClientConfig"), at.child("conversionReviewVersions"));
    if conversion.strategy == "Webhook" {
        errors.extend(client_errors(client, options, &client_at));
        errors.extend(review_versions::check(versions, options, &versions_at));
        return errors;
    }
    let detail = "should not be set when strategy is not set to Webhook";
    if client.is_some() {
        errors.push(Violation::forbidden(&client_at, detail));
    }
    if !versions.is_empty() {
        errors.push(Violation::forbidden(&versions_at, detail));
    }
    errors
}

fn client_errors(client: Option<&WebhookClient>, options: &Options, at: &Path<'_>) -> Vec<Violation> {
    let Some(client) = client else {
        return vec![Violation::required(at, "required when strategy is set to Webhook")];
    };
    let mut errors = match (&client.url, &client.service) {
        (Some(url), None) => webhook::url(url, &at.child("url")),
        (None, Some(service)) => webhook::service(service, &at.child("service")),
        _ => vec![Violation::required(at, "exactly one of url or service is required")],
    };
    if !options.allow_any_ca_bundle
        && let Some(problem) = ca_bundle::problem(&client.ca_bundle)
    {
        let value = gostd::json::quote(&gostd::base64::encode(&client.ca_bundle));
        errors.push(Violation::invalid(&at.child("caBundle"), value, problem));
    }
    errors
}
