import { ecrCredentials } from "../../../cli/verify/aws";
import { get, type Question } from "../../../cli/verify/registry/http";
import { loadOrganization } from "../../../config";
import { registryTrustPolicy } from "../../../plan";
import { type GOOD } from "../../notation/support/verify";
import { OTHER_VERSION, ROOT_PEM, signerEnvelope } from "../../support/registry";
import { policyText, statement } from "../../notation/support/policy";
import { RegistryServer } from "./registry-server";
import { Setting } from "./registry-support";
import { reasons } from "./support";

jest.mock("../../../cli/verify/registry/http", () => {
  const actual = jest.requireActual<object>("../../../cli/verify/registry/http");
  return { ...actual, get: jest.fn() };
});
jest.mock("../../../cli/verify/aws", () => {
  const actual = jest.requireActual<object>("../../../cli/verify/aws");
  return { ...actual, ecrCredentials: jest.fn() };
});
jest.mock("../../../cli/verify/revocation", () => {
  const actual = jest.requireActual<object>("../../../cli/verify/revocation");
  return {
    ...actual,
    ONLINE: jest.requireActual<{ GOOD: typeof GOOD }>("../../notation/support/verify").GOOD,
  };
});
const { get: really } = jest.requireActual<{ get: typeof get }>("../../../cli/verify/registry/http");

const [{ trustedIdentities }] = registryTrustPolicy(loadOrganization("organization.yaml", "2026-01-01"))
  .trustPolicies as [ReturnType<typeof registryTrustPolicy>["trustPolicies"][number]];
const VERSION = `${trustedIdentities[0] ?? ""}/0123456789`;
const HOME = "333333333333.dkr.ecr.eu-central-1.amazonaws.com";
const REPLICA = "333333333333.dkr.ecr.eu-west-1.amazonaws.com";

let setting: Setting;
/** The registry in the home region, and its replica. */
let home: RegistryServer;
let replica: RegistryServer;
beforeEach(async () => {
  setting = await new Setting().start();
  home = setting.registry;
  replica = new RegistryServer();
  await replica.start();
  setting.disk.write("signer/x509/signingAuthority/aws-signer-ts/root.pem", ROOT_PEM);
  jest.mocked(get).mockImplementation((question: Question) => {
    const { host, pathname, search } = question.url;
    const server = host.includes("eu-west-1") ? replica : home;
    return really({
      ...question,
      url: new URL(`http://${server.host}${pathname}${search}`),
      isAllowed: () => true,
    });
  });
  jest
    .mocked(ecrCredentials)
    .mockReset()
    .mockImplementation((registry) => Promise.resolve({ username: "AWS", password: registry }));
});
afterEach(() => {
  setting.stop();
  replica.stop();
});

const basic = (username: string, password: string) =>
  `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
const signature = (profileVersionArn = VERSION) => signerEnvelope(home.subject, { profileVersionArn });

/** What the command says of the organization's image at a host. */
async function verifyAt(host: string, ...trust: readonly string[]) {
  const image = `${host}/shop/api@${home.subject.digest}`;
  const files = trust.length > 0 ? trust : ["--organization", "organization.yaml"];
  const store = ["--trust-store", setting.disk.path("signer")];
  const { status, out } = await setting.disk.verify(image, ...files, ...store, "--online", "--json");
  const verdict = setting.disk.valid(out);
  return { status, why: reasons(verdict), problems: verdict.problems, image: verdict.image };
}

describe("every host name of a registry of ECR is that registry", () => {
  const NAMES = [
    HOME,
    "333333333333.dkr-ecr.eu-central-1.on.aws",
    "333333333333.dkr.ecr-fips.eu-central-1.amazonaws.com",
    "333333333333.dkr-ecr-fips.eu-central-1.on.aws",
  ];

  test.each(NAMES)("to the organization's policy: %s", async (host) => {
    home.sign(signature());
    expect(await verifyAt(host)).toMatchObject({
      status: 0,
      why: [],
      image: { reference: `${host}/shop/api@${home.subject.digest}` },
    });
  });

  test.each(NAMES.slice(1))(
    "and not to a person's own, whose scopes are as they are written: %s",
    async (host) => {
      home.sign(signature());
      const policy = (registry: string) =>
        setting.disk.write(
          "own.json",
          policyText(
            statement({
              registryScopes: [`${registry}/shop/api`],
              trustStores: ["signingAuthority:aws-signer-ts"],
              trustedIdentities,
            }),
          ),
        );
      expect(await verifyAt(host, "--policy", policy(HOME))).toMatchObject({
        status: 1,
        why: ["policy policy-none"],
      });
      expect(await verifyAt(host, "--policy", policy(host))).toMatchObject({ status: 0 });
    },
  );

  test("and no other host is it", async () => {
    home.sign(signature());
    expect(await verifyAt("333333333333.dkr.ecr.eu-central-1.example.com")).toMatchObject({
      status: 1,
      why: ["policy policy-none"],
    });
  });
});

describe("a replica", () => {
  const source = { repository: `${HOME}/shop/api`, signatures: 1 };

  test.each([REPLICA, "333333333333.dkr-ecr.eu-west-1.on.aws"])(
    "without signatures is trusted by those of its source: %s",
    async (host) => {
      const digest = home.sign(signature());
      expect(await verifyAt(host)).toEqual({
        problems: undefined,
        status: 0,
        why: [],
        image: {
          reference: `${host}/shop/api@${home.subject.digest}`,
          signatures: 0,
          source: { ...source, decides: true },
          signature: digest,
        },
      });
    },
  );

  test("with a trusted signature is enough, and nobody asks its source", async () => {
    replica.sign(signature());
    const { status, image } = await verifyAt(REPLICA);
    expect({ status, source: image?.source }).toEqual({ status: 0, source: undefined });
    expect(home.asked).toEqual([]);
  });

  test("with a signature that is not trusted is trusted by another one of its source", async () => {
    const bad = replica.sign(signature(OTHER_VERSION));
    const good = home.sign(signature());
    expect(await verifyAt(REPLICA)).toMatchObject({
      status: 0,
      image: { signatures: 1, signature: good, others: [{ signature: bad, code: "identity-untrusted" }] },
    });
  });

  test("and its source without a trusted signature are not trusted, and each signature is told once", async () => {
    const envelope = signature(OTHER_VERSION);
    const bad = replica.sign(envelope);
    home.sign(envelope);
    const { status, image } = await verifyAt(REPLICA);
    expect({ status, image }).toMatchObject({
      status: 1,
      image: { signature: bad, source: { ...source, decides: false } },
    });
    expect(image?.others).toBeUndefined();
  });

  test("whose source has more signatures than are read says so", async () => {
    for (let count = 0; count < 101; count++) {
      home.sign(signerEnvelope(home.subject, { profileVersionArn: `${OTHER_VERSION}${String(count)}` }));
    }
    const { status, image } = await verifyAt(REPLICA);
    expect({ status, code: image?.unread?.code }).toEqual({ status: 1, code: "too-many-signatures" });
  });

  test("is asked for as whoever is named in the environment, its source as who is signed in to AWS", async () => {
    process.env["NOTATION_USERNAME"] = "shop";
    process.env["NOTATION_PASSWORD"] = "secret";
    home.sign(signature());
    replica.authorization = basic("shop", "secret");
    home.authorization = basic("AWS", HOME);
    expect(await verifyAt(REPLICA)).toMatchObject({ status: 0 });
    expect(jest.mocked(ecrCredentials).mock.calls.map(([registry]) => registry)).toEqual([HOME]);
  });

  test("is undecided when its source cannot be read", async () => {
    home.sign(signature());
    home.authorization = "nobody has this";
    const { status, why, problems } = await verifyAt(REPLICA);
    expect(status).toBe(2);
    expect(problems?.[0]?.change).toBe(
      "sign in to AWS as somebody who may pull from this registry, whose replica holds the image",
    );
    expect(why.join()).toMatch(
      new RegExp(`^https://${HOME}/v2/shop/api/.*: answered with status 401 \\[registry-unauthorized\\]$`),
    );
  });

  test("is none to a person's own policy", async () => {
    home.sign(signature());
    const policy = policyText(
      statement({
        registryScopes: ["*"],
        trustStores: ["signingAuthority:aws-signer-ts"],
        trustedIdentities,
      }),
    );
    expect(await verifyAt(REPLICA, "--policy", setting.disk.write("own.json", policy))).toMatchObject({
      status: 1,
      why: ["envelope signature-missing"],
    });
  });

  test("is told with its source in the list, too", async () => {
    const digest = home.sign(signature());
    const { out } = await setting.disk.verify(
      ...[`${REPLICA}/shop/api@${home.subject.digest}`, "--organization", "organization.yaml", "--online"],
      ...["--trust-store", setting.disk.path("signer")],
    );
    expect(out).toContain(
      `\n0 signatures in the registry\n1 signature in its source ${HOME}/shop/api, this is about ${digest}\nby the statement`,
    );
  });
});
