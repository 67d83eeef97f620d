import { parsePeerAddress, type PeerAddress } from '../../domain/peer-address.ts';
import { failure, success, type Result } from '../../domain/result.ts';
import { monotonicMs } from '../../domain/time.ts';
import type { Clock } from '../../ports/system/clock.ts';
import type { HeaderField } from '../../wire/framing/frame.ts';
import { parseContacts, type NameAddr } from '../../wire/grammar/name-addr.ts';
import { parseSipUri } from '../../wire/grammar/sip-uri.ts';
import { quote } from '../../wire/grammar/syntax.ts';
import { deviceMark, NOTICES_FROM_HEADER } from '../../wire/message/relay-notice.ts';
import type { RelayAccount } from '../access/account-directory.ts';
import type { AuthenticatedRequest, RelayAnswer } from '../access/incoming-request.ts';
import type { Devices } from './devices.ts';
import { instanceOf, NO_INSTANCE } from '../access/instance-id.ts';
import type { Binding, Location } from './location.ts';

export interface RegistrarParts {
  readonly location: Location;
  readonly clock: Clock;
  readonly minSeconds: number;
  readonly maxSeconds: number;
  readonly flowTimerSeconds: number;
  readonly bindingsPerUser: number;
  readonly devices: Devices;
  /** From where owners hear of other devices. */
  readonly noticesFrom: PeerAddress;
  /** A device has shown the password that is not one of the account's own; its owner must hear of it. */
  readonly onForeignDevice: (user: PeerAddress, mark: string) => void;
}

/** What a REGISTER asks for: bindings to save, and bindings to drop. */
interface Wish {
  readonly save: readonly Binding[];
  readonly drop: readonly Binding[];
}

const DEFAULT_SECONDS = 3_600;

/**
 * RFC 3261 §10.3 with RFC 5626 §6. Every binding is over the flow that it came on; the relay never opens a connection.
 */
export class Registrar {
  readonly #parts: RegistrarParts;

  constructor(parts: RegistrarParts) {
    this.#parts = parts;
  }

  /** Does all or nothing: a refused request changes no binding (§10.3 step 7). */
  register(incoming: AuthenticatedRequest): RelayAnswer {
    const refusal = refuse(incoming);
    if (refusal !== null) return refusal;
    const wish = this.#read(incoming);
    if (!wish.ok) return wish.error;
    const { location, bindingsPerUser } = this.#parts;
    for (const binding of wish.value.drop) location.remove(binding);
    for (const binding of wish.value.save) location.save(binding, bindingsPerUser);
    return this.#registered(incoming);
  }

  /**
   * The bindings that this client may see and end: all, for the account's own device; else those over its own
   * connection. Whoever only has the password must neither cut the owner off nor learn the identity of his device.
   */
  #withinReach({ account, flow }: AuthenticatedRequest): readonly Binding[] {
    const all = this.#parts.location.bindingsOf(account.address);
    const isOwn = all.some((binding) => binding.isOwn && binding.flow === flow);
    return isOwn ? all : all.filter((binding) => binding.flow === flow);
  }

  /** Null when the account is bound to other devices. */
  #standing(contact: NameAddr, account: RelayAccount): { readonly isOwn: boolean } | null {
    const { devices, onForeignDevice } = this.#parts;
    const standing = devices.registers(account, instanceOf(contact));
    if (standing === 'new-foreign') onForeignDevice(account.address, deviceMark(contact));
    return standing !== 'own' && account.instances !== undefined ? null : { isOwn: standing === 'own' };
  }

  #read(incoming: AuthenticatedRequest): Result<Wish, RelayAnswer> {
    const { request, account } = incoming;
    const current = this.#parts.location.bindingsOf(account.address);
    const contacts = parseContacts(request.headers.all('Contact'));
    if (contacts === null) return failure(bad('Bad Contact'));
    if (contacts.wildcard) {
      // §10.2.2: a wildcard Contact may only remove all bindings.
      if (request.headers.first('Expires') !== '0') return failure(bad('Wildcard Contact Without Expires 0'));
      if (isOutOfOrder(current, request)) return failure(OUT_OF_ORDER);
      return success({ save: [], drop: this.#withinReach(incoming) });
    }
    // More than may stay would only be work.
    if (contacts.contacts.length > this.#parts.bindingsPerUser) return failure(bad('Too Many Contacts'));
    const save: Binding[] = [];
    const drop: Binding[] = [];
    for (const contact of contacts.contacts) {
      const read = this.#readContact(contact, incoming);
      if (!read.ok) return read;
      const known = current.filter(({ key }) => key === read.value.key);
      if (isOutOfOrder(known, request)) return failure(OUT_OF_ORDER);
      if (read.value.expiresAtMs > this.#parts.clock.monotonicMs()) save.push(read.value);
      else drop.push(...known.filter((binding) => names(contact) || this.#withinReach(incoming).includes(binding)));
    }
    return success({ save, drop });
  }

  #readContact(contact: NameAddr, incoming: AuthenticatedRequest): Result<Binding, RelayAnswer> {
    const { request, account, flow } = incoming;
    const uri = parseSipUri(contact.uri);
    if (!uri.ok) return failure(bad('Bad Contact URI'));
    const seconds = this.#seconds(contact.parameters.get('expires') ?? request.headers.first('Expires'));
    if (!seconds.ok) return seconds;
    const outbound = outboundIdentity(contact);
    const standing = seconds.value === 0 ? { isOwn: false } : this.#standing(contact, account);
    if (standing === null) return failure({ statusCode: 403, reason: 'Not Your Device' });
    return success({
      ...standing,
      user: account.address,
      // §19.1.5: headers in a URI are never acted on, so they stay out of the Request-URI that this becomes.
      contactUri: contact.uri.split('?', 1)[0] ?? contact.uri,
      key: outbound?.key ?? contact.uri,
      contactParameters: outbound?.parameters ?? '',
      callId: request.callId,
      cseq: request.cseq.number,
      expiresAtMs: monotonicMs(this.#parts.clock.monotonicMs() + seconds.value * 1_000),
      flow,
    });
  }

  /**
   * §10.3 step 7: a malformed value counts as 3,600 s, one that is too short is answered 423, and one that is too long
   * is shortened.
   */
  #seconds(value: string | null): Result<number, RelayAnswer> {
    const { minSeconds, maxSeconds } = this.#parts;
    const wished = value !== null && /^[0-9]{1,10}$/.test(value) ? Number(value) : DEFAULT_SECONDS;
    if (wished > 0 && wished < minSeconds) {
      const headers = [{ name: 'Min-Expires', value: String(minSeconds) }];
      return failure({ statusCode: 423, reason: 'Interval Too Brief', headers });
    }
    return success(Math.min(wished, maxSeconds));
  }

  /** The 200 lists the bindings with the time that they have left (§10.3 step 8). */
  #registered(incoming: AuthenticatedRequest): RelayAnswer {
    const { request, flow } = incoming;
    const { clock, flowTimerSeconds } = this.#parts;
    const bindings = this.#withinReach(incoming);
    const headers: HeaderField[] = bindings.map(({ contactUri, contactParameters, expiresAtMs }) => {
      const seconds = Math.max(1, Math.round((expiresAtMs - clock.monotonicMs()) / 1_000));
      return { name: 'Contact', value: `<${contactUri}>${contactParameters};expires=${seconds}` };
    });
    headers.push({ name: 'Supported', value: 'outbound' });
    const isOutbound = bindings.some((binding) => binding.flow === flow && binding.contactParameters !== '');
    const wantsOutbound = request.headers.list('Supported').some((tag) => tag.toLowerCase() === 'outbound');
    // RFC 5626 §6 tells the client that its flow will be used, and §5.4 how often the client must show that it is
    // alive.
    if (isOutbound && wantsOutbound) headers.push({ name: 'Require', value: 'outbound' });
    headers.push({ name: 'Flow-Timer', value: String(flowTimerSeconds) });
    headers.push({ name: 'Date', value: new Date(clock.wallMs()).toUTCString() });
    headers.push({ name: NOTICES_FROM_HEADER, value: `<${this.#parts.noticesFrom}>` });
    return { statusCode: 200, reason: 'OK', headers };
  }
}

/** Whether it names the device by what nobody else is told. */
function names(contact: NameAddr): boolean {
  return instanceOf(contact) !== NO_INSTANCE;
}

const OUT_OF_ORDER: RelayAnswer = { statusCode: 500, reason: 'Registration Out Of Order' };

function bad(reason: string): RelayAnswer {
  return { statusCode: 400, reason };
}

function refuse({ request, account }: AuthenticatedRequest): RelayAnswer | null {
  const unsupported = request.headers.list('Require').filter((tag) => tag.toLowerCase() !== 'outbound');
  if (unsupported.length > 0) {
    const headers = [{ name: 'Unsupported', value: unsupported.join(', ') }];
    return { statusCode: 420, reason: 'Bad Extension', headers };
  }
  const to = parsePeerAddress(request.to.uri);
  const from = parsePeerAddress(request.from.uri);
  // No third-party registration: whoever logs in may register only the one address of the account.
  if (!to.ok || !from.ok || to.value !== account.address || from.value !== account.address) {
    return { statusCode: 403, reason: 'Not Your Address' };
  }
  // RFC 5626 §6: there is a proxy in between that did not say that it keeps the flow.
  const usesOutbound = request.headers.all('Contact').some((contact) => /;[ \t]*reg-id[ \t]*=/i.test(contact));
  if (usesOutbound && request.vias.length > 1) {
    return { statusCode: 439, reason: 'First Hop Lacks Outbound Support' };
  }
  return null;
}

/**
 * §10.3 step 7: a repeated or delayed request must not undo a binding that a later request of the same Call-ID made.
 */
function isOutOfOrder(
  bindings: readonly Binding[],
  { callId, cseq }: { readonly callId: string; readonly cseq: { readonly number: number } },
): boolean {
  return bindings.some((binding) => binding.callId === callId && binding.cseq >= cseq.number);
}

/**
 * RFC 5626 §6: with instance and reg-id, a new flow replaces that device's old one. Without a reg-id, the instance
 * alone identifies it.
 */
function outboundIdentity({ parameters }: NameAddr): { readonly key: string; readonly parameters: string } | null {
  const instance = parameters.get('+sip.instance');
  if (instance === undefined || instance === null || instance === '') return null;
  const regId = parameters.get('reg-id') ?? null;
  if (regId !== null && !/^[0-9]{1,10}$/.test(regId)) return null;
  const shown = `;+sip.instance=${quote(instance)}`;
  return {
    key: `${instance} ${regId ?? ''}`,
    parameters: regId === null ? shown : `${shown};reg-id=${regId}`,
  };
}
