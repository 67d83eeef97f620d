import { appendFileSync, chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildCache } from '../tools/build-cache.ts';
import { run } from '../tools/command.ts';
import { ImageFailure } from '../tools/image-failure.ts';

/** What the kernel looks for at a module's end (include/linux/module_signature.h). */
const MAGIC = Buffer.from('~Module signature appended~\n');
/** `PKEY_ID_PKCS7`, the only kind of signature that modules have. */
const PKCS7 = 2;

/**
 * The key that our modules are signed with, a PEM file of private key and certificate: what MODULE_KEY names, else one
 * that this machine made for itself. Two machines build the same image only with the same key.
 */
export async function moduleKey(cache: BuildCache): Promise<string> {
  const given = process.env['MODULE_KEY'];
  if (given !== undefined && given !== '') {
    if (existsSync(given)) return given;
    throw new ImageFailure(
      `make image: MODULE_KEY names ${given}, which is not there: a PEM file of key and certificate`,
    );
  }
  const folder = await cache.made('module-key', ['rsa:3072', 'sha256'], async (made) => {
    const [key, certificate] = [join(made, 'key.pem'), join(made, 'certificate.pem')];
    const shape = [
      '-x509',
      '-newkey',
      'rsa:3072',
      '-nodes',
      '-sha256',
      '-days',
      '36500',
      '-subj',
      '/CN=handset modules',
    ];
    await run('openssl', ['req', ...shape, '-keyout', key, '-out', certificate]);
    appendFileSync(key, readFileSync(certificate));
    chmodSync(key, 0o600);
  });
  return join(folder, 'key.pem');
}

/** Signs the modules in the folder that are ours. Their bytes follow from module and key alone. */
export async function signModules(folder: string, key: string): Promise<void> {
  for (const name of readdirSync(folder).filter((entry) => entry.endsWith('.ko'))) {
    const file = join(folder, name);
    const signature = `${file}.p7s`;
    const shape = ['-binary', '-noattr', '-nocerts', '-md', 'sha256', '-outform', 'DER'];
    await run('openssl', ['cms', '-sign', ...shape, '-signer', key, '-inkey', key, '-in', file, '-out', signature]);
    const signed = readFileSync(signature);
    const information = Buffer.alloc(12);
    information.writeUInt8(PKCS7, 2);
    information.writeUInt32BE(signed.length, 8);
    appendFileSync(file, Buffer.concat([signed, information, MAGIC]));
    await run('rm', [signature]);
  }
}
