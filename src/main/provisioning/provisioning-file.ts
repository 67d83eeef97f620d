import { resolve } from 'node:path';
import * as v from 'valibot';
import { authorityFault } from '../../crypto/certificates/authority-fault.ts';
import { failure, success, type Result } from '../../domain/result.ts';
import { readConfigFile, readTextFile, type ConfigFault } from '../config/config-file.ts';
import { OPERATOR_EXAMPLES, operatorKeys, readOperatorTexts } from '../config/operator-keys.ts';
import { SYSTEM_EXAMPLES, systemKeys } from './network-keys.ts';
import {
  CA_FILE,
  MAX_PROVISIONING_BYTES,
  PASSWORD_FILE,
  REVOCATION_FILE,
  writeDocument,
  type ProvisioningDocument,
} from './provisioning-document.ts';

const schema = v.strictObject({ ...operatorKeys, ...systemKeys });
const EXAMPLES = { ...OPERATOR_EXAMPLES, ...SYSTEM_EXAMPLES };

/**
 * Reads a technician's CONFIG and the files that it names, and checks all of it. docs/provisioning.md describes its
 * keys.
 * @param nowMs epoch; at that time the certificates must be valid.
 * @returns one document that holds it all, or every fault with its key and cure.
 */
export function readProvisioningFile(
  path: string,
  nowMs: number,
): Result<ProvisioningDocument, readonly ConfigFault[]> {
  const file = readConfigFile(path, schema, EXAMPLES);
  if (!file.ok) return file;
  const { value, folder, fault } = file.value;
  const texts = readOperatorTexts(file.value);
  if (!texts.ok) return texts;
  const { caPem, password } = texts.value;
  const distrusted = authorityFault(caPem, nowMs);
  if (distrusted !== null) return failure([fault('server.ca', distrusted)]);
  const { network, time, server, account, ...rest } = value;
  const { crl, ...toServer } = server;
  const revoked = crl === undefined ? null : readTextFile(resolve(folder, crl), 'trusted');
  if (revoked?.ok === false) return failure([fault('server.crl', revoked.error)]);
  const withoutSecret = { ...account, password: undefined, passwordFile: PASSWORD_FILE };
  const document: ProvisioningDocument = {
    format: 1,
    handset: {
      ...rest,
      server: { ...toServer, ca: CA_FILE, ...(revoked === null ? {} : { crl: REVOCATION_FILE }) },
      account: withoutSecret,
    },
    files: {
      [CA_FILE]: caPem,
      [PASSWORD_FILE]: password,
      ...(revoked === null ? {} : { [REVOCATION_FILE]: revoked.value }),
    },
    network,
    time,
  };
  const bytes = Buffer.byteLength(writeDocument(document));
  if (bytes > MAX_PROVISIONING_BYTES) {
    return failure([fault('', `makes ${bytes} bytes; at most ${MAX_PROVISIONING_BYTES} may be provisioned`)]);
  }
  return success(document);
}
