import fc from "fast-check";
import { parseLinks } from "../../../cli/verify/registry/link";

const SEED = { seed: 20261124 };
const next = (target: string) => [{ target, relations: ["next"] }];

test.each<[string, string, ReturnType<typeof parseLinks>]>([
  ["nothing", "", []],
  ["what the distribution specification shows", '</v2/a?n=1>; rel="next"', next("/v2/a?n=1")],
  ["a token", "</a>;rel=next", next("/a")],
  ["capital letters", "</a>; REL=Next", next("/a")],
  ["another parameter before", '</a>; title="more"; rel="next"', next("/a")],
  ["another parameter after", "</a>; rel=next; title=more", next("/a")],
  ["what looks like a link in a text", '</a>; title="x, </b>; rel=next"', [{ target: "/a", relations: [] }]],
  ["an escaped quotation mark", '</a>; title="\\"; rel=last; x=\\""; rel=next', next("/a")],
  ["an escaped letter", '</a>; rel="n\\ext"', next("/a")],
  ["several types", '</a>; rel="last  NEXT"', [{ target: "/a", relations: ["last", "next"] }]],
  ["several values of rel, of which the first counts", "</a>; rel=next; rel=last", next("/a")],
  ["a parameter whose name ends alike", "</a>; xrel=next", [{ target: "/a", relations: [] }]],
  ["parameters without a value", "</a>; crossorigin; rel=next", next("/a")],
  ["white space everywhere", " ,\t</a>\t ; rel = next ; , ", next("/a")],
  [
    "several links",
    "</b>; rel=first,</a,b;c>; rel=next",
    [{ target: "/b", relations: ["first"] }, ...next("/a,b;c")],
  ],
  ["no angle brackets", "/a; rel=next", undefined],
  ["an angle bracket that stays open", "</a; rel=next", undefined],
  ["a text that stays open", '</a>; rel="next', undefined],
  ["no semicolon", "</a> rel=next", undefined],
  ["no comma", "</a>; rel=first </b>; rel=next", undefined],
  ["what comes after a text", '</a>; rel="next"x', undefined],
])("a Link header with %s", (_, header, links) => {
  expect(parseLinks(header)).toEqual(links);
});

const space = fc.constantFrom("", " ", "\t", "  ");
const token = fc.stringMatching(/^[A-Za-z0-9*._-]{1,8}$/);
const quoted = fc.string().map((text) => `"${text.replace(/["\\]/g, "\\$&")}"`);
const casing = (text: string) =>
  fc.constantFrom(text, text.toUpperCase(), text[0]?.toUpperCase() + text.slice(1));
const other = fc
  .tuple(
    token.filter((name) => name.toLowerCase() !== "rel"),
    space,
    fc.option(fc.oneof(token, quoted)),
  )
  .map(([name, gap, value]) => (value === null ? name : `${name}${gap}=${gap}${value}`));

test("the relations are read wherever they stand and however they are written", () => {
  const link = fc.record({
    target: fc.stringMatching(/^[!-;=?-~]{0,12}$/),
    before: fc.array(other, { maxLength: 3 }),
    name: casing("rel"),
    relations: fc.array(fc.constantFrom("next", "prev", "last", "https://x.example/next"), {
      minLength: 1,
      maxLength: 3,
    }),
    isQuoted: fc.boolean(),
    after: fc.array(other, { maxLength: 3 }),
    gap: space,
  });
  fc.assert(
    fc.property(fc.array(link, { maxLength: 4 }), space, (links, between) => {
      const header = links
        .map(({ target, before, name, relations, isQuoted, after, gap }) => {
          const value = isQuoted || relations.length > 1 ? `"${relations.join(" ")}"` : relations.join("");
          return [`<${target}>`, ...before, `${name}=${value}`, ...after].join(`${gap};${gap}`);
        })
        .join(`${between},${between}`);
      expect(parseLinks(header)).toEqual(links.map(({ target, relations }) => ({ target, relations })));
    }),
    SEED,
  );
});

test("whatever it holds is read or refused, in time", () => {
  const part = fc.constantFrom("<", ">", ";", ",", "=", '"', "\\", " ", "rel", "next", "a");
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      expect(() => parseLinks(parts.join(""))).not.toThrow();
    }),
    SEED,
  );
  const start = performance.now();
  for (const text of ["; ", ";", " ", ",", '"', "\\", "=", "<", "</a>;", '</a>;x="'])
    parseLinks(`</a>${text.repeat(16_384 / text.length)}`);
  expect(performance.now() - start).toBeLessThan(1_000);
});
