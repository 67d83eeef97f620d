import * as v from 'valibot';
import { text } from '../config/config-file.ts';
import { failure, success, type Result } from '../../domain/result.ts';
import { systemKeys } from './network-keys.ts';

/** Its name on the card. */
export const PROVISIONING_FILE = 'provision.json';
/** More is refused before it is read: contacts and lists of revoked certificates are far smaller. */
export const MAX_PROVISIONING_BYTES = 1 << 20;

/** The files beside a handset's configuration, under the names that the configuration calls them. */
export const CA_FILE = 'ca.pem';
export const PASSWORD_FILE = 'account.password';
export const REVOCATION_FILE = 'revoked.pem';

const schema = v.strictObject({
  format: v.literal(1, 'must be 1; this handset knows no other'),
  /** The handset's configuration but for board and folder; checked by its own reader once it lies among its files. */
  handset: v.record(v.string(), v.unknown()),
  files: v.strictObject({
    [CA_FILE]: text(1 << 18),
    [PASSWORD_FILE]: text(255),
    [REVOCATION_FILE]: v.optional(text(1 << 19)),
  }),
  ...systemKeys,
});

/** All that a technician says of one handset, in one piece: what lies on the card, and what goes over the UART. */
export type ProvisioningDocument = v.InferOutput<typeof schema>;

export function writeDocument(document: ProvisioningDocument): string {
  return `${JSON.stringify(document, null, 1)}\n`;
}

/** @returns on failure every fault, each as `key: what is wrong`. */
export function readDocument(bytes: Uint8Array): Result<ProvisioningDocument, readonly string[]> {
  if (bytes.length > MAX_PROVISIONING_BYTES) return failure([`is larger than ${MAX_PROVISIONING_BYTES} bytes`]);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return failure(['is not JSON in UTF-8; write it with make provision']);
  }
  const checked = v.safeParse(schema, json);
  if (checked.success) return success(checked.output);
  return failure(checked.issues.map((issue) => [v.getDotPath(issue), issue.message].filter(Boolean).join(': ')));
}
