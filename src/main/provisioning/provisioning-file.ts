import { resolve } from 'node:path';
import * as v from 'valibot';
import { authorityFault } from '../../crypto/certificates/authority-fault.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import { failure, success, type Result } from '../../domain/result.ts';
import { readConfigFile, sipAddress, type ConfigFault, type ConfigFile } from '../config/config-file.ts';
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
const { account: accountKeys } = operatorKeys;
/** What all handsets of a fleet have in common; whose each is stands elsewhere. */
const fleetSchema = v.strictObject({
  ...operatorKeys,
  ...systemKeys,
  account: v.optional(v.strictObject({ realm: accountKeys.entries.realm, digest: accountKeys.entries.digest }), {}),
});
const EXAMPLES = { ...OPERATOR_EXAMPLES, ...SYSTEM_EXAMPLES };
type TechnicianFile = ConfigFile<v.InferOutput<typeof schema>>;

/** Whose a handset of a fleet is. */
export interface FleetAccount {
  readonly address: PeerAddress;
  /** Null: the user of the address. */
  readonly username: string | null;
  readonly password: string;
}

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
  return file.ok ? documentOf(file.value, nowMs) : file;
}

/**
 * The same for what many handsets have in common.
 * @returns the document of each by its account.
 */
export function readFleetFile(
  path: string,
  nowMs: number,
): Result<(account: FleetAccount) => ProvisioningDocument, readonly ConfigFault[]> {
  const file = readConfigFile(path, fleetSchema, EXAMPLES);
  if (!file.ok) return file;
  const { value } = file.value;
  const nobody = { ...value.account, address: NOBODY, password: 'nobody' };
  const common = documentOf({ ...file.value, value: { ...value, account: nobody } }, nowMs);
  if (!common.ok) return common;
  const { handset, files } = common.value;
  return success(({ address, username, password }) => ({
    ...common.value,
    handset: {
      ...handset,
      account: { ...value.account, address, ...(username === null ? {} : { username }), passwordFile: PASSWORD_FILE },
      // Nobody writes to himself.
      contacts: value.contacts.filter((contact) => contact.address !== address),
    },
    files: { ...files, [PASSWORD_FILE]: password },
  }));
}

const NOBODY = v.parse(sipAddress, 'sip:nobody@example.org');

function documentOf(file: TechnicianFile, nowMs: number): Result<ProvisioningDocument, readonly ConfigFault[]> {
  const { value, fault, secretFault } = file;
  const hasPassphrase = value.network?.wifi.some(({ passphrase }) => passphrase !== undefined) === true;
  const exposed = hasPassphrase ? secretFault('network.wifi') : [];
  const texts = readOperatorTexts(file);
  if (!texts.ok) return failure([...exposed, ...texts.error]);
  if (exposed.length > 0) return failure(exposed);
  const { caPem, password } = texts.value;
  const distrusted = authorityFault(caPem, nowMs);
  if (distrusted !== null) return failure([fault('server.ca', distrusted)]);
  const revoked = revocationsOf(file);
  if (!revoked.ok) return revoked;
  const document = joined(file, { caPem, password, revoked: revoked.value });
  const bytes = Buffer.byteLength(writeDocument(document));
  if (bytes > MAX_PROVISIONING_BYTES) {
    return failure([fault('', `makes ${bytes} bytes; at most ${MAX_PROVISIONING_BYTES} may be provisioned`)]);
  }
  return success(document);
}

/** The text of the revocation lists, null when none are named. */
function revocationsOf({
  value,
  folder,
  fault,
  readText,
}: TechnicianFile): Result<string | null, readonly ConfigFault[]> {
  const { crl } = value.server;
  if (crl === undefined) return success(null);
  const read = readText(resolve(folder, crl), 'trusted');
  return read.ok ? read : failure([fault('server.crl', read.error)]);
}

function joined(
  { value }: TechnicianFile,
  { caPem, password, revoked }: { readonly caPem: string; readonly password: string; readonly revoked: string | null },
): ProvisioningDocument {
  const { network, time, server, account, ...rest } = value;
  const listed = revoked === null ? {} : { [REVOCATION_FILE]: revoked };
  return {
    format: 1,
    handset: {
      ...rest,
      server: { ...server, ca: CA_FILE, crl: revoked === null ? undefined : REVOCATION_FILE },
      account: { ...account, password: undefined, passwordFile: PASSWORD_FILE },
    },
    files: { [CA_FILE]: caPem, [PASSWORD_FILE]: password, ...listed },
    network,
    time,
  };
}
