import { Token } from "cdktf";
import { parseSigningProfileArn, SIGNING_PROFILE_ARN_FORM } from "../aws";
import { type Problem } from "../problem";

/** The registry that profiles sign for. */
interface Registry {
  readonly accountId: string;
  readonly region: string;
}

/**
 * Texts that name no signing profile, or one that cannot sign for the registry; tokens are not looked at.
 *
 * @param registry @default - nothing is pushed there, and signatures of any region may be read there
 */
export function profileArnProblems(
  path: string,
  profileArns: readonly string[],
  registry?: Registry,
): Problem[] {
  if (Token.isUnresolved(profileArns)) return [];
  return profileArns.flatMap((arn) => oneArnProblems(path, arn, registry));
}

function oneArnProblems(path: string, arn: string, registry: Registry | undefined): Problem[] {
  if (Token.isUnresolved(arn)) return [];
  const profile = parseSigningProfileArn(arn);
  if (!profile) {
    return [
      {
        code: "invalid-profile-arn",
        path,
        message: `"${arn}" is not the ARN of a signing profile`,
        allowed: SIGNING_PROFILE_ARN_FORM,
        change: "give the ARN of the profile, not of one of its versions",
      },
    ];
  }
  if (!registry) return [];
  const { accountId, region } = registry;
  if (Token.isUnresolved(region) || profile.region === region) return [];
  return [
    {
      code: "profile-in-other-region",
      path,
      message: `the profile ${arn} is in ${profile.region}, the registry ${accountId} in ${region}`,
      change: `make a profile in ${region}`,
    },
  ];
}
