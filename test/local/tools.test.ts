import { isNewEnough } from "../../local/tools";

const printed = (version: string) =>
  `{\n  "terraform_version": "${version}",\n  "platform": "linux_amd64"\n}`;

test.each(["1.11.0", "1.11.4", "1.12.0-beta1", "2.0.0"])("Terraform %s runs the stacks", (version) => {
  expect(isNewEnough(printed(version))).toBe(true);
});

test.each(["0.15.5", "1.9.8", "1.10.5"])("Terraform %s does not", (version) => {
  expect(isNewEnough(printed(version))).toBe(false);
});

test.each([undefined, null, "", "Terraform v1.11.4"])("a program that prints %j does not", (text) => {
  expect(isNewEnough(text)).toBe(false);
});
