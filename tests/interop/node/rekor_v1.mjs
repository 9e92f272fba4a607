// Rekor v1, as far as signers need it: hashedrekord 0.0.1 and dsse 0.0.1, over the log of @sigstore/mock.
//
// The mock logs what it is sent; the real server logs a canonical form of it, and verifiers compare with that. So the
// canonical form is made here. Every entry stands in a tree of its own.
import crypto from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { openssl } from './keys.mjs';
import { listen } from './processes.mjs';

const require = createRequire(`${process.env.SIGSTORE_NODE}/`);
const { initializeTLog } = require('@sigstore/mock');

export async function openRekorV1(url, key, folder) {
  const log = await initializeTLog(url, key);
  const entries = new Map();
  await listen(url, async (request, body) => {
    const { pathname } = new URL(request.url, url);
    if (pathname === '/api/v1/log/publicKey') {
      return { type: 'application/x-pem-file', body: key.publicKey.export({ type: 'spki', format: 'pem' }) };
    }
    if (request.method === 'GET') return known(entries, pathname.split('/').pop());
    if (pathname !== '/api/v1/log/entries') return { status: 404, body: '{}' };
    return record(log, entries, canonical(folder, JSON.parse(body)));
  });
}

function known(entries, uuid) {
  const entry = entries.get(uuid);
  return entry ? { body: JSON.stringify(entry) } : { status: 404, body: JSON.stringify({ code: 404, message: 'no such entry' }) };
}

async function record(log, entries, canonicalEntry) {
  const entry = await log.log(canonicalEntry);
  const [uuid] = Object.keys(entry);
  entries.set(uuid, entry);
  return { status: 201, headers: { location: `/api/v1/log/entries/${uuid}`, etag: uuid }, body: JSON.stringify(entry) };
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
  const sha256 = (bytes) => ({ algorithm: 'sha256', value: crypto.createHash('sha256').update(bytes).digest('hex') });
  return {
    envelopeHash: sha256(text),
    payloadHash: sha256(content),
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
