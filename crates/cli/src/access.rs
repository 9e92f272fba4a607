//! How this run gets into registries: credentials and TLS files, read once, and the clients made from them.
//!
//! Files with credentials are asked in this order: Helm's registry configuration, Docker's, `REGISTRY_AUTH_FILE`, the
//! containers tools' own. `--username` is for the registry that is written to (or read, where nothing is written),
//! never for mirrors and sources: a password is not sent to hosts that it was not given for.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use oci::StoreError;
use registry::{
    ClientCertificate, ClientOptions, Credential, CredentialFile, Credentials, PemFile, ProcessHelpers, Registry,
    Secret,
};

use crate::arguments::RegistryOptions;
use crate::disk;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::talk::Talk;

const FILE_LIMIT: u64 = 1 << 20;

/// With which credentials a registry is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enter {
    /// Those of the command line, else those of the files.
    AsUser,
    /// Those of the files only.
    ByFiles,
    /// None at all.
    AsStranger,
}

/// Everything that decides how registries are entered.
pub struct Access {
    options: RegistryOptions,
    given: Option<Credential>,
}

impl Access {
    /// Takes the options, and the password from where they say.
    ///
    /// # Errors
    /// Exit 2 when a password is missing or not text.
    pub fn new(options: &RegistryOptions) -> Result<Arc<Self>> {
        let given = match &options.username {
            Some(username) => {
                Some(Credential::Basic { username: username.clone(), password: Secret::new(password(options)?) })
            }
            None => None,
        };
        Ok(Self::with(options, given))
    }

    /// Takes the options, and a credential for what `--username` is for.
    pub fn with(options: &RegistryOptions, given: Option<Credential>) -> Arc<Self> {
        Arc::new(Self { options: options.clone(), given })
    }

    /// A client for a host. Connects to nothing.
    ///
    /// # Errors
    /// When credentials or TLS files can't be used.
    pub fn client(&self, host: &str, enter: Enter) -> oci::Result<Registry> {
        let unusable =
            |failure: Failure| StoreError::Configuration { location: host.to_owned(), detail: failure.message };
        let credentials = match (enter, &self.given) {
            (Enter::AsStranger, _) => Credentials::none(),
            (Enter::AsUser, Some(given)) => Credentials::given(given.clone(), "--username"),
            (Enter::AsUser | Enter::ByFiles, _) => {
                Credentials::from_files(credential_files(&self.options).map_err(unusable)?, Arc::new(ProcessHelpers))
            }
        };
        Registry::new(host, self.client_options(enter).map_err(unusable)?, credentials)
    }

    /// Whether connections carry an identity of their own, so that a stranger must not share them.
    pub fn has_client_certificate(&self) -> bool {
        self.options.cert_file.is_some()
    }

    fn client_options(&self, enter: Enter) -> Result<ClientOptions> {
        let options = &self.options;
        let client_certificate = match (&options.cert_file, &options.key_file) {
            (Some(certificate), Some(key)) if enter != Enter::AsStranger => {
                Some(ClientCertificate { certificate: pem(certificate)?, key: pem(key)? })
            }
            _ => None,
        };
        Ok(ClientOptions {
            plain_http: options.plain_http,
            insecure_skip_tls_verify: options.insecure_skip_tls_verify,
            ca_file: options.ca_file.as_deref().map(pem).transpose()?,
            client_certificate,
            observer: Some(Arc::new(Talk::new(options.verbose))),
            ..ClientOptions::default()
        })
    }
}

fn pem(path: impl AsRef<Path>) -> Result<PemFile> {
    let path = path.as_ref();
    Ok(PemFile { name: path.display().to_string(), pem: disk::read(path, FILE_LIMIT)? })
}

fn password(options: &RegistryOptions) -> Result<String> {
    if !options.password_stdin {
        let missing =
            || Failure::usage("--username needs a password").hint("give it with --password-stdin or PORTOLAN_PASSWORD");
        return env::var("PORTOLAN_PASSWORD").ok().filter(|value| !value.is_empty()).ok_or_else(missing);
    }
    let text =
        std::io::read_to_string(std::io::stdin().lock()).map_err(|error| Failure::usage(format!("stdin: {error}")))?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

fn credential_files(options: &RegistryOptions) -> Result<Vec<CredentialFile>> {
    let mut files = Vec::new();
    for path in candidates(options) {
        let read =
            disk::read_if_there(&path, FILE_LIMIT).map_err(|failure| Failure { exit: Exit::Usage, ..failure })?;
        files.extend(read.map(|text| CredentialFile { path: path.display().to_string(), text }));
    }
    Ok(files)
}

fn candidates(options: &RegistryOptions) -> Vec<PathBuf> {
    let variable = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = variable("HOME");
    let config = variable("XDG_CONFIG_HOME").or_else(|| home.as_ref().map(|home| home.join(".config")));
    let helm = options.registry_config.clone().or_else(|| {
        let folder = variable("HELM_CONFIG_HOME").or_else(|| config.as_ref().map(|config| config.join("helm")));
        folder.map(|folder| folder.join("registry/config.json"))
    });
    let docker = variable("DOCKER_CONFIG").or_else(|| home.as_ref().map(|home| home.join(".docker")));
    let runtime = variable("XDG_RUNTIME_DIR").map(|folder| folder.join("containers/auth.json"));
    let containers = config.map(|config| config.join("containers/auth.json"));
    let all =
        [helm, docker.map(|folder| folder.join("config.json")), variable("REGISTRY_AUTH_FILE"), runtime, containers];
    all.into_iter().flatten().collect()
}
