import { jws } from "../../notation/support/envelope";
import { policyText, statement } from "../../notation/support/policy";
import { RegistryServer } from "./registry-server";
import { AT, Disk, leaf, reasons } from "./support";

const { NOTATION_USERNAME, NOTATION_PASSWORD, ...others } = process.env;

/** A registry and the files to verify its image with, new for each test. */
export class Setting {
  readonly disk = new Disk();
  readonly registry = new RegistryServer();

  async start(): Promise<this> {
    process.env = { ...others };
    await this.registry.start();
    const { repository } = this.registry;
    this.disk.write("policy.json", policyText(statement({ registryScopes: [repository] })));
    return this;
  }

  stop(): void {
    process.env = { ...others, ...(NOTATION_USERNAME && { NOTATION_USERNAME, NOTATION_PASSWORD }) };
    this.registry.stop();
    this.disk.remove();
  }

  /** A signature of the image. */
  good(): Buffer {
    return jws({ signer: leaf, payload: { targetArtifact: this.registry.subject } });
  }

  /** A signature of another manifest. */
  bad(): Buffer {
    return jws({ signer: leaf, payload: { targetArtifact: { ...this.registry.subject, size: 1 } } });
  }

  /** Runs `verify IMAGE`. */
  run(image: string, ...args: readonly string[]) {
    const files = ["--policy", this.disk.path("policy.json"), "--trust-store", this.disk.path("truststore")];
    return this.disk.verify(image, ...files, "--at", AT, ...args);
  }

  /** Runs `verify IMAGE --json`; the registry stands as HOST and the image's digest as DIGEST in what it says. */
  async verify(image = this.registry.reference) {
    const { host, subject } = this.registry;
    const { status, out } = await this.run(image, "--json");
    const verdict = this.disk.valid(out.replaceAll(host, "HOST").replaceAll(subject.digest, "DIGEST"));
    return { status, trusted: verdict.trusted, why: reasons(verdict), image: verdict.image };
  }
}

/** A setting that is new for each test of a file. */
export function settingForEach() {
  let setting: Setting;
  beforeEach(async () => {
    setting = await new Setting().start();
  });
  afterEach(() => {
    setting.stop();
  });
  return {
    get registry() {
      return setting.registry;
    },
    get disk() {
      return setting.disk;
    },
    run: (image: string, ...args: readonly string[]) => setting.run(image, ...args),
    good: () => setting.good(),
    bad: () => setting.bad(),
    verify: (image?: string) => setting.verify(image),
  };
}

/** What is said of an image that has more signatures than are read. */
export const TOO_MANY = {
  code: "too-many-signatures",
  message: "has more signatures than are read, and none of the first 100 is trusted",
} as const;
export const TRUSTED = { status: 0, trusted: true, why: [] };
