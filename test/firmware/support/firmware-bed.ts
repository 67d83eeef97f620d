import { AttackBed } from '../../attack/support/attack-bed.ts';
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

  /** A card as it comes from `make image`, provisioned for alice. */
  async card(): Promise<Card> {
    const card = Card.copyOf(Card.outputOf(BOARD, 'card.img'));
    this.#cards.push(card);
    await card.provision(this.#configuration());
    return card;
  }

  async board(card: Card, options: Omit<EmulatedBoardOptions, 'card'> = {}): Promise<EmulatedBoard> {
    const board = await EmulatedBoard.start({ card, ...options });
    this.#boards.push(board);
    return board;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#boards.splice(0).map((board) => board.cutPower()));
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
