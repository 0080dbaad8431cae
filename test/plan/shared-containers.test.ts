import { notesOf } from "./notes-of";

const two = (first: string, second: string, approvals: readonly [string, string] = ["", ""]) =>
  notesOf({
    pipelines: `
  api: { source: { github: example/api }, image: shop/api, deploy: [{ cluster: shop/shop, ${first} }]${approvals[0]} }
  web: { source: { github: example/web }, image: shop/api, deploy: [{ cluster: shop/shop, ${second} }]${approvals[1]} }`,
  }).filter((note) => note.includes("[deployed-by-several]"));

const APPROVAL = ", approval: { notify: release@example.com }";

test("two pipelines that deploy one container are told", () => {
  expect(two("service: api", "service: api, container: api")).toEqual([
    "pipelines: api and web deploy the container api of service api of shop/shop; let one pipeline deploy it, unless several are meant to [deployed-by-several]",
  ]);
});

test("the one without the approval that the other has is named", () => {
  expect(two("service: api", "service: api", [APPROVAL, ""])).toEqual([
    "pipelines: api and web deploy the container api of service api of shop/shop, and web without the approval that the others wait for; give web an `approval`, or let one pipeline deploy it [deployed-by-several]",
  ]);
});

test("so are two that apply one manifest to one namespace", () => {
  expect(
    notesOf({
      shop: '{ jobs: { type: eks, signatures: "off" } }',
      pipelines: `
  api: { source: { github: example/api }, image: shop/api, deploy: [{ cluster: shop/jobs, manifests: [a.yaml, b.yaml] }]${APPROVAL} }
  web: { source: { github: example/web }, image: shop/api, deploy: [{ cluster: shop/jobs, manifests: [b.yaml] }] }`,
    }).filter((note) => note.includes("[deployed-by-several]")),
  ).toEqual([
    "pipelines: api and web deploy the manifest b.yaml to namespace default of shop/jobs, and web without the approval that the others wait for; give web an `approval`, or let one pipeline deploy it [deployed-by-several]",
  ]);
});

test.each([
  ["service: api", "service: web"],
  ["service: api", "service: api, container: proxy"],
])("%s and %s are apart", (first, second) => {
  expect(two(first, second)).toEqual([]);
});
