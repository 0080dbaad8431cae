import { CONTAINER_SIGNING_REGIONS } from "../../aws";
import { didYouMean } from "../words";
import { type Check, type Finding } from "./check";
import { lookUp } from "./lookup";

/**
 * Rules of a registry's signing configuration, one per profile.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SigningConfiguration.html
 */
const PROFILE_COUNT = 10;

/**
 * Longest validity of a signature, 135 months, in each unit.
 *
 * @see https://docs.aws.amazon.com/signer/latest/developerguide/signing-profiles.html
 */
const LONGEST = { days: 4050, months: 135, years: 11 } as const;

const profiles: Check = {
  reads: ["signing", "organization.homeRegion"],
  find: ({ signing, organization: { homeRegion } }) => {
    const keys = Object.keys(signing.profiles);
    const findings: Finding[] = [];
    if (keys.length > 0 && !CONTAINER_SIGNING_REGIONS.has(homeRegion)) {
      findings.push({
        code: "service-not-in-region",
        path: ["organization", "homeRegion"],
        message: `AWS Signer does not sign container images in ${homeRegion}, and signing profiles live in the home region`,
        change: "choose another home region, or remove signing.profiles",
      });
    }
    if (keys.length > PROFILE_COUNT) {
      findings.push({
        code: "too-many-profiles",
        path: ["signing", "profiles"],
        at: "key",
        message: `there are ${String(keys.length)} signing profiles`,
        allowed: `at most ${String(PROFILE_COUNT)}, as many as a registry has signing rules`,
      });
    }
    for (const [key, { validity }] of Object.entries(signing.profiles)) {
      const [value, unit] = validity.split(" ") as [string, keyof typeof LONGEST];
      if (Number(value) > LONGEST[unit]) {
        findings.push({
          code: "validity-too-long",
          path: ["signing", "profiles", key, "validity"],
          message: `${validity} is longer than AWS Signer takes`,
          allowed: `at most ${String(LONGEST[unit])} ${unit}`,
        });
      }
    }
    return findings;
  },
};

const signedBy: Check = {
  reads: ["signing.profiles", "registry.repositories.*.signedBy"],
  find: ({ signing, registry }) => {
    const keys = Object.keys(signing.profiles);
    return Object.entries(registry.repositories).flatMap(([name, { signedBy: key }]): Finding[] => {
      if (key !== undefined && lookUp(signing.profiles, key) === undefined) {
        return [
          {
            code: "unknown-profile",
            path: ["registry", "repositories", name, "signedBy"],
            message: `there is no signing profile ${key}`,
            allowed: keys.length === 0 ? "a key of signing.profiles, which has none" : keys.join(", "),
            ...didYouMean(key, keys),
          },
        ];
      }
      if (key !== undefined || keys.length < 2) return [];
      return [
        {
          code: "profile-unclear",
          path: ["registry", "repositories", name],
          at: "key",
          message: `there are ${String(keys.length)} signing profiles, and the repository names none`,
          allowed: keys.join(", "),
          change: "add `signedBy`",
        },
      ];
    });
  },
};

const enforcement: Check = {
  reads: ["signing.profiles", "accounts.*.clusters"],
  find: ({ signing, accounts }) =>
    Object.keys(signing.profiles).length > 0
      ? []
      : Object.entries(accounts).flatMap(([account, { clusters }]) =>
          Object.entries(clusters)
            .filter(([, { signatures }]) => signatures !== "off")
            .map(([cluster, { signatures }]): Finding => ({
              code: "nothing-signed",
              path: ["accounts", account, "clusters", cluster, "signatures"],
              message: `is ${signatures}, but no image is signed: there is no signing profile`,
              change: 'add a profile to signing.profiles, or set `signatures: "off"`',
            })),
        ),
};

/** Rules over who signs what, and where signatures are asked for. */
export const signingChecks: readonly Check[] = [profiles, signedBy, enforcement];
