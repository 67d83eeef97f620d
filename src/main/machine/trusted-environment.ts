/**
 * Variables by which the environment decides whom Node or OpenSSL trusts, writes the keys of connections to a file, or
 * puts foreign code into the process. A handset or relay that is started with one of them would be another program than
 * the one that was tested. `NODE_TLS_REJECT_UNAUTHORIZED=1` is what holds anyway.
 */
const WEAKENING = [
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'NODE_EXTRA_CA_CERTS',
  'NODE_USE_SYSTEM_CA',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'SSLKEYLOGFILE',
  'OPENSSL_CONF',
  'OPENSSL_CONF_INCLUDE',
  'OPENSSL_ENGINES',
  'OPENSSL_MODULES',
  'NODE_OPTIONS',
  'NODE_PATH',
  'NODE_COMPILE_CACHE',
  'NODE_DEBUG',
  'NODE_DEBUG_NATIVE',
  'NODE_REPL_EXTERNAL_MODULE',
  'NODE_ICU_DATA',
  'LD_PRELOAD',
  'LD_AUDIT',
  'LD_LIBRARY_PATH',
  'GCONV_PATH',
];

/** Beginnings of options of Node that do the same, or that open its memory to others. */
const WEAKENING_BEGINNINGS = [
  ...['--inspect', '--debug', '--tls-', '--trace-tls', '--use-openssl-ca', '--use-system-ca', '--openssl-'],
  ...['--security-revert', '--env-file', '--experimental-config', '--experimental-default-config', '--icu-data-dir'],
  ...['--heapsnapshot-', '--abort-on-uncaught-exception', '--snapshot-blob'],
];

/** Options of Node that put foreign code into the process. */
const FOREIGN_CODE = ['-r', '--require', '--import', '--loader', '--experimental-loader'];

/** What weakens trust in this process, one line each with the cure. */
export function weakenedTrust(
  environment: Readonly<Record<string, string | undefined>>,
  nodeOptions: readonly string[],
): readonly string[] {
  const variables = WEAKENING.filter((name) => isSet(name, environment[name]));
  const options = nodeOptions
    .map((option) => option.replace(/=.*/s, ''))
    .filter((name) => isWeakening(asDocumented(name)));
  return [
    ...variables.map((name) => `${name} is set in the environment; start it without: env -u ${name} …`),
    ...options.map((name) => `Node was started with ${name}; start it without`),
  ];
}

function isWeakening(option: string): boolean {
  return FOREIGN_CODE.includes(option) || WEAKENING_BEGINNINGS.some((beginning) => option.startsWith(beginning));
}

/** Node takes `--tls_keylog` for `--tls-keylog`. */
function asDocumented(option: string): string {
  return option.replaceAll('_', '-');
}

/** The environment without all that would be refused, for the processes that `make run` starts. */
export function trustedEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !WEAKENING.includes(name)));
}

/**
 * Ends the process when its environment weakens what it trusts, and keeps SIGUSR1 from opening Node's debugger, through
 * which any program of the same user could read keys and texts. A listener is in force wherever
 * `--disable-sigusr1` was forgotten.
 */
export function refuseWeakenedTrust(): void {
  process.on('SIGUSR1', () => undefined);
  const faults = weakenedTrust(process.env, process.execArgv);
  if (faults.length === 0) return;
  process.stderr.write(`It does not start, because its environment could change whom it trusts:\n`);
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  process.exit(2);
}

function isSet(name: string, value: string | undefined): boolean {
  if (value === undefined || value === '') return false;
  return name !== 'NODE_TLS_REJECT_UNAUTHORIZED' || value !== '1';
}
