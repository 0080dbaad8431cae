import { type Random } from "./random";

/** Changes bytes in one way; the input stays as it is. */
export type BytesOperator = (bytes: Buffer, random: Random) => Buffer;

const INTERESTING = [
  0x00, 0x01, 0x7f, 0x80, 0x81, 0x82, 0xff, 0x30, 0x31, 0x02, 0x04, 0xa0, 0xd2, 0x9f, 0x5f, 0x1b,
];

function splice(bytes: Buffer, at: number, remove: number, insert: Uint8Array): Buffer {
  return Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + remove)]);
}

function slice(bytes: Buffer, random: Random): [number, number] {
  const start = random.below(bytes.length + 1);
  return [start, Math.min(bytes.length, start + 1 + random.below(40))];
}

/** Every way in which bytes are changed without knowing what they mean. */
export const BYTES_OPERATORS: Readonly<Record<string, BytesOperator>> = {
  "flip a bit": (bytes, random) => {
    const at = random.below(Math.max(1, bytes.length));
    return splice(bytes, at, 1, Buffer.of((bytes[at] ?? 0) ^ (1 << random.below(8))));
  },
  "set a byte": (bytes, random) =>
    splice(bytes, random.below(bytes.length + 1), 1, Buffer.of(random.pick(INTERESTING))),
  "insert a byte": (bytes, random) =>
    splice(bytes, random.below(bytes.length + 1), 0, Buffer.of(random.below(256))),
  "remove a part": (bytes, random) => {
    const [start, end] = slice(bytes, random);
    return splice(bytes, start, end - start, Buffer.of());
  },
  "repeat a part": (bytes, random) => {
    const [start, end] = slice(bytes, random);
    return splice(bytes, end, 0, bytes.subarray(start, end));
  },
  "move a part": (bytes, random) => {
    const [start, end] = slice(bytes, random);
    const rest = splice(bytes, start, end - start, Buffer.of());
    return splice(rest, random.below(rest.length + 1), 0, bytes.subarray(start, end));
  },
  "cut the end": (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1)),
  "lengthen the end": (bytes, random) =>
    Buffer.concat([bytes, Buffer.alloc(1 + random.below(8), random.below(256))]),
};

/** A value of DER with its place in the bytes. */
interface Node {
  readonly start: number;
  readonly content: number;
  readonly end: number;
}

/** Every value in DER, also those inside OCTET and BIT STRINGs; nothing for bytes that are none. */
function nodesOf(bytes: Buffer, from = 0, to = bytes.length, nodes: Node[] = []): Node[] {
  let at = from;
  while (at + 1 < to && nodes.length < 2_000) {
    const tag = bytes[at] ?? 0;
    const first = bytes[at + 1] ?? 0;
    const size = first < 0x80 ? 0 : first - 0x80;
    const content = at + 2 + size;
    if (size > 3 || content > to) break;
    const length = size === 0 ? first : bytes.readUIntBE(at + 2, size);
    if (content + length > to) break;
    nodes.push({ start: at, content, end: content + length });
    if (tag & 0x20 || tag === 0x04) nodesOf(bytes, content, content + length, nodes);
    at = content + length;
  }
  return nodes;
}

const TAGS = [0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0c, 0x13, 0x17, 0x18, 0x30, 0x31, 0x80, 0x81, 0xa0, 0xa3];

/** The value with other content and the lengths above it mended, so that more than the first length is looked at. */
function replaceNode(bytes: Buffer, nodes: readonly Node[], node: Node, by: Buffer): Buffer {
  const above = nodes
    .filter(({ content, end }) => content <= node.start && end >= node.end)
    .sort((a, b) => b.start - a.start);
  let [start, end, inner] = [node.start, node.end, by];
  for (const parent of above) {
    const content = Buffer.concat([
      bytes.subarray(parent.content, start),
      inner,
      bytes.subarray(end, parent.end),
    ]);
    inner = Buffer.concat([Buffer.of(bytes[parent.start] ?? 0), lengthOf(content.length), content]);
    [start, end] = [parent.start, parent.end];
  }
  return Buffer.concat([bytes.subarray(0, start), inner, bytes.subarray(end)]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  return length < 0x100 ? Buffer.of(0x81, length) : Buffer.of(0x82, length >> 8, length & 0xff);
}

type NodeOperator = (raw: Buffer, random: Random, others: readonly Buffer[]) => Buffer;

const NODE_OPERATORS: Readonly<Record<string, NodeOperator>> = {
  "another tag": (raw, random) => Buffer.concat([Buffer.of(random.pick(TAGS)), raw.subarray(1)]),
  "no value": () => Buffer.of(),
  "the value twice": (raw) => Buffer.concat([raw, raw]),
  "another value": (_, random, others) => random.pick(others),
  "other content": (raw, random) => {
    const changed = Buffer.from(raw);
    const at = random.below(raw.length);
    changed[at] = (changed[at] ?? 0) ^ (1 << random.below(8));
    return changed;
  },
  "a value more": (raw, random, others) => Buffer.concat([raw, random.pick(others)]),
  "a length in the long form": (raw) =>
    Buffer.concat([raw.subarray(0, 1), Buffer.of(0x82, 0, raw.length - 2), raw.subarray(2)]),
  "an empty value": (raw) => Buffer.of(raw[0] ?? 0, 0),
};

/** Every way in which DER is changed at a value, with the lengths around it mended. */
export const DER_OPERATORS: Readonly<Record<string, BytesOperator>> = Object.fromEntries(
  Object.entries(NODE_OPERATORS).map(([name, operator]) => [
    `DER: ${name}`,
    (bytes: Buffer, random: Random) => {
      const nodes = nodesOf(bytes);
      if (nodes.length === 0) return bytes;
      const raw = ({ start, end }: Node) => bytes.subarray(start, end);
      const node = random.pick(nodes);
      const others = Array.from({ length: 3 }, () => raw(random.pick(nodes)));
      return replaceNode(bytes, nodes, node, operator(raw(node), random, others));
    },
  ]),
);
