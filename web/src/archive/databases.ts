/** Where archives keep blocks in IndexedDB. */
export const BLOCKS_DATABASE = 'tropichat-archive-blocks';

/** Where OrbitDB keeps its keys, heads and indexes. */
export const ORBITDB_DIRECTORY = 'tropichat-archive-orbitdb';

/** The LevelDB of the browser puts this before each of its paths. */
const LEVEL_PREFIX = 'level-js-';

export async function forgetArchives(): Promise<void> {
  const names = (await indexedDB.databases()).map(({ name = '' }) => name);
  const ours = names.filter(
    (name) => name === BLOCKS_DATABASE || name.startsWith(`${LEVEL_PREFIX}${ORBITDB_DIRECTORY}`),
  );
  await Promise.all(ours.map(deleteDatabase));
}

function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error);
    request.onblocked = () =>
      reject(new Error('An archive is still open, here or in another tab; close it first.'));
  });
}
