// A lease, from its order to a payment on Ethereum.
exports.run = require('./run')(['anchor.js']);
