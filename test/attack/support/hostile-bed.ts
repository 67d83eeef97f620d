import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acceptAll, ScriptedSipServer, type Script } from '../../sip/support/scripted-sip-server.ts';
import { TestAuthority, type LeafOptions } from '../../sip/support/test-authority.ts';
import type { HeaderField } from '../../../src/wire/framing/frame.ts';
import { HandsetProcess } from '../../support/handset-process.ts';
import type { HandsetAtHand } from '../../support/running-simulator.ts';

const DOMAIN = 'example.org';

/** What a server asks of who logs in, by the algorithm that it names. */
export function challenge(algorithm = 'SHA-256', realm = DOMAIN): { readonly name: string; readonly value: string } {
  return { name: 'WWW-Authenticate', value: `Digest realm="${realm}", nonce="n1", algorithm=${algorithm}, qop="auth"` };
}

/** A registrar that challenges as ours does, and leaves the texts to the test. */
export const loggingIn =
  (texts: Script, registers: Script = acceptAll): Script =>
  (request, connection) => {
    if (request.method === 'MESSAGE') texts(request, connection);
    else if (request.method !== 'REGISTER') acceptAll(request, connection);
    else if (request.headers.first('Authorization') === null)
      connection.answer(request, { statusCode: 401, reason: 'Unauthorized', headers: [challenge()] });
    else registers(request, connection);
  };

/** A 200 that lists the handset's Contact, and says these things too. */
export const registersWith =
  (...headers: readonly HeaderField[]): Script =>
  (request, connection) => {
    const contacts = request.headers.all('Contact').map((value) => ({ name: 'Contact', value }));
    connection.answer(request, { statusCode: 200, reason: 'OK', headers: [...contacts, ...headers] });
  };

/** Says only this. */
export const answers =
  (statusCode: number, ...headers: readonly HeaderField[]): Script =>
  (request, connection) => {
    connection.answer(request, { statusCode, reason: 'Told So', headers });
  };

/** An owner's handset in its own process, whose server does what the test wants. `stop` removes everything. */
export class HostileBed {
  readonly #folder = mkdtempSync(join(tmpdir(), 'hostile-'));
  readonly #authority = new TestAuthority();
  server!: ScriptedSipServer;
  handset!: HandsetProcess;

  /** The handset has started; whether it can register is the server's business. */
  static async start(script: Script, leaf: Partial<LeafOptions> = {}): Promise<HostileBed> {
    const bed = new HostileBed();
    const caFile = join(bed.#folder, 'ca.pem');
    writeFileSync(caFile, bed.#authority.caPem);
    const { certPem, keyPem } = bed.#authority.leaf({ altNames: `URI:sip:${DOMAIN}`, ...leaf });
    bed.server = await ScriptedSipServer.start({ cert: certPem, key: keyPem });
    bed.server.script = script;
    bed.handset = await HandsetProcess.start('bob', { domain: DOMAIN, port: bed.server.port, caFile });
    return bed;
  }

  get hand(): HandsetAtHand {
    return this.handset.hand;
  }

  /** The texts that reached the server, without what CPIM says before them. */
  bodies(): readonly string[] {
    return this.server.requests('MESSAGE').map(({ body }) => Buffer.from(body).toString().split('\r\n').at(-1) ?? '');
  }

  async write(to: string, ...texts: readonly string[]): Promise<void> {
    await this.hand.openThread(to);
    for (const text of texts) await this.hand.send(text);
  }

  async stop(): Promise<void> {
    await this.handset.stop();
    await this.server.stop();
    this.#authority.remove();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
