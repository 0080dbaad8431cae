import { SignerSigningProfile } from "@cdktf/provider-aws/lib/signer-signing-profile";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { protectFromDestroy } from "../protection";

/** A `removed` block of Terraform's JSON. @see https://developer.hashicorp.com/terraform/language/block/removed */
interface Removed {
  readonly from: string;
  readonly lifecycle: { readonly destroy: false };
}

const removed = new WeakMap<TerraformStack, Removed[]>();

/**
 * Stands where a `SigningProfile` stood, under its scope and id: Terraform forgets that profile instead of
 * destroying it, which would cancel it for good.
 *
 * The profile stays in AWS and can be imported again; its permissions for roles of other accounts are taken away.
 * Where no such profile is in the state, nothing happens. An app that builds without protection makes nothing, so
 * that Terraform destroys the profile.
 */
export class ForgottenSigningProfile extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    if (protectFromDestroy(this).preventDestroy !== true) return;
    const stack = TerraformStack.of(this);
    const name = stack.getLogicalId(new Construct(this, "Resource").node);
    const blocks = removed.get(stack) ?? [];
    blocks.push({ from: `${SignerSigningProfile.tfResourceType}.${name}`, lifecycle: { destroy: false } });
    removed.set(stack, blocks);
    stack.addOverride("removed", blocks);
  }
}
