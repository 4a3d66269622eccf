// Networks whose nodes a test starts, kills and restarts by itself, from the files in networks/
// that zombienet takes too: zombienet's own nodes cannot be killed and come back.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import toml from 'toml';
import { connect, until } from './connect.js';
import { leave } from './settle.js';

const BINARY = process.env.LEASEHOLD_NODE || 'leasehold-node';
const ROOT = fileURLToPath(new URL('..', import.meta.url));
// Names for which the node has a flag that gives it their session keys.
const PEOPLE = ['alice', 'bob', 'charlie', 'dave', 'eve', 'ferdie'];

// Longest wait for a node's first answer, in seconds: compiling the runtime takes it minutes of a
// machine that many compete for.
const START = 400;

const capital = (name) => name[0].toUpperCase() + name.slice(1);

/** A TCP port on loopback that nothing listens on. */
const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** One node: its process, while it runs, and the connection to it. */
class Node {
  constructor(name, fields) {
    this.name = name;
    Object.assign(this, fields);
  }

  /** Where other nodes reach it; at another `port` where a proxy stands before it. */
  address(port = this.p2p) {
    return `/ip4/127.0.0.1/tcp/${port}/p2p/${this.peer}`;
  }

  get url() {
    return `ws://127.0.0.1:${this.rpc}`;
  }

  get runs() {
    return this.process !== null;
  }

  /** Start it, or start it again with what it has on disk; `more` are arguments of this run. */
  async start(...more) {
    const log = openSync(join(this.dir, `${this.name}.log`), 'a');
    const child = spawn(BINARY, [
      '--name', this.name, '--chain', this.spec, '--base-path', this.base,
      '--node-key-file', join(this.dir, `${this.name}.key`),
      '--listen-addr', `/ip4/127.0.0.1/tcp/${this.p2p}`, '--rpc-port', `${this.rpc}`,
      '--prometheus-port', `${this.metrics}`, '--rpc-methods', 'unsafe', '--rpc-cors', 'all',
      '--no-mdns', '--no-telemetry', ...(this.boot.length ? ['--bootnodes', ...this.boot] : []),
      ...this.args, ...more,
    ], { stdio: ['ignore', log, log], gid: this.gid });
    this.process = child;
    this.gone = new Promise((resolve) => child.once('exit', resolve));
    this.gone.then((code) => {
      this.process = null;
      this.code = code;
    });
    const died = this.gone.then(() => { throw new Error(`${this.name} stopped while starting; see ${this.dir}/${this.name}.log`); });
    this.api = await Promise.race([connect(this.url, START), died]);
    died.catch(() => {});
    return this.api;
  }

  /** End it, at once and without warning. */
  async kill() {
    await this.api?.disconnect().catch(() => {});
    this.api = null;
    this.process?.kill('SIGKILL');
    await this.gone;
  }

  /** The text of its log. */
  log() {
    return readFileSync(join(this.dir, `${this.name}.log`), 'utf8');
  }
}

export class Network {
  /** Start the network of `networks/NAME.toml` but for the nodes `without`. Those in `later` wait
   * until they are started; `genesis` are changes of the specification as spec.js takes them;
   * `prepare(network)` runs when the nodes are known and none is started. */
  static async start(name, { without = [], later = [], genesis = [], prepare = () => {} } = {}) {
    const { relaychain } = toml.parse(readFileSync(join(ROOT, 'networks', `${name}.toml`), 'utf8'));
    const network = new Network();
    network.dir = mkdtempSync(join(tmpdir(), `leasehold-${name}-`));
    network.nodes = new Map();
    process.once('exit', () => network.abandon());
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
    const [program, ...words] = relaychain.chain_spec_command.split(' ');
    network.spec = join(network.dir, 'spec.json');
    writeFileSync(network.spec, execFileSync(program, [...words, ...genesis], {
      cwd: ROOT, maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'inherit'],
    }));
    for (const one of relaychain.nodes.filter(({ name: node }) => !without.includes(node))) {
      await network.add(one.name, { validator: one.validator, service: !one.validator, args: one.args ?? [] });
    }
    await prepare(network);
    const nodes = [...network.nodes.values()];
    const now = nodes.filter((node) => !later.includes(node.name));
    try {
      await Promise.all(now.map((node) => node.start()));
    } catch (error) {
      // Nobody else knows of these nodes.
      await network.stop({ keep: true });
      throw error;
    }
    process.env.LEASEHOLD_VALIDATORS = now.filter((node) => node.validator).map((node) => node.url).join(',');
    return network;
  }

  /** Add a node, not started yet. It has the session keys of the person `like`, if that is one, and
   * knows the validators added before it. */
  async add(name, { validator = false, service = false, like = name, args = [] } = {}) {
    const [p2p, rpc, metrics] = [await freePort(), await freePort(), await freePort()];
    const keyFile = join(this.dir, `${name}.key`);
    const { stderr } = await promisify(execFile)(BINARY, ['key', 'generate-node-key', '--file', keyFile]);
    const base = join(this.dir, name);
    if (service) {
      execFileSync(BINARY, ['key', 'insert', '--base-path', base, '--chain', this.spec,
        '--key-type', 'lsrv', '--scheme', 'sr25519', '--suri', `//${capital(name)}`]);
    }
    const boot = [...this.nodes.values()].filter((node) => node.validator).map((node) => node.address());
    const node = new Node(name, {
      dir: this.dir, spec: this.spec, base, p2p, rpc, metrics, validator, peer: stderr.trim(),
      process: null, api: null, gone: Promise.resolve(), boot,
      args: [
        ...(validator ? ['--validator'] : []),
        ...(validator && PEOPLE.includes(like) ? [`--${like}`] : []),
        ...args,
      ],
    });
    this.nodes.set(name, node);
    return node;
  }

  /** The node called `name`. */
  node(name) {
    return this.nodes.get(name);
  }

  /** The connection to the node called `name`. */
  api(name) {
    return this.node(name).api;
  }

  /** Connections to all nodes that run. */
  apis() {
    return [...this.nodes.values()].filter((node) => node.runs).map((node) => node.api);
  }

  get validators() {
    return [...this.nodes.values()].filter((node) => node.validator);
  }

  /** Wait until each running node has at least `count` peers. */
  async connected(count, seconds = 60) {
    await until(`${count} peers of each node`, async () => {
      const peers = await Promise.all(this.apis().map(async (api) => (await api.rpc.system.health()).peers.toNumber()));
      return peers.every((number) => number >= count);
    }, seconds);
  }

  /** Stop all nodes. Logs and data are kept if the test has failed. */
  async stop({ keep = false } = {}) {
    await leave();
    // A node that is asked to stop may take a minute for it.
    await Promise.all([...this.nodes.values()].map((node) => node.kill()));
    if (keep || process.env.LEASEHOLD_KEEP) console.error(`The nodes' logs are in ${this.dir}.`);
    else rmSync(this.dir, { recursive: true, force: true });
    // polkadot.js may hold on to connections that were cut; the test does not wait for them.
    setTimeout(() => process.exit(), 5_000).unref();
  }

  /** Leave no process behind, whatever happens to the test. */
  abandon() {
    for (const node of this.nodes.values()) node.process?.kill('SIGKILL');
  }
}
