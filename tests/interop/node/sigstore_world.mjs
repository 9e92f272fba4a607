// A keyless world on loopback: sigstore_world.mjs FOLDER
//
// Real Fulcio, TesseraCT (certificate log) and Rekor v2; OpenSSL answers the timestamp queries; the token issuer and
// Rekor v1 are small ones of our own. FOLDER is made anew. When all of them answer it holds trusted_root.json,
// signing_config.json (Rekor v2), signing_config_v1.json (Rekor v1), client_trust_config.json, token, token.github, the
// PEM files that cosign 2 asks for, and `env`, to be sourced; then "ready" is printed. Everything ends with SIGTERM.
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { certificateAuthority, publicDer, rekorV2LogId, signingKey, timestampAuthority, writePem } from './keys.mjs';
import { start, freePorts, onEnd } from './processes.mjs';
import { openIssuer } from './issuer.mjs';
import { openRekorV1 } from './rekor_v1.mjs';
import { openTimestamps } from './timestamps.mjs';
import { signingConfig, trustedRoot } from './trust.mjs';

const host = '127.0.0.1';
const certificateLogName = 'certificates.test'; // TesseraCT takes no address for a name

async function main(folder) {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  const ports = await freePorts(9);
  const keys = makeKeys(folder);
  const world = { folder, keys, ...addresses(ports) };

  await openIssuer(world.issuer);
  await openRekorV1(world.rekorV1, keys.rekorV1, folder);
  await openTimestamps(world.timestamps, keys.timestamps);
  await startCertificateLog(world);
  await Promise.all([startFulcio(world, ports), startRekorV2(world, ports)]);
  await logFirstEntry(world);
  await writeMaterial(world);
  console.log('ready');
}

function addresses([issuer, rekorV1, timestamps, certificateLog, fulcio, rekorV2]) {
  const url = (port) => `http://${host}:${port}`;
  return {
    issuer: url(issuer), rekorV1: url(rekorV1), timestamps: url(timestamps),
    certificateLog: url(certificateLog), fulcio: url(fulcio), rekorV2: url(rekorV2),
  };
}

function makeKeys(folder) {
  return {
    fulcio: certificateAuthority(folder, 'fulcio'),
    timestamps: timestampAuthority(folder, 'tsa'),
    certificateLog: signingKey('ec'),
    rekorV1: signingKey('ec'),
    rekorV2: signingKey('ed25519'),
  };
}

function startCertificateLog({ folder, keys, certificateLog }) {
  const address = new URL(certificateLog).host;
  fs.writeFileSync(path.join(folder, 'ctlog.key'), keys.certificateLog.privateKey.export({ type: 'sec1', format: 'pem' }));
  writePem(path.join(folder, 'ctlog.pub'), keys.certificateLog.publicKey);
  return start(folder, 'tesseract', address, [
    `--private_key=${folder}/ctlog.key`, `--origin=${certificateLogName}`, `--http_endpoint=${address}`,
    `--storage_dir=${folder}/ctlog`, `--roots_pem_file=${folder}/fulcio-root.pem`, '--ext_key_usages=CodeSigning',
    '--enable_publication_awaiter=false',
  ]);
}

function startFulcio({ folder, keys, fulcio, certificateLog, issuer }, ports) {
  const kinds = { email: 'email', github: 'github-workflow' };
  const issuers = Object.entries(kinds).map(([name, kind]) => {
    const url = `${issuer}/${name}`;
    return [url, { IssuerURL: url, ClientID: 'sigstore', Type: kind }];
  });
  fs.writeFileSync(path.join(folder, 'fulcio.json'), JSON.stringify({ OIDCIssuers: Object.fromEntries(issuers) }));
  return start(folder, 'fulcio', new URL(fulcio).host, [
    'serve', `--host=${host}`, `--port=${ports[4]}`, `--grpc-host=${host}`, `--grpc-port=${ports[6]}`,
    `--metrics-port=${ports[7]}`, `--legacy-unix-domain-socket=${folder}/fulcio.sock`,
    `--config-path=${folder}/fulcio.json`, `--ct-log-url=${certificateLog}`, `--ct-log-origin=${certificateLogName}`,
    `--ct-log-public-key-path=${folder}/ctlog.pub`,
    '--ca=fileca', `--fileca-cert=${folder}/fulcio-chain.pem`, `--fileca-key=${keys.fulcio.keyFile}`,
    `--fileca-key-passwd=${keys.fulcio.password}`, '--fileca-watch=false',
  ]);
}

async function startRekorV2({ folder, keys, rekorV2 }, ports) {
  writePem(path.join(folder, 'rekor-v2.key'), keys.rekorV2.privateKey);
  writePem(path.join(folder, 'rekor-v2.pub'), keys.rekorV2.publicKey);
  const [grpc, metrics] = await freePorts(2);
  return start(folder, 'rekor-tiles', new URL(rekorV2).host, [
    'serve', `--http-address=${host}`, `--http-port=${ports[5]}`, `--grpc-address=${host}`, `--grpc-port=${grpc}`,
    `--http-metrics-port=${metrics}`, `--hostname=${host}`, `--storage-dir=${folder}/rekor-v2`,
    `--signer-filepath=${folder}/rekor-v2.key`, '--checkpoint-interval=200ms', '--batch-max-age=50ms',
  ]);
}

// Position 0 is left out of JSON by some writers, and missed by some readers: no case shall get it.
async function logFirstEntry({ rekorV2 }) {
  const { publicKey, privateKey } = signingKey('ec');
  const base64 = (bytes) => bytes.toString('base64');
  const content = Buffer.from('first');
  const entry = { hashedRekordRequestV002: {
    digest: base64(crypto.createHash('sha256').update(content).digest()),
    signature: {
      content: base64(crypto.sign('sha256', content, privateKey)),
      verifier: { publicKey: { rawBytes: base64(publicDer(publicKey)) }, keyDetails: 'PKIX_ECDSA_P256_SHA_256' },
    },
  } };
  const answer = await fetch(`${rekorV2}/api/v2/log/entries`, { method: 'POST', body: JSON.stringify(entry) });
  if (!answer.ok) throw new Error(`Rekor v2 answers ${answer.status}: ${await answer.text()}`);
}

async function writeMaterial(world) {
  const { folder, keys } = world;
  const write = (name, text) => fs.writeFileSync(path.join(folder, name), text);
  const document = (value) => `${JSON.stringify(value, null, 2)}\n`;
  const root = trustedRoot(world, {
    rekorV1: publicDer(keys.rekorV1.publicKey),
    rekorV2: publicDer(keys.rekorV2.publicKey),
    rekorV2Id: rekorV2LogId(host, keys.rekorV2.publicKey),
    certificateLog: publicDer(keys.certificateLog.publicKey),
  });
  write('trusted_root.json', document(root));
  write('signing_config.json', document(signingConfig(world, 2)));
  write('signing_config_v1.json', document(signingConfig(world, 1)));
  write('client_trust_config.json', document({
    mediaType: 'application/vnd.dev.sigstore.clienttrustconfig.v0.1+json',
    trustedRoot: root,
    signingConfig: signingConfig(world, 2),
  }));
  writePem(path.join(folder, 'rekor-v1.pub'), keys.rekorV1.publicKey);
  write('token', await (await fetch(`${world.issuer}/email/new-token`)).text());
  write('token.github', await (await fetch(`${world.issuer}/github/new-token`)).text());
  write('env', environment(world));
}

function environment({ folder, issuer, fulcio, rekorV1, rekorV2, timestamps }) {
  const values = {
    WORLD: folder, WORLD_ISSUER: `${issuer}/email`, WORLD_IDENTITY: 'publisher@example.com',
    WORLD_GITHUB_ISSUER: `${issuer}/github`,
    WORLD_GITHUB_IDENTITY: 'https://github.com/example/charts/.github/workflows/release.yml@refs/tags/v1.0.0',
    WORLD_FULCIO: fulcio, WORLD_REKOR_V1: rekorV1, WORLD_REKOR_V2: rekorV2,
    WORLD_TIMESTAMPS: `${timestamps}/api/v1/timestamp`,
    WORLD_GITHUB_TOKEN_URL: `${issuer}/github/request-token?api-version=2.0`, WORLD_GITHUB_TOKEN_BEARER: 'may-ask-for-tokens',
  };
  return Object.entries(values).map(([name, value]) => `export ${name}='${value}'\n`).join('');
}

if (process.argv.length !== 3) {
  console.error('usage: sigstore_world.mjs FOLDER');
  process.exit(2);
}
onEnd();
main(path.resolve(process.argv[2])).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
