import { lstatSync, opendirSync } from "node:fs";
import { join } from "node:path";
import { type TrustPolicy, type TrustStoreReference } from "../../notation";
import { readFile, reading } from "./files";
import { noVerdict } from "./no-verdict";

/** Far above what a trust store holds; the bundle of a browser has some hundred thousand bytes. */
const MAX = { fileBytes: 1024 * 1024, files: 256, bytes: 4 * 1024 * 1024 } as const;
const REAL = "notation takes no symbolic link in a trust store; put the real one there";

/** A file of a trust store. */
export interface StoreFile {
  readonly reference: TrustStoreReference;
  readonly path: string;
  readonly bytes: Buffer;
}

/**
 * Reads the stores that a policy names, `x509/TYPE/NAME/` with one file or more of certificates, as notation does:
 * every file counts whatever its name, and there may be nothing else. A store that is not there is none.
 *
 * @param folder notation's `truststore`, or the folder it is in
 * @throws UnknownAnswer `symbolic-link`, `not-a-folder`, `not-a-file`, `trust-store-too-large`, and those of files
 * @see https://github.com/notaryproject/specifications/blob/main/specs/trust-store-trust-policy.md#trust-store
 */
export function readTrustStore(folder: string, { statements }: TrustPolicy): StoreFile[] {
  const x509 = x509Of(folder);
  const references = new Map(
    statements
      .flatMap(({ trustStores }) => trustStores)
      .map((reference) => [`${reference.type}:${reference.name}`, reference]),
  );
  const files: StoreFile[] = [];
  let left = MAX.bytes;
  for (const reference of references.values()) {
    const store = readStore(x509, reference);
    left -= store.reduce((sum, { bytes }) => sum + bytes.length, 0);
    if (left < 0) {
      const message = `the stores of the policy have more than ${String(MAX.bytes)} bytes`;
      throw noVerdict(folder, "trust-store-too-large", message);
    }
    files.push(...store);
  }
  return files;
}

function x509Of(folder: string): string {
  const found = [join(folder, "x509"), join(folder, "truststore", "x509")].find(isFolder);
  if (found !== undefined) return found;
  throw noVerdict(
    folder,
    "trust-store-missing",
    "has no folder x509 and no truststore/x509",
    "name notation's folder truststore",
  );
}

/** Whether there is a folder; anything else of that name is refused. */
function isFolder(path: string): boolean {
  const stat = reading(path, () => lstatSync(path, { throwIfNoEntry: false }));
  if (stat === undefined) return false;
  if (stat.isSymbolicLink()) throw noVerdict(path, "symbolic-link", "is a symbolic link", REAL);
  if (!stat.isDirectory()) throw noVerdict(path, "not-a-folder", "is not a folder");
  return true;
}

function readStore(x509: string, reference: TrustStoreReference): StoreFile[] {
  const { type, name } = reference;
  const store = join(x509, type, name);
  if (/^\.+$/.test(name)) throw noVerdict(store, "trust-store-name", `no store can be called ${name}`);
  if (!isFolder(join(x509, type)) || !isFolder(store)) return [];
  return namesIn(store).map((file) => {
    const path = join(store, file);
    const stat = reading(path, () => lstatSync(path));
    if (stat.isSymbolicLink()) throw noVerdict(path, "symbolic-link", "is a symbolic link", REAL);
    return { reference, path, bytes: readFile(path, { maxBytes: MAX.fileBytes, isLinkAllowed: false }) };
  });
}

/** Names in a folder, in an order that does not depend on the disk. */
function namesIn(folder: string): string[] {
  return reading(folder, () => {
    const directory = opendirSync(folder);
    try {
      const names: string[] = [];
      for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) {
        if (names.length === MAX.files) {
          throw noVerdict(folder, "trust-store-too-large", `has more than ${String(MAX.files)} files`);
        }
        names.push(entry.name);
      }
      return names.sort();
    } finally {
      directory.closeSync();
    }
  });
}
