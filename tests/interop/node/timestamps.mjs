// Timestamps (RFC 3161): OpenSSL reads the query and writes the reply.
import fs from 'node:fs';
import path from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { listen } from './processes.mjs';

const run = promisify(execFile);

export async function openTimestamps(url, { folder, key, certificate }) {
  const settings = path.join(folder, 'tsa.cnf');
  fs.writeFileSync(path.join(folder, 'tsa.serial'), '01\n');
  fs.writeFileSync(settings, `[tsa]
default_tsa = own
[own]
serial = ${folder}/tsa.serial
signer_cert = ${certificate}
signer_key = ${key}
signer_digest = sha256
default_policy = 1.3.6.1.4.1.57264.2
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
ess_cert_id_chain = no
`);
  let last = Promise.resolve(); // one at a time: they share the file with the serial number
  await listen(url, (request, body) => {
    if (request.url === '/api/v1/timestamp/certchain') {
      return { type: 'application/pem-certificate-chain', body: fs.readFileSync(path.join(folder, 'tsa-chain.pem')) };
    }
    last = last.catch(() => {}).then(() => reply(folder, settings, body));
    return last;
  });
}

async function reply(folder, settings, query) {
  const file = path.join(folder, 'query.tsq');
  fs.writeFileSync(file, query);
  await run('openssl', ['ts', '-reply', '-config', settings, '-queryfile', file, '-out', `${file}.reply`]);
  return { status: 201, type: 'application/timestamp-reply', body: fs.readFileSync(`${file}.reply`) };
}
