# shellcheck shell=bash disable=SC2154 # `address` is set by whatever starts a server
# The official suite of the OCI distribution specification against `portolan serve`.

# conforms VERSION [NAME=VALUE...]
conforms() {
  local version=$1
  shift
  need conformance
  start_registry portolan
  in_time env OCI_REGISTRY="$address" OCI_TLS=disabled OCI_VERSION="$version" OCI_LOG=error \
    OCI_RESULTS_DIR=results "$@" conformance > suite.out 2>&1 || true
  # A mount that names no source may be declined (distribution-spec, "Mounting a blob"), and is.
  python "$INTEROP/python/junit_totals.py" results/junit.xml blob-mount-anonymous
}

case_specification_1_1() { conforms 1.1 OCI_API_BLOBS_UPLOAD_CANCEL=true; }
case_draft_after_1_1() { conforms dev; }
