// PouchDB's server over a folder; prints its address.
const PouchDB = require("pouchdb").defaults({ prefix: process.argv[2] + "/" });
// Only replication: no log, no pages for people. Mounted in an application of Express 5 it could
// not say what has changed.
const app = require("express-pouchdb")(PouchDB, {
  mode: "minimumForPouchDB",
  inMemoryConfig: true,
  logPath: process.argv[2] + "/log.txt",
});
const server = app.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
