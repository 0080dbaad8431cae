import { type BadFile, type Edit } from "./base";

const events = (text: string): Edit => ["{ pull: [shop] }", `{ events: { told: ${text} } }`];

/** Events that EventBridge could not deliver. */
export const BAD_REPOSITORY_EVENTS: readonly BadFile[] = [
  [
    "an event without a target",
    [events("{ on: push }")],
    [
      "organization.yaml:27:27 registry.repositories.shop/api.events.told.target: is missing; allowed: the ARN of a function, queue, topic, state machine, stream or event bus; add it, like `target: arn:aws:lambda:eu-central-1:111111111111:function:release-notes` [missing-key]",
    ],
  ],
  [
    "an unknown event and tags that no rule takes",
    [events("{ on: pull, tags: [v**, .a], target: arn:aws:sns:eu-central-1:333333333333:told }")],
    [
      'organization.yaml:27:39 registry.repositories.shop/api.events.told.on: is "pull"; allowed: push, scan or finding; did you mean `push`? [invalid-value]',
      'organization.yaml:27:52 registry.repositories.shop/api.events.told.tags[0]: is "v**"; allowed: a tag of letters, digits, . _ - (not . or - first) in which * is any run of characters; write it like v* [invalid-value]',
      'organization.yaml:27:57 registry.repositories.shop/api.events.told.tags[1]: is ".a"; allowed: a tag of letters, digits, . _ - (not . or - first) in which * is any run of characters; write it like v* [invalid-value]',
    ],
  ],
  [
    "a target of a service that is none",
    [events("{ on: push, target: arn:aws:s3:::told }")],
    [
      'organization.yaml:27:53 registry.repositories.shop/api.events.told.target: is "arn:aws:s3:::told"; allowed: the ARN of a function, queue, topic, state machine, stream or event bus; write it like arn:aws:lambda:eu-central-1:111111111111:function:release-notes [invalid-value]',
    ],
  ],
  [
    "a function in another account and region",
    [events("{ on: push, target: arn:aws:lambda:eu-west-1:444444444444:function:told }")],
    [
      "organization.yaml:27:53 registry.repositories.shop/api.events.told.target: the ARN names region eu-west-1, account 444444444444; allowed: arn:aws:lambda:eu-central-1:333333333333:function:NAME; use an ARN of this form [arn-elsewhere]",
    ],
  ],
  [
    "a target that is another thing of its service",
    [events('{ on: push, target: "arn:aws:states:eu-central-1:333333333333:activity:told", role: told }')],
    [
      "organization.yaml:27:53 registry.repositories.shop/api.events.told.target: the ARN names resource activity:told; allowed: arn:aws:states:eu-central-1:333333333333:stateMachine:NAME; use an ARN of this form [arn-elsewhere]",
    ],
  ],
  [
    "an event bus of another partition",
    [events("{ on: push, target: arn:aws-cn:events:eu-west-1:444444444444:event-bus/told, role: told }")],
    [
      "organization.yaml:27:53 registry.repositories.shop/api.events.told.target: the ARN names partition aws-cn; allowed: arn:aws:events:eu-west-1:ACCOUNT:event-bus/NAME; use an ARN of this form [arn-elsewhere]",
    ],
  ],
  [
    "a state machine without a role",
    [events("{ on: scan, target: arn:aws:states:eu-central-1:333333333333:stateMachine:told }")],
    [
      "organization.yaml:27:27 registry.repositories.shop/api.events.told: EventBridge reaches a target of states only with a role; add `role`: one that events.amazonaws.com assumes and that may reach the target alone [event-role-missing]",
    ],
  ],
  [
    "a function with a role",
    [events("{ on: scan, target: arn:aws:lambda:eu-central-1:333333333333:function:told, role: told }")],
    [
      "organization.yaml:27:109 registry.repositories.shop/api.events.told.role: EventBridge calls a function without a role, by the permission that is made; remove it [event-role-superfluous]",
    ],
  ],
  ...["sns", "sqs"].map((service): BadFile => [
    `a target of ${service} with a role`,
    [events(`{ on: scan, target: arn:aws:${service}:eu-central-1:333333333333:told, role: told }`)],
    [
      "organization.yaml:27:97 registry.repositories.shop/api.events.told.role: EventBridge reaches a queue or topic of the registry's account by that one's own policy; AWS warns that with a role deliveries may fail, above all to an encrypted one; remove it, and let events.amazonaws.com in by the policy of the target [event-role-superfluous]",
    ],
  ]),
  [
    "findings of basic scanning",
    [
      ["  replication:", "  scanning: { mode: basic }\n  replication:"],
      events("{ on: finding, target: arn:aws:sns:eu-central-1:333333333333:told }"),
    ],
    [
      "organization.yaml:24:21 registry.scanning.mode: is basic, but inspector.autoEnable has ecr, and Inspector sets the same registry to enhanced; set `mode: enhanced`, or take ecr out of inspector.autoEnable [setting-owned-twice]",
      "organization.yaml:28:39 registry.repositories.shop/api.events.told.on: is finding, which Inspector tells, and basic scanning has no Inspector; allowed: push or scan; use scan, or set `mode: enhanced` in registry.scanning [key-without-effect]",
    ],
  ],
];
