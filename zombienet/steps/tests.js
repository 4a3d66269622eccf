// The clients' tests.
const { readdirSync } = require('node:fs');
const path = require('node:path');

const tests = readdirSync(path.join(__dirname, '../tests'))
  .filter((name) => name.endsWith('.test.js'))
  .map((name) => path.join('tests', name));
exports.run = require('./run')(['--test', '--test-concurrency=4', ...tests]);
