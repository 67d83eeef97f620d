import type { FromPage, ToPage } from '../wire/page-protocol.ts';

const RETRY_MS = 1000;

export interface ServerLinkListener {
  message(message: ToPage): void;
  pixels(message: ArrayBuffer): void;
  lost(): void;
}

/** The WebSocket to the simulator. It connects again by itself when the simulator is back. */
export class ServerLink {
  readonly #listener: ServerLinkListener;
  #socket: WebSocket | null = null;

  constructor(listener: ServerLinkListener) {
    this.#listener = listener;
  }

  open(): void {
    const socket = new WebSocket(`ws://${location.host}/page`);
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (typeof data === 'string') this.#listener.message(JSON.parse(data) as ToPage);
      else this.#listener.pixels(data);
    });
    socket.addEventListener('close', () => {
      this.#listener.lost();
      setTimeout(() => {
        this.open();
      }, RETRY_MS);
    });
    this.#socket = socket;
  }

  /** Sends to the simulator. What is sent while the simulator is away is lost. */
  send(message: FromPage): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }
}
