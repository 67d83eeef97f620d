import { parseMessageId, type MessageId } from '../../domain/history/message-id.ts';
import { failure, success, type Result } from '../../domain/result.ts';
import type { Disposition } from '../../domain/outbox/transition.ts';
import { decodeUtf8 } from './text-decoding.ts';
import { readXml, type XmlElement } from './xml-reader.ts';

/** Media type of a notification. */
export const IMDN_TYPE = 'message/imdn+xml';
const NAMESPACE = 'urn:ietf:params:xml:ns:imdn';

/** A delivery or display notification (RFC 5438 §7). */
export interface Imdn {
  readonly about: MessageId;
  /**
   * Null when the notification says nothing about delivery or display (processing, or a message that could not be
   * shown).
   */
  readonly disposition: Disposition | null;
}

/** Reads a message/imdn+xml strictly. */
export function parseImdn(body: Uint8Array): Result<Imdn, 'malformed'> {
  const text = decodeUtf8(body);
  const root = text === null ? null : readXml(text);
  if (root?.name !== 'imdn' || root.namespace !== NAMESPACE) return failure('malformed');
  const [id, ...moreIds] = childrenOf(root, 'message-id');
  const about = parseMessageId((id?.text ?? '').trim());
  if (!about.ok || moreIds.length > 0) return failure('malformed');
  const notifications = root.children.filter(
    ({ name, namespace }) => namespace === NAMESPACE && name.endsWith('-notification'),
  );
  const [notification] = notifications;
  // One report says one thing (RFC 5438 §7.1.1). One that says two things could be read in two ways.
  if (notification === undefined || notifications.length > 1) return failure('malformed');
  return success({ about: about.value, disposition: dispositionOf(notification) });
}

function dispositionOf(notification: XmlElement): Imdn['disposition'] {
  const [status] = childrenOf(notification, 'status');
  const says = (name: string): boolean => status?.children.some((child) => child.name === name) ?? false;
  if (notification.name === 'display-notification') return says('displayed') ? 'displayed' : null;
  if (notification.name !== 'delivery-notification') return null;
  if (says('delivered')) return 'delivered';
  // RFC 5438 has no word for a message that was kept too long, but allows an element of another namespace beside
  // <failed/> (§11.1.8).
  if (says('expired')) return 'expired';
  return says('failed') || says('forbidden') || says('error') ? 'failed' : null;
}

function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name && child.namespace === NAMESPACE);
}

export interface ImdnParts {
  /** The message's id as its sender wrote it, unescaped. */
  readonly about: string;
  readonly disposition: Disposition;
  /** When that message was handled; RFC 3339. */
  readonly dateTime: string;
  /** The recipient of that message, when somebody else reports in the recipient's name. */
  readonly recipient?: string;
}

/** The content of <status>. A reader that does not know our element sees 'expired' as <failed/>. */
const STATUS: Readonly<Record<Disposition, string>> = {
  delivered: '<delivered/>',
  displayed: '<displayed/>',
  failed: '<failed/>',
  expired: '<failed/><expired xmlns="urn:secure-handset:imdn"/>',
};

/** Writes a notification (RFC 5438 §11.1.7). */
export function formatImdn({ about, disposition, dateTime, recipient }: ImdnParts): string {
  const notification = disposition === 'displayed' ? 'display-notification' : 'delivery-notification';
  const uri = recipient === undefined ? null : escapeXml(recipient);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<imdn xmlns="${NAMESPACE}">`,
    `<message-id>${escapeXml(about)}</message-id>`,
    `<datetime>${dateTime}</datetime>`,
    ...(uri === null
      ? []
      : [`<recipient-uri>${uri}</recipient-uri>`, `<original-recipient-uri>${uri}</original-recipient-uri>`]),
    `<${notification}><status>${STATUS[disposition]}</status></${notification}>`,
    '</imdn>',
  ].join('\r\n');
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
