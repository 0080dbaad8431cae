import { NotationError, TrustStore, type TrustStoreFiles, type TrustStoreReference } from "../../notation";
import { signerTrustStores } from "../../notation/signer/trust-stores";
import { type StoreFile } from "./trust-store";

/** A trust store whose refusals say more than what is wrong with its content. */
class ExplainedTrustStore extends TrustStore {
  /** A store that is wrong is wrong for every case of a batch. */
  private readonly explained = new Map<NotationError, NotationError>();

  constructor(
    files: TrustStoreFiles,
    private readonly explain: (error: NotationError) => string | undefined,
  ) {
    super(files);
  }

  override certificates(...asked: Parameters<TrustStore["certificates"]>) {
    try {
      return super.certificates(...asked);
    } catch (error) {
      if (!(error instanceof NotationError)) throw error;
      const known = this.explained.get(error) ?? this.explanationOf(error);
      this.explained.set(error, known);
      throw known;
    }
  }

  private explanationOf(error: NotationError): NotationError {
    return new NotationError(error.code, this.explain(error) ?? error.message);
  }
}

/**
 * The trust store of files on disk, which names the file that is wrong.
 *
 * @param others stores that take the place of those on disk with their names
 */
export function trustStoreOnDisk(stores: readonly StoreFile[], others: TrustStoreFiles = {}): TrustStore {
  const files: Record<string, readonly Buffer[]> = {};
  for (const { reference, bytes } of stores) {
    const key = keyOf(reference);
    files[key] = [...(files[key] ?? []), bytes];
  }
  return new ExplainedTrustStore({ ...files, ...others }, ({ message }) => {
    const wrong = stores.find((file) => messageOf(file) === message);
    return wrong === undefined ? undefined : `${message}, in ${wrong.path}`;
  });
}

/** The trust store where no folder of them was named: the roots of AWS Signer, and others. */
export function builtInTrustStore(others: TrustStoreFiles): TrustStore {
  return new ExplainedTrustStore({ ...signerTrustStores(), ...others }, ({ code, message }) =>
    code === "trust-store-missing" ? `${message}; name the folder with it by --trust-store DIR` : undefined,
  );
}

/** Why a file may not be in its store, on its own. */
function messageOf({ reference, bytes }: StoreFile): string | undefined {
  try {
    new TrustStore({ [keyOf(reference)]: [bytes] }).certificates([reference], reference.type);
    return undefined;
  } catch (error) {
    if (error instanceof NotationError) return error.message;
    throw error;
  }
}

function keyOf({ type, name }: TrustStoreReference): string {
  return `${type}:${name}`;
}
