import { EXAMPLES, readable, synthesizedExample } from "../support/examples";

describe.each(Object.keys(EXAMPLES) as (keyof typeof EXAMPLES)[])("%s", (name) => {
  test.each(
    synthesizedExample(name).map(({ deployment, terraform }) => [deployment.name, terraform] as const),
  )("%s", (_, terraform) => {
    expect(readable(terraform)).toMatchSnapshot();
  });
});
