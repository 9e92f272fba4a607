// Rekor v1, as far as signers need it: hashedrekord 0.0.1 and dsse 0.0.1, each checked and logged in its canonical form.
import crypto from 'node:crypto';
import fs from 'node:fs';
import { openssl, publicDer } from './keys.mjs';
import { MerkleTree } from './merkle_tree.mjs';
import { listen } from './processes.mjs';

const sha256 = (bytes) => crypto.createHash('sha256').update(bytes).digest();

export async function openRekorV1(url, key, folder) {
  const log = {
    key, folder, entries: new Map(), tree: new MerkleTree(),
    id: sha256(publicDer(key.publicKey)), origin: `${new URL(url).host} - ${crypto.randomInt(2 ** 40)}`,
  };
  log.tree.append(Buffer.from('{}')); // position 0 is left out of JSON by some writers, and missed by some readers
  await listen(url, async (request, body) => {
    const { pathname } = new URL(request.url, url);
    if (pathname === '/api/v1/log/publicKey') {
      return { type: 'application/x-pem-file', body: key.publicKey.export({ type: 'spki', format: 'pem' }) };
    }
    if (request.method === 'GET') return known(log, pathname.split('/').pop());
    if (pathname !== '/api/v1/log/entries') return { status: 404, body: '{}' };
    return record(log, JSON.parse(body));
  });
}

function known({ entries }, uuid) {
  const entry = entries.get(uuid);
  return entry ? { body: JSON.stringify(entry) } : { status: 404, body: JSON.stringify({ code: 404, message: 'no such entry' }) };
}

function record(log, proposed) {
  const content = Buffer.from(canonicalJson(canonical(log.folder, proposed)));
  const logIndex = log.tree.append(content);
  const promised = {
    body: content.toString('base64'), integratedTime: Math.floor(Date.now() / 1000), logID: log.id.toString('hex'), logIndex,
  };
  const promise = crypto.sign('sha256', Buffer.from(canonicalJson(promised)), log.key.privateKey).toString('base64');
  const verification = { signedEntryTimestamp: promise, inclusionProof: inclusionProof(log, logIndex) };
  const uuid = `${'0'.repeat(16)}${log.tree.leaf(logIndex).toString('hex')}`;
  const entry = { [uuid]: { ...promised, verification } };
  log.entries.set(uuid, entry);
  return { status: 201, headers: { location: `/api/v1/log/entries/${uuid}`, etag: uuid }, body: JSON.stringify(entry) };
}

function inclusionProof({ tree, key, id, origin }, logIndex) {
  const root = tree.root();
  const note = `${origin}\n${tree.size}\n${root.toString('base64')}\n`;
  const signature = Buffer.concat([id.subarray(0, 4), crypto.sign('sha256', Buffer.from(note), key.privateKey)]);
  return {
    logIndex, treeSize: tree.size, rootHash: root.toString('hex'),
    hashes: tree.path(logIndex).map((hash) => hash.toString('hex')),
    checkpoint: `${note}\n\u2014 ${origin.split(' ')[0]} ${signature.toString('base64')}\n`,
  };
}

// RFC 8785, for the plain values that entries are made of.
function canonicalJson(value) {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name])}`).join(',')}}`;
}

function canonical(folder, { kind, apiVersion, spec }) {
  switch (`${kind} ${apiVersion}`) {
    case 'hashedrekord 0.0.1': return { kind, apiVersion, spec: hashedRecord(folder, spec) };
    case 'dsse 0.0.1': return { kind, apiVersion, spec: envelope(spec.proposedContent) };
    default: throw new Error(`this log has no entries of kind ${kind} ${apiVersion}`);
  }
}

function hashedRecord(folder, { data, signature }) {
  const { algorithm, value } = data.hash;
  const verifier = Buffer.from(signature.publicKey.content, 'base64');
  checkDigest(folder, publicKey(verifier), Buffer.from(value, 'hex'), Buffer.from(signature.content, 'base64'));
  const content = pem(verifier).toString('base64');
  return { data: { hash: { algorithm, value } }, signature: { content: signature.content, publicKey: { content } } };
}

// Node has no check of a signature over a digest that was made before; OpenSSL has.
function checkDigest(folder, key, digest, signature) {
  const file = (name, bytes) => {
    fs.writeFileSync(`${folder}/rekor-v1.${name}`, bytes);
    return `${folder}/rekor-v1.${name}`;
  };
  openssl(['pkeyutl', '-verify', '-pubin', '-inkey', file('verifier', key.export({ type: 'spki', format: 'pem' })),
    '-sigfile', file('signature', signature), '-in', file('digest', digest)]);
}

function envelope({ envelope: text, verifiers }) {
  const { payload, payloadType, signatures } = JSON.parse(text);
  const content = Buffer.from(payload, 'base64');
  const signed = Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${content.length} `), content]);
  const hash = (bytes) => ({ algorithm: 'sha256', value: sha256(bytes).toString('hex') });
  return {
    envelopeHash: hash(text),
    payloadHash: hash(content),
    signatures: signatures.map(({ sig }, at) => {
      const verifier = Buffer.from(verifiers[at], 'base64');
      if (!crypto.verify('sha256', signed, publicKey(verifier), Buffer.from(sig, 'base64'))) throw new Error('the signature does not fit');
      return { signature: sig, verifier: pem(verifier).toString('base64') };
    }),
  };
}

const isCertificate = (bytes) => bytes.includes('CERTIFICATE');
const publicKey = (bytes) => (isCertificate(bytes) ? new crypto.X509Certificate(bytes).publicKey : crypto.createPublicKey(bytes));

// A certificate or key in PEM, written anew with the usual line length.
function pem(bytes) {
  if (isCertificate(bytes)) return Buffer.from(new crypto.X509Certificate(bytes).toString());
  return Buffer.from(publicKey(bytes).export({ type: 'spki', format: 'pem' }));
}
