import { expect, it, test } from 'vitest';
import { readXml } from '../../../src/wire/message/xml-reader.ts';

const leaf = { name: 'a', namespace: '', children: [], text: '' };
const nested = (depth: number): string => `${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}`;

test.each<[string, string, object]>([
  ['an empty element', '<a/>', leaf],
  ['an element with nothing in it', '<a></a>', leaf],
  ['a declaration and white space around the root', '<?xml version="1.0"?>\r\n <a/> \r\n', leaf],
  ['a byte order mark', '\uFEFF<?xml version="1.0"?><a/>', leaf],
  ['comments around the root', '<!-- x --> <!-- - y --><a/> <!----> ', leaf],
  ['white space in its tags', '<a b = "1" ></a >', leaf],
  ['text with references', '<a>&lt;&amp;&gt;&quot;&apos;&#65;&#x1F600;</a>', { ...leaf, text: '<&>"\'A😀' }],
  [
    'the first and the last character',
    '<a>&#x20;&#x10FFFF;&#xD7FF;&#xE000;</a>',
    { ...leaf, text: ' \u{10ffff}\ud7ff\ue000' },
  ],
  ['text around a child', '<a>x<b/>y<!-- c -->z</a>', { ...leaf, text: 'xyz', children: [{ ...leaf, name: 'b' }] }],
  ['eight levels', nested(8), {}],
])('reads %s', (_, document, expected) => {
  expect(readXml(document)).toMatchObject(expected);
});

it('gives each element the namespace that its prefix means there', () => {
  const document = `<p:a xmlns:p='urn:1' xmlns="urn:2"><b/><p:c xmlns:p="urn:&amp;3"/><p:d/><e xmlns=""/></p:a>`;
  const root = readXml(document);
  const names = [root, ...(root?.children ?? [])].map((element) => [element?.name, element?.namespace]);
  expect(names).toEqual([
    ['a', 'urn:1'],
    ['b', 'urn:2'],
    ['c', 'urn:&3'],
    ['d', 'urn:1'],
    ['e', ''],
  ]);
});

test.each([
  ['nothing', ''],
  ['text alone', 'x'],
  ['two roots', '<a/><b/>'],
  ['text after the root', '<a/>x'],
  ['an element that is not closed', '<a>'],
  ['an element closed by another name', '<a></b>'],
  ['a child closed by its parent', '<a><b></a>'],
  ['a prefix that nobody declared', '<p:a/>'],
  ['a prefix declared in a sibling', '<a><b xmlns:p="urn:1"/><p:c/></a>'],
  ['an attribute given twice', '<a b="1" b="2"/>'],
  ['an attribute without quotes', '<a b=1/>'],
  ['an unknown reference', '<a>&nbsp;</a>'],
  ['an unknown reference in an attribute', '<a b="&nbsp;"/>'],
  ['an ampersand alone', '<a>x & y</a>'],
  ['a reference named after a property of objects', '<a>&toString;</a>'],
  ['a number with a word before it', '<a>&x#65;</a>'],
  ['a number with a word after it', '<a>&#65x;</a>'],
  ['a number without digits', '<a>&#;</a>'],
  ['a number in hexadecimal without digits', '<a>&#x;</a>'],
  ['a control character by reference', '<a>&#x1F;</a>'],
  ['a surrogate by reference', '<a>&#xD800;</a>'],
  ['the last surrogate by reference', '<a>&#xDFFF;</a>'],
  ['a character beyond Unicode', '<a>&#x110000;</a>'],
  ['a document type', '<!DOCTYPE a><a/>'],
  ['CDATA', '<a><![CDATA[x]]></a>'],
  ['a processing instruction', '<a><?x?></a>'],
  ['a comment with two dashes in it', '<a><!-- x -- y --></a>'],
  ['nine levels', nested(9)],
])('refuses %s', (_, document) => {
  expect(readXml(document)).toBeNull();
});

it('reads documents of 16,384 characters and no longer ones', () => {
  const document = (characters: number): string => `<a>${'x'.repeat(characters - '<a></a>'.length)}</a>`;
  expect(readXml(document(16_384))).not.toBeNull();
  expect(readXml(document(16_385))).toBeNull();
});
