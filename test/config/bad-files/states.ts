import { type BadFile } from "./base";
import { state } from "./forms";

/** Who reaches the state. */
export const BAD_STATES: readonly BadFile[] = [
  ...["cdktf.out", "./cdktf.out/stacks/{organization}"].map((directory): BadFile => [
    `a state in ${directory}`,
    state(`{ backend: local, directory: "${directory}" }`),
    [
      "organization.yaml:20:37 state.directory: is in cdktf.out, from which the next synth may remove it; allowed: a folder outside cdktf.out; write `state/{organization}` [state-in-output]",
    ],
  ]),
  [
    "a role for the state that is none",
    state("{ backend: s3, bucket: state, role: arn:aws:sts::333333333333:assumed-role/state/me }"),
    [
      'organization.yaml:20:44 state.role: is "arn:aws:sts::333333333333:assumed-role/state/me"; allowed: the ARN of an IAM role; write it like arn:aws:iam::111111111111:role/deployment [invalid-value]',
    ],
  ],
  [
    "a role for the state in another partition, and not a role",
    state("{ backend: s3, bucket: state, role: arn:aws-cn:iam::333333333333:user/terraform }"),
    [
      "organization.yaml:20:44 state.role: the ARN names partition aws-cn, resource user/terraform; allowed: arn:aws:iam::ACCOUNT:role/NAME; use an ARN of this form [arn-elsewhere]",
    ],
  ],
  [
    "a role for local state",
    state("{ backend: local, role: arn:aws:iam::333333333333:role/state }"),
    [
      "organization.yaml:20:26 state.role: unknown key; allowed: backend, directory; remove it: only `backend: s3` takes it [unknown-key]",
    ],
  ],
];
