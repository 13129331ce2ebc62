// Stands in for a module that nothing calls.
module.exports = {}
