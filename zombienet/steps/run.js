// For zombienet's `js-script`: runs a program of this folder's parent against the network, in a
// process of its own, because zombienet's own has a browser's globals.
const { spawn } = require('node:child_process');
const path = require('node:path');

module.exports = (argumentsOf) => async (_name, network) => {
  const nodes = Object.entries(network.nodesByName);
  // Networks name their validators after people.
  const validators = nodes.filter(([name]) => !name.startsWith('provider'));
  const { alice, provider1 } = network.nodesByName;
  const env = {
    ...process.env,
    LEASEHOLD_WS: alice.wsUri,
    LEASEHOLD_PROVIDER_WS: provider1.wsUri,
    LEASEHOLD_VALIDATORS: validators.map(([, node]) => node.wsUri).join(','),
    LEASEHOLD_NODES: JSON.stringify(Object.fromEntries(nodes.map(([name, node]) => [name, node.wsUri]))),
  };
  const child = spawn(process.execPath, argumentsOf, {
    cwd: path.join(__dirname, '..'),
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (status) => resolve(status ?? 1));
  });
  if (code !== 0) throw new Error(`node ${argumentsOf.join(" ")} ended with status ${code}`);
  return 0;
};
