import { parseOrganization } from "../../config";
import { textOf } from "./bad-files/base";
import { GOOD_FORMS } from "./good-files/forms";
import { GOOD_LIMITS } from "./good-files/limits";

test.each([...GOOD_FORMS, ...GOOD_LIMITS])("%s", (_name, edits) => {
  expect(() => parseOrganization(textOf(edits), "organization.yaml")).not.toThrow();
});
