import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePeerAddress, type PeerAddress } from '../../../src/domain/peer-address.ts';
import { AttackBed } from '../../attack/support/attack-bed.ts';
import { FaultHandset } from '../../faults/support/fault-handset.ts';
import type { HandsetProcess } from '../../support/handset-process.ts';
import { passwordOf } from '../../support/sip-server.ts';
import { Card } from './card.ts';
import { EmulatedBoard, type EmulatedBoardOptions } from './emulated-board.ts';

const BOARD = 'qemu-arm64';
/** Where the emulated machine reaches this one (QEMU's user network). */
const HOST_FROM_GUEST = '10.0.2.2';

/** An operator's relay on this machine, other owners' handsets, and cards for emulated boards that belong to alice. */
export class FirmwareBed {
  readonly #relay: AttackBed;
  readonly #boards: EmulatedBoard[] = [];
  readonly #correspondents: FaultHandset[] = [];
  readonly #cards: Card[] = [];

  private constructor(relay: AttackBed) {
    this.#relay = relay;
  }

  static async start(): Promise<FirmwareBed> {
    return new FirmwareBed(await AttackBed.start());
  }

  /** Another owner's handset, registered. */
  async handset(user: 'bob' | 'carol'): Promise<HandsetProcess> {
    return this.#relay.handset(user);
  }

  /** Another owner without a screen of his own, whose messages a test sends and counts. */
  async correspondent(user: 'bob' | 'carol'): Promise<FaultHandset> {
    const { domain, port, caFile, folder } = this.#relay;
    const account = { address: this.addressOf(user), username: user, password: passwordOf(user) };
    const link = { account, sipDomain: domain, host: '127.0.0.1', port, caPem: readFileSync(caFile, 'utf8') };
    const own = join(folder, user);
    mkdirSync(own, { mode: 0o700 });
    const handset = new FaultHandset({ folder: own, link }, {});
    this.#correspondents.push(handset);
    if (!(await handset.start())) throw new Error(handset.printed);
    return handset;
  }

  addressOf(user: string): PeerAddress {
    const address = parsePeerAddress(`${user}@${this.#relay.domain}`);
    if (!address.ok) throw new Error(address.error);
    return address.value;
  }

  /**
   * A card as it comes from `make image`, and what a technician says of alice's handset.
   * @param more of the technician's file.
   */
  newCard(more: object = {}): { readonly card: Card; readonly document: string } {
    const card = Card.copyOf(process.env['CARD'] ?? Card.outputOf(BOARD, 'card.img'));
    this.#cards.push(card);
    return { card, document: card.documentFor({ ...this.#configuration(), ...more }) };
  }

  /** The same, provisioned. */
  async card(more: object = {}): Promise<Card> {
    const { card, document } = this.newCard(more);
    await card.provision(document);
    return card;
  }

  async board(card: Card, options: Omit<EmulatedBoardOptions, 'card'> = {}): Promise<EmulatedBoard> {
    const board = await EmulatedBoard.start({ card, ...options });
    this.#boards.push(board);
    return board;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#boards.splice(0).map((board) => board.cutPower()));
    await Promise.all(this.#correspondents.splice(0).map((handset) => handset.stop()));
    for (const card of this.#cards.splice(0)) card.remove();
    await this.#relay.stop();
  }

  #configuration(): object {
    const { domain, port, caFile } = this.#relay;
    return {
      server: { domain, host: HOST_FROM_GUEST, port, ca: caFile },
      account: { address: `sip:alice@${domain}`, password: passwordOf('alice') },
      keypadLockSeconds: 0,
      screenOffSeconds: 0,
      contacts: ['bob', 'carol'].map((name) => ({ name, address: `sip:${name}@${domain}`, favourite: true })),
    };
  }
}
