// Reads so many documents from a server into a new local database; prints the seconds that took.
const PouchDB = require("pouchdb").defaults({ prefix: process.argv[2] + "/" });
const count = Number(process.argv[3]);
const batch = Number(process.argv[5]);

(async () => {
  const here = new PouchDB("received");
  const there = new PouchDB(process.argv[4] + "/there");
  await Promise.all([here.info(), there.info()]);
  const start = process.hrtime.bigint();
  const done = await here.replicate.from(there, { batch_size: batch, batches_limit: 10 });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const info = await here.info();
  if (!done.ok || info.doc_count !== count) throw new Error(JSON.stringify([done, info]));
  console.log(seconds);
})();
