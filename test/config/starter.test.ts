import { parseOrganization, starterFile } from "../../config";

const text = starterFile();

test("the starter file is valid", () => {
  expect(Object.keys(parseOrganization(text, "organization.yaml").accounts)).toEqual([
    "management",
    "security",
    "images",
    "shop",
  ]);
});

test("what it shows in comments is valid too", () => {
  const shown = text
    .replace("\n  backend: local\n", "\n")
    .replace("regions: [eu-central-1]", "regions: [eu-central-1, eu-west-1]")
    .replace(/^( *)# ( *[a-zA-Z]+:(?: .*)?)$/gm, "$1$2");
  const { organization, accounts, state, registry, pipelines } = parseOrganization(
    shown,
    "organization.yaml",
  );

  expect(shown).not.toMatch(/^ *# *[a-zA-Z]+:/m);
  expect(organization.organizationalUnits).toEqual({ production: "ou-ex4m-prod0001" });
  expect(Object.keys(accounts["shop"]?.clusters ?? {})).toEqual(["shop", "tools"]);
  expect(state).toMatchObject({ backend: "s3", bucket: "example-terraform-state" });
  expect(registry.replication).toEqual(["eu-west-1"]);
  expect(pipelines["shop-api"]?.approval).toEqual({ notify: "release-managers@example.com" });
});

test("it names the schema of the installed package", () => {
  expect(text.split("\n")[0]).toBe(
    "# yaml-language-server: $schema=./node_modules/container-supply-chain/config/organization.schema.json",
  );
});

/** The command that the file names to check it. */
const checkIn = (starter: string) => /^# {3}npx supply-chain check (.*)$/m.exec(starter)?.[1];

test("it is checked from where it is, unless something else is said", () => {
  expect(checkIn(text)).toBe("organization.yaml");
});

test("it takes another place of the schema and of itself", () => {
  const elsewhere = starterFile({ schema: "$&{file}.json", file: "start/$1{schema}.yaml" });
  expect(elsewhere.split("\n")[0]).toBe("# yaml-language-server: $schema=$&{file}.json");
  expect(checkIn(elsewhere)).toBe("start/$1{schema}.yaml");
});
