/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
export const REPOSITORY_NAME = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
export const REPOSITORY_NAME_LENGTH = { min: 2, max: 256 } as const;
/** @see https://docs.aws.amazon.com/signer/latest/api/API_PutSigningProfile.html */
export const SIGNING_PROFILE_NAME = /^[a-zA-Z0-9_]{2,64}$/;
export const ACCOUNT_ID = /^\d{12}$/;
/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html */
export const ORGANIZATION_ID = /^o-[a-z0-9]{10,32}$/;
/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_Root.html */
export const ROOT_ID = /^r-[0-9a-z]{4,32}$/;
/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html */
export const ORGANIZATIONAL_UNIT_ID = /^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$/;
