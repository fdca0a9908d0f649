// Fills a local database with documents, one a line, then sends it; prints the seconds that took.
const PouchDB = require("pouchdb").defaults({ prefix: process.argv[2] + "/" });
const lines = require("fs").readFileSync(process.argv[3], "utf8").trim().split("\n");
const batch = Number(process.argv[5]);

(async () => {
  const here = new PouchDB("here");
  await here.bulkDocs(lines.map((line) => JSON.parse(line)));
  const there = new PouchDB(process.argv[4] + "/there");
  await there.info();
  const start = process.hrtime.bigint();
  const done = await here.replicate.to(there, { batch_size: batch, batches_limit: 10 });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const info = await there.info();
  if (!done.ok || info.doc_count !== lines.length) throw new Error(JSON.stringify([done, info]));
  console.log(seconds);
})();
