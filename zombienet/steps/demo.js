// A lease's whole life.
exports.run = require('./run')(['demo.js']);
