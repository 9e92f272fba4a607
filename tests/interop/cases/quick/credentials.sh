# shellcheck shell=bash disable=SC2154 # `address` is set by whatever starts a server
# Passwords: from standard input and from the files of Docker, Helm and the containers tools, told to the real
# distribution; and Helm's own, told to our server. Scripts rely on the exit codes (README.md), so these are compared.

name=publisher
password='open sesame'
# shellcheck disable=SC2016 # a bcrypt hash of the password, cost 5
passwords='publisher:$2y$05$9t9SmsMm4W0XT1CTT07I..ARbkflwNw3RZpiaKyl110N//BDbl8bq'

# start_guarded KIND: a registry where only the publisher may read and write.
start_guarded() {
  printf '%s\n' "$passwords" > htpasswd
  case $1 in
    portolan) start_registry portolan --htpasswd htpasswd ;;
    distribution)
      start_registry distribution REGISTRY_AUTH=htpasswd REGISTRY_AUTH_HTPASSWD_REALM=harbour \
        REGISTRY_AUTH_HTPASSWD_PATH="$PWD/htpasswd"
      ;;
  esac
  releasable_chart lamp lamp 1.0.0
}

release_lamp() { portolan release lamp --to "oci://$address/charts" --plain-http "$@"; }

# login FILE: has Helm write the credentials there.
login() {
  mkdir -p "$(dirname "$1")"
  helm registry login "$address" --plain-http --username "$name" --password-stdin --registry-config "$1" <<< "$password"
}

# docker_config FILE: what `docker login` leaves.
docker_config() {
  mkdir -p "$(dirname "$1")"
  printf '{"auths": {"%s": {"auth": "%s"}}}\n' "$address" "$(printf '%s:%s' "$name" "$password" | base64)" > "$1"
}

# is_released: Helm, logged in, pulls the version.
is_released() {
  need helm
  login stranger/config.json
  helm pull "oci://$address/charts/lamp" --version 1.0.0 --plain-http --registry-config stranger/config.json
}

password_from_standard_input() {
  start_guarded "$1"
  release_lamp --username "$name" --password-stdin <<< "$password"
  is_released
}

# A refusal is exit 4, names the registry and never the password.
refused() {
  start_guarded "$1"
  expect_exit 4 release_lamp --username "$name" --password-stdin <<< 'open barley'
  cat said.out said.err > said
  expect_text 'the refusal' "$address" said
  if grep -qF 'open barley' said; then fail 'the password is in the output'; fi
  expect_exit 4 release_lamp --username nobody --password-stdin <<< "$password"
  expect_exit 4 release_lamp
  expect_exit 4 portolan versions "oci://$address/charts/lamp" --plain-http
}

case_password_from_standard_input_for_distribution() { password_from_standard_input distribution; }
case_password_from_standard_input_for_portolan_serve() { password_from_standard_input portolan; }
case_refused_by_distribution() { refused distribution; }
case_refused_by_portolan_serve() { refused portolan; }

case_file_of_docker() {
  start_guarded distribution
  docker_config docker/config.json
  DOCKER_CONFIG=$PWD/docker release_lamp
  is_released
}

case_file_of_docker_in_the_home_folder() {
  start_guarded distribution
  docker_config "$HOME/.docker/config.json"
  release_lamp
  is_released
}

case_file_of_helm() {
  need helm
  start_guarded distribution
  login helm/registry.json
  HELM_REGISTRY_CONFIG=$PWD/helm/registry.json release_lamp
  is_released
}

case_file_of_helm_in_the_home_folder() {
  need helm
  start_guarded distribution
  login "$HOME/.config/helm/registry/config.json"
  release_lamp
  is_released
}

case_file_named_by_a_flag() {
  need helm
  start_guarded distribution
  login elsewhere.json
  release_lamp --registry-config elsewhere.json
  is_released
}

case_file_of_the_containers_tools() {
  start_guarded distribution
  docker_config auth.json
  REGISTRY_AUTH_FILE=$PWD/auth.json release_lamp
  is_released
}

# Each file is asked for this host: one that knows only others does not hide the next.
case_i26_file_of_docker_that_knows_another_host() {
  start_guarded distribution
  docker_config auth.json
  mkdir docker
  printf '{"auths": {"registry.example": {"auth": "%s"}}}\n' "$(printf 'a:b' | base64)" > docker/config.json
  DOCKER_CONFIG=$PWD/docker REGISTRY_AUTH_FILE=$PWD/auth.json release_lamp
  is_released
}

case_helm_logs_in_to_portolan_serve() {
  need helm
  start_guarded portolan
  login stranger/config.json
  helm package lamp
  helm push lamp-1.0.0.tgz "oci://$address/charts" --plain-http --registry-config stranger/config.json
  is_released
  expect_exit 1 helm push lamp-1.0.0.tgz "oci://$address/charts" --plain-http
  expect_exit 1 helm pull "oci://$address/charts/lamp" --version 1.0.0 --plain-http
  expect_exit 1 helm registry login "$address" --plain-http --username "$name" --password-stdin <<< 'open barley'
}

case_nobody_answers() {
  releasable_chart lamp lamp 1.0.0
  free_address
  expect_exit 5 release_lamp
  cat said.out said.err > said
  expect_text 'the report' "$address" said
}
