import { EXAMPLES, synthesizedExample } from "../../organizations/examples";
import { outline } from "../support/outline";

describe.each(Object.keys(EXAMPLES) as (keyof typeof EXAMPLES)[])("%s", (name) => {
  test.each(
    synthesizedExample(name).map(({ deployment, terraform }) => [deployment.name, terraform] as const),
  )("%s", (_, terraform) => {
    expect(outline(terraform)).toMatchSnapshot();
  });
});
