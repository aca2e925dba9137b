/** What knex uses of the package of this name, over the SQLite that Node itself has: nothing has to be compiled. */
const { DatabaseSync } = require('node:sqlite');

const bound = (bindings) => bindings.map((value) => (typeof value === 'boolean' ? Number(value) : value ?? null));

class Database {
  #database;

  constructor(filename, _, opened) {
    this.#database = new DatabaseSync(filename);
    setImmediate(opened, null);
  }

  /** Tells `done` what was changed, as its `this`. */
  run(sql, bindings, done) {
    this.#answer(done, () => {
      const { lastInsertRowid, changes } = this.#database.prepare(sql).run(...bound(bindings ?? []));
      return [{ lastID: Number(lastInsertRowid), changes: Number(changes) }];
    });
  }

  all(sql, bindings, done) {
    this.#answer(done, () => [{}, this.#database.prepare(sql).all(...bound(bindings ?? []))]);
  }

  close(done) {
    this.#answer(done, () => {
      this.#database.close();
      return [{}];
    });
  }

  #answer(done, work) {
    let answer;
    try {
      const [self, rows] = work();
      answer = () => done.call(self, null, rows);
    } catch (error) {
      answer = () => done.call({}, error);
    }
    setImmediate(answer);
  }
}

module.exports = { Database, OPEN_READWRITE: 2, OPEN_CREATE: 4 };
