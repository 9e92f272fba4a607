// Programs that belong to the world: started with a log each, ended with it.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { spawn } from 'node:child_process';

const running = [];

// Starts a program and waits (20 seconds) until it takes connections at `address`.
export async function start(folder, program, address, parameters) {
  const log = path.join(folder, `${program}.log`);
  const output = fs.openSync(log, 'w');
  const child = spawn(program, parameters, { cwd: folder, stdio: ['ignore', output, output] });
  let ended = null;
  child.on('error', (error) => { ended = error.message; });
  child.on('exit', (code, signal) => { ended ??= `exit ${code ?? signal}`; });
  running.push(child);
  for (let tries = 0; tries < 200 && ended === null; tries += 1) {
    if (await answers(address)) return;
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  throw new Error(`${program} does not answer at ${address} (${ended ?? 'it runs'}):\n${tail(log)}`);
}

const tail = (file) => fs.readFileSync(file, 'utf8').split('\n').slice(-15).join('\n');

function answers(address) {
  const [host, port] = address.split(':');
  return new Promise((resolve) => {
    const socket = net.connect({ host, port: Number(port) });
    socket.on('connect', () => { socket.destroy(); resolve(true); });
    socket.on('error', () => resolve(false));
  });
}

export async function freePorts(count) {
  const servers = await Promise.all(Array.from({ length: count }, () => new Promise((resolve) => {
    const server = net.createServer();
    server.listen(0, '127.0.0.1', () => resolve(server));
  })));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => { server.close(resolve); })));
  return ports;
}

// The world's programs end when it does, however that happens.
export function onEnd() {
  process.on('exit', () => { for (const child of running) child.kill('SIGKILL'); });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(0));
}

// An HTTP server of our own: `answer(request, body)` gives { status, type, body, headers }.
export async function listen(url, answer) {
  const { createServer } = await import('node:http');
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    let result;
    try {
      result = await answer(request, Buffer.concat(parts));
    } catch (error) {
      result = { status: 400, type: 'application/json', body: JSON.stringify({ code: 400, message: error.message }) };
    }
    response.writeHead(result.status ?? 200, { 'content-type': result.type ?? 'application/json', ...result.headers });
    response.end(result.body);
  });
  const { hostname, port } = new URL(url);
  await new Promise((resolve) => { server.listen(Number(port), hostname, resolve); });
}
