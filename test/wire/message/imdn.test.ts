import { expect, test } from 'vitest';
import { formatImdn, parseImdn } from '../../../src/wire/message/imdn.ts';
import { readXml } from '../../../src/wire/message/xml-reader.ts';
import { threadCpuMs } from '../../sip/support/thread-cpu.ts';

const report = (
  notification: string,
  id = '<message-id>abc</message-id>',
  open = '<imdn xmlns="urn:ietf:params:xml:ns:imdn">',
): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${open}${id}<datetime>2026-11-23T12:00:00Z</datetime>${notification}</imdn>`;
const status = (inside: string, kind = 'delivery'): string =>
  `<${kind}-notification><status>${inside}</status></${kind}-notification>`;
const read = (xml: string | Buffer) => {
  const imdn = parseImdn(Buffer.from(xml));
  return imdn.ok ? `${imdn.value.disposition ?? 'nothing'} ${imdn.value.about}` : imdn.error;
};

test.each([
  ['delivered', status('<delivered/>'), 'delivered abc'],
  ['delivered, with a space', status(' <delivered /> '), 'delivered abc'],
  ['failed', status('<failed/>'), 'failed abc'],
  ['forbidden', status('<forbidden/>'), 'failed abc'],
  ['error', status('<error/>'), 'failed abc'],
  ['kept too long', status('<failed/><expired xmlns="urn:secure-handset:imdn"/>'), 'expired abc'],
  ['displayed', status('<displayed/>', 'display'), 'displayed abc'],
  ['not displayed', status('<forbidden/>', 'display'), 'nothing abc'],
  ['stored on the way', status('<stored/>', 'processing'), 'nothing abc'],
])('a report that says %s', (_, notification, expected) => {
  expect(read(report(notification))).toBe(expected);
});

test("Linphone's form, with a namespace prefix declared and extensions, is understood", () => {
  const linphone = `<?xml version="1.0" encoding="UTF-8"?>\n<imdn xmlns='urn:ietf:params:xml:ns:imdn' xmlns:linphoneimdn='http://www.linphone.org/xsds/imdn.xsd'><message-id>4&lt;b&#x41;&#65;</message-id><datetime>2026-11-23T12:00:00Z</datetime><delivery-notification><status><delivered/><linphoneimdn:reason code="200"/></status></delivery-notification></imdn>`;
  expect(read(linphone)).toBe('delivered 4<bAA');
  const prefixed =
    '<i:imdn xmlns:i="urn:ietf:params:xml:ns:imdn"><i:message-id>x</i:message-id><i:delivery-notification><i:status><i:delivered/></i:status></i:delivery-notification></i:imdn>';
  expect(read(prefixed)).toBe('delivered x');
});

test('what is written is read again', () => {
  expect(read(formatImdn({ about: '<&>"\'', disposition: 'displayed', dateTime: '2026-11-23T12:00:00Z' }))).toBe(
    'displayed <&>"\'',
  );
});

test.each(['delivered', 'displayed', 'failed', 'expired'] as const)(
  '%s is written so that it is read again',
  (disposition) => {
    expect(read(formatImdn({ about: 'abc', disposition, dateTime: '2026-11-23T12:00:00Z' }))).toBe(
      `${disposition} abc`,
    );
  },
);

test("a report in somebody else's name says for whom the message was, and an expiry is a failure to who knows no better", () => {
  const recipient = "sip:o'neil&co@example.org";
  const xml = formatImdn({ about: 'a<b', disposition: 'expired', dateTime: '2026-11-23T12:00:00Z', recipient });
  expect(xml.split('\r\n')).toEqual([
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<imdn xmlns="urn:ietf:params:xml:ns:imdn">',
    '<message-id>a&lt;b</message-id>',
    '<datetime>2026-11-23T12:00:00Z</datetime>',
    "<recipient-uri>sip:o'neil&amp;co@example.org</recipient-uri>",
    "<original-recipient-uri>sip:o'neil&amp;co@example.org</original-recipient-uri>",
    '<delivery-notification><status><failed/><expired xmlns="urn:secure-handset:imdn"/></status></delivery-notification>',
    '</imdn>',
  ]);
});

test.each<[string, string | Buffer]>([
  ['nothing', ''],
  ['text', 'delivered'],
  ['a DTD', report(status('<delivered/>')).replace('?>\n', '?>\n<!DOCTYPE imdn [<!ENTITY x "y">]>')],
  [
    'an external entity',
    `<!DOCTYPE imdn [<!ENTITY x SYSTEM "file:///etc/passwd">]>${report(status('<delivered/>'), '<message-id>&x;</message-id>')}`,
  ],
  ['an entity that was never declared', report(status('<delivered/>'), '<message-id>&x;</message-id>')],
  ['a bare ampersand', report(status('<delivered/>'), '<message-id>a&b</message-id>')],
  ['a reference to NUL', report(status('<delivered/>'), '<message-id>a&#0;</message-id>')],
  ['a reference to half a character', report(status('<delivered/>'), '<message-id>a&#xD800;</message-id>')],
  ['CDATA', report(status('<delivered/>'), '<message-id><![CDATA[abc]]></message-id>')],
  ['a processing instruction', report('<?php x?>' + status('<delivered/>'))],
  ['an element that is not closed', report('<delivery-notification><status><delivered/></status>')],
  ['elements that cross', report('<delivery-notification><status></delivery-notification></status>')],
  ['an attribute given twice', report(status('<delivered a="1" a="2"/>'))],
  ['an attribute without quotes', report(status('<delivered a=1/>'))],
  ['a prefix that was never declared', report(status('<x:delivered/>'))],
  ['another namespace', report(status('<delivered/>'), undefined, '<imdn xmlns="urn:other">')],
  ['no namespace', report(status('<delivered/>'), undefined, '<imdn>')],
  ['another root', '<other xmlns="urn:ietf:params:xml:ns:imdn"/>'],
  ['no id', report(status('<delivered/>'), '')],
  ['an empty id', report(status('<delivered/>'), '<message-id> </message-id>')],
  ['two ids', report(status('<delivered/>'), '<message-id>a</message-id><message-id>b</message-id>')],
  ['an id with a line break in it', report(status('<delivered/>'), '<message-id>a\nb</message-id>')],
  ['no notification', report('')],
  ['two notifications', report(status('<delivered/>') + status('<displayed/>', 'display'))],
  ['something after its end', `${report(status('<delivered/>'))}<x/>`],
  ['too deep a nest', report('<a>'.repeat(9) + '</a>'.repeat(9) + status('<delivered/>'))],
  ['too much text', report(status('<delivered/>')) + ' '.repeat(16_384)],
  ['bytes that are no UTF-8', Buffer.concat([Buffer.from(report(status('<delivered/>'))), Buffer.from([0xff])])],
])('a report with %s is refused', (_, xml) => {
  expect(read(xml)).toBe('malformed');
});

test('comments are passed over, wherever they stand', () => {
  expect(
    read(
      `<!-- a --><imdn xmlns="urn:ietf:params:xml:ns:imdn"><!-- b --><message-id>x<!-- - c --></message-id>${status('<delivered/>')}</imdn><!-- d -->`,
    ),
  ).toBe('delivered x');
});

test.each([
  '<a '.repeat(4_000),
  `<a${' '.repeat(16_000)}`,
  '<!--'.repeat(4_000),
  `<a>${'&'.repeat(16_000)}</a>`,
  `<a b="${'x'.repeat(16_000)}`,
])('a text made to take long is refused fast: %#', (xml) => {
  const startedAt = threadCpuMs();
  expect(readXml(xml)).toBeNull();
  expect(threadCpuMs() - startedAt).toBeLessThan(200);
});
