// The clients' tests.
const { readdirSync } = require('node:fs');
const path = require('node:path');

const tests = readdirSync(path.join(__dirname, '../tests'))
  .filter((name) => name.endsWith('.test.js'))
  .map((name) => path.join('tests', name));
// One file after the other: validators' forks may swap the numbers of orders that two files make at
// the same time.
exports.run = require('./run')(['--test', '--test-concurrency=1', ...tests]);
