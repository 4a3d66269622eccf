// The clients' tests.
exports.run = require('./run')(['tests/run.js']);
