import {
  hubMessage,
  imageMessage,
  type Message,
  supportMessage,
} from "../../../modules/organization/finding-messages";
import { hubPattern, imagePatterns } from "../../../modules/organization/finding-pattern";
import { openFinding } from "../../../lambdas/shared/finding";
import { matchesPattern } from "../../support/event-pattern";
import { guardDutyFinding, hubEvent, supportEvent, vulnerabilityEvent } from "../../support/finding-events";

/** What a path of an input transformer finds in an event. */
function at(path: string, event: unknown): unknown {
  return path
    .replace(/^\$\./, "")
    .split(/\.|\[(\d+)\]\.?/)
    .filter((part) => part)
    .reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], event);
}

/** The paths of a message that find nothing in an event. */
const missing = ({ inputPaths }: Message, event: unknown) =>
  Object.entries(inputPaths)
    .filter(([, path]) => at(path, event) === undefined)
    .map(([name]) => name);

/** The text that EventBridge makes of an event; what it does not find leaves nothing. */
function rendered({ inputPaths, inputTemplate }: Message, event: unknown): string[] {
  return inputTemplate
    .replace(/<(\w+)>/g, (_, name: string) => String(at(inputPaths[name] ?? "", event) ?? ""))
    .split("\n")
    .map((line) => line.slice(1, -1));
}

const DIGEST = `sha256:${"5".repeat(64)}`;

/** A finding of ours, as Security Hub tells of it. */
function ownEvent() {
  const finding = openFinding(
    { partition: "aws", region: "eu-central-1", accountId: "333333333333" },
    {
      id: "supply-chain/signing-watch/333333333333/eu-central-1/shop/api",
      generator: "supply-chain/signing-watch",
      type: "Software and Configuration Checks/Signatures",
      severity: "HIGH",
      title: "shop/api is not signed",
      description: "An image has no signature.",
      recommendation: "Sign it.",
      resources: [
        { Type: "AwsEcrRepository", Id: "arn:aws:ecr:eu-central-1:333333333333:repository/shop/api" },
      ],
      updatedAt: "2024-09-04T16:55:38.411Z",
    },
  );
  return hubEvent({
    ...finding,
    ...finding.FindingProviderFields,
    ProductName: "Default",
    Region: "eu-central-1",
    Workflow: { Status: "NEW" },
  });
}

describe("the message about a vulnerability in an image", () => {
  const message = imageMessage("critical", "aws");

  it("finds everything in an event of Inspector that its rule matches", () => {
    expect(matchesPattern(imagePatterns("critical").vulnerabilities, vulnerabilityEvent())).toBe(true);
    expect(missing(message, vulnerabilityEvent())).toEqual([]);
  });

  it("says what, where, and what mends it", () => {
    expect(rendered(message, vulnerabilityEvent())).toEqual([
      "Rank critical: CVE-2024-6119 - libssl3t64, openssl",
      "Severity CRITICAL; exploit known: YES; fix available: YES; tasks and pods that run it: 3 (no number: unknown, take it for running)",
      `Where: shop/api@${DIGEST}, account 333333333333, region eu-central-1`,
      "Package: libssl3t64 3.0.13, fixed in: 0:3.0.13-0ubuntu3.4",
      "What to do: build the image again with the fixed version and deploy it. None Provided",
      "Where it runs: npx supply-chain where CVE-2024-6119",
      "Links: https://ubuntu.com/security/CVE-2024-6119 and https://console.aws.amazon.com/inspector/v2/home?region=eu-central-1#/findings",
    ]);
  });
});

describe("the message about an operating system without support", () => {
  const message = supportMessage("high", "aws");

  it("finds everything in an event of Inspector that its rule matches", () => {
    expect(matchesPattern(imagePatterns("high").endOfSupport ?? "", supportEvent())).toBe(true);
    expect(missing(message, supportEvent())).toEqual([]);
  });

  it("says which system, where, and what to build on", () => {
    expect(rendered(message, supportEvent())).toEqual([
      "Rank high: Platform End Of Life - ubuntu 24.04",
      "Operating system: UBUNTU_24_04, which gets no more updates; tasks and pods that run it: 3 (no number: unknown, take it for running)",
      `Where: shop/api@${DIGEST}, account 333333333333, region eu-central-1`,
      "What to do: build the image on a release of the operating system that has support and deploy it. None Provided",
      `Where it runs: npx supply-chain where shop/api@${DIGEST}`,
      "Link: https://console.aws.amazon.com/inspector/v2/home?region=eu-central-1#/findings",
    ]);
  });
});

describe("the message about what Security Hub gathered", () => {
  const message = hubMessage("aws");
  const attack = hubEvent(guardDutyFinding("TTPs/AttackSequence:EKS/CompromisedCluster", "CRITICAL"));

  it("finds everything but a remedy in a finding of GuardDuty, which has none", () => {
    expect(matchesPattern(hubPattern("critical"), attack)).toBe(true);
    expect(missing(message, attack)).toEqual(["remedy"]);
  });

  it("says of an attack sequence what, where, and where GuardDuty tells more", () => {
    expect(rendered(message, attack)).toEqual([
      "CRITICAL finding of GuardDuty: The cluster shop may be compromised.",
      "Type: TTPs/AttackSequence:EKS/CompromisedCluster",
      "Where: arn:aws:eks:eu-central-1:444444444444:cluster/shop, account 444444444444, region eu-central-1",
      "What to do (nothing said: see its page): ",
      "Its page, where it has one: https://eu-central-1.console.aws.amazon.com/guardduty/home?region=eu-central-1#/findings?fId=66666666666666666666666666666666",
      "Look it up by its resource: https://console.aws.amazon.com/securityhub/home#/findings",
    ]);
  });

  it("finds everything but a page in a finding of ours, which has none", () => {
    expect(matchesPattern(hubPattern("high"), ownEvent())).toBe(true);
    expect(missing(message, ownEvent())).toEqual(["source"]);
  });

  it("says of a finding of ours what, where, and what to do", () => {
    expect(rendered(message, ownEvent())).toEqual([
      "HIGH finding of Default: shop/api is not signed",
      "Type: Software and Configuration Checks/Signatures",
      "Where: arn:aws:ecr:eu-central-1:333333333333:repository/shop/api, account 333333333333, region eu-central-1",
      "What to do (nothing said: see its page): Sign it.",
      "Its page, where it has one: ",
      "Look it up by its resource: https://console.aws.amazon.com/securityhub/home#/findings",
    ]);
  });
});
