import { type Clock, type ListedImage, type PushEvent, type Scan } from "../../backfill";
import { ProblemError } from "../../problem";

export const PROFILE = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/api_b263a02b";
export const BUILD = "arn:aws:iam::333333333333:role/supply-chain/push/supply-chain-shop-api-build";
export const REPOSITORY = {
  account: "333333333333",
  region: "eu-central-1",
  partition: "aws",
  name: "shop/api",
} as const;

/** A clock that only sleeping moves on. */
export class FakeClock implements Clock {
  constructor(public time = Date.parse("2026-03-31T10:00:00Z")) {}
  readonly now = () => this.time;
  readonly sleep = (milliseconds: number) => {
    this.time += milliseconds;
    return Promise.resolve();
  };
}

/** A digest made of one hexadecimal digit. */
export function digest(digit: string): string {
  return `sha256:${digit.repeat(64)}`;
}

/** A tagged image of the repository `shop/api`. */
export function listed(members: Partial<ListedImage> = {}): ListedImage {
  return {
    repository: "shop/api",
    digest: digest("a"),
    tags: ["1.4.2"],
    pushedAt: new Date("2026-03-01T10:00:00Z"),
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    artifactType: "application/vnd.oci.image.config.v1+json",
    archived: false,
    ...members,
  };
}

export const pushedBy = (arn: string): PushEvent => ({ caller: { kind: "role", arn } });
export const CLEAN: Scan = { status: "ACTIVE", completedAt: new Date("2026-03-02T00:00:00Z"), findings: [] };

/** What a port throws. */
export function problem(code: string): ProblemError {
  return new ProblemError([{ code, path: "ecr:PutImage eu-central-1", message: "went wrong" }]);
}
