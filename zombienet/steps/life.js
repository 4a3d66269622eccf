// Two leases, one at each provider, from order to last unit; every node agrees.
exports.run = require('./run')([
  '--test', '--test-reporter=tap', '--test-reporter-destination=stdout', '--test-reporter=./lib/failures.js',
  `--test-reporter-destination=${process.env.LEASEHOLD_FAILURES ?? 'stderr'}`, 'life.test.js',
]);
