/** JSON Patch (RFC 6902), as far as tiles are changed by it: `add`, `replace` and `remove`. */

/** Changes of one record, and how deep they reach. Guesses far above what is needed. */
const CHANGES_MAX = 256;
const DEPTH_MAX = 8;

type Json = unknown;
type Holder = Record<string, Json> | Json[];

/** What a patch makes of a document, which stays as it is; null where it is no patch of it. */
export function patched(document: Json, patch: unknown): { readonly document: Json } | null {
  if (!Array.isArray(patch) || patch.length > CHANGES_MAX) return null;
  try {
    const root: { it: Json } = { it: structuredClone(document) };
    const isDone = patch.every((change: unknown) => isHolder(change) && apply(root, change));
    return isDone ? { document: root.it } : null;
  } catch {
    // Nested too deep, or not of values that JSON has.
    return null;
  }
}

function isHolder(value: unknown): value is Holder {
  return typeof value === 'object' && value !== null;
}

function apply(root: { it: Json }, change: Holder): boolean {
  const { op, path, value } = change as Readonly<Record<string, unknown>>;
  if (typeof path !== 'string' || !/^(?:\/|$)/.test(path)) return false;
  const names = path.split('/').slice(1).map(unescaped);
  if (names.length > DEPTH_MAX) return false;
  // The document itself is a member of the root.
  let holder: Holder = root;
  let last = 'it';
  for (const name of names) {
    const inner: unknown = Object.hasOwn(holder, last) ? Reflect.get(holder, last) : undefined;
    if (!isHolder(inner)) return false;
    holder = inner;
    last = name;
  }
  return Array.isArray(holder)
    ? changeList(holder, last, op, value)
    : changeMap(holder, last, op, value);
}

const unescaped = (name: string): string => name.replaceAll('~1', '/').replaceAll('~0', '~');

function changeMap(map: Record<string, Json>, name: string, op: unknown, value: Json): boolean {
  // Nobody's document has it, and it is no member like others.
  if (name === '__proto__' || (op !== 'add' && !Object.hasOwn(map, name))) return false;
  if (op === 'remove') delete map[name];
  else if (op === 'add' || op === 'replace') map[name] = structuredClone(value);
  else return false;
  return true;
}

function changeList(list: Json[], name: string, op: unknown, value: Json): boolean {
  const at = name === '-' ? list.length : Number(name);
  if (name !== '-' && !/^(?:0|[1-9]\d{0,4})$/.test(name)) return false;
  if (at > list.length || (op !== 'add' && at === list.length)) return false;
  if (op === 'add') list.splice(at, 0, structuredClone(value));
  else if (op === 'replace') list[at] = structuredClone(value);
  else if (op === 'remove') list.splice(at, 1);
  else return false;
  return true;
}
