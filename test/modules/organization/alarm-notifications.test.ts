import { AlarmNotifications, type AlarmNotificationsProps } from "../../../modules/organization";
import { stackRejectionOf } from "../../support/rejection";
import { resourceOf, resourcesOf, synthStack } from "../../support/synth";

const PROPS: AlarmNotificationsProps = {
  accountId: "222222222222",
  region: "eu-west-1",
  partition: "aws",
  email: "security@example.com",
};

test("mails what its encrypted topic is told", () => {
  const stack = synthStack((scope) => new AlarmNotifications(scope, "alarms", PROPS));
  const [topic = ""] = Object.keys(stack.resource?.["aws_sns_topic"] ?? {});
  expect(resourceOf(stack, "aws_sns_topic")).toEqual({
    name: "supply-chain-alarms",
    kms_master_key_id: expect.stringMatching(/^\$\{aws_kms_key\./) as unknown,
  });
  expect(resourceOf(stack, "aws_sns_topic_subscription")).toEqual({
    topic_arn: `\${aws_sns_topic.${topic}.arn}`,
    protocol: "email",
    endpoint: "security@example.com",
  });
});

test.each(["security", "${path.cwd}@example.com", "%{if(1)}@example.com"])(
  "refuses the address %s",
  (email) => {
    expect(stackRejectionOf((scope) => new AlarmNotifications(scope, "alarms", { ...PROPS, email }))).toEqual(
      [`test/alarms: "${email}" is not an e-mail address; allowed: name@domain [invalid-email]`],
    );
  },
);

test("refuses to be there twice", () => {
  expect(
    stackRejectionOf((scope) => {
      new AlarmNotifications(scope, "alarms", PROPS);
      new AlarmNotifications(scope, "again", PROPS);
    }),
  ).toEqual([expect.stringContaining("[singleton-owned-twice]")]);
});

test("of one kind have a topic and a key of their own beside the others", () => {
  const stack = synthStack((scope) => {
    new AlarmNotifications(scope, "alarms", PROPS);
    new AlarmNotifications(scope, "verification", { ...PROPS, about: "verification" });
  });
  const names = (type: string, key: string) => resourcesOf(stack, type).map((resource) => resource[key]);
  expect(names("aws_sns_topic", "name")).toEqual(["supply-chain-alarms", "supply-chain-verification-alarms"]);
  expect(names("aws_kms_alias", "name")).toEqual([
    "alias/supply-chain/alarm-notifications",
    "alias/supply-chain/verification-alarm-notifications",
  ]);
});
