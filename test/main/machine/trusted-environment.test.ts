import { describe, expect, it } from 'vitest';
import { trustedEnvironment, weakenedTrust } from '../../../src/main/machine/trusted-environment.ts';

describe('a program that depends on trust', () => {
  it.each([
    { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    { NODE_TLS_REJECT_UNAUTHORIZED: 'false' },
    { NODE_OPTIONS: '--max-old-space-size=64' },
    { NODE_EXTRA_CA_CERTS: 'ca.pem' },
    { SSL_CERT_FILE: 'ca.pem' },
    { SSL_CERT_DIR: 'certificates' },
    { SSLKEYLOGFILE: 'keys.log' },
    { OPENSSL_CONF: 'openssl.cnf' },
    { OPENSSL_MODULES: 'modules' },
    { LD_PRELOAD: 'evil.so' },
    { NODE_USE_SYSTEM_CA: '1' },
    { NODE_ICU_DATA: 'data' },
    { LD_LIBRARY_PATH: 'libraries' },
    { GCONV_PATH: 'converters' },
  ])('is not started with %o, and names the cure', (environment) => {
    const [name = ''] = Object.keys(environment);
    expect(weakenedTrust({ ...environment, PATH: 'bin' }, [])).toEqual([
      `${name} is set in the environment; start it without: env -u ${name} …`,
    ]);
  });

  it.each([
    '--inspect',
    '--inspect-brk=0.0.0.0:9229',
    '--tls-keylog=keys.log',
    '--tls-min-v1.0',
    '--trace-tls',
    '--use-openssl-ca',
    '--use-system-ca',
    '--openssl-config=openssl.cnf',
    '--env-file=.env',
    '--tls_keylog=keys.log',
    '--use_openssl_ca',
    '--heapsnapshot_signal=SIGUSR2',
    '--require',
    '--require=evil.cjs',
    '-r',
    '--import',
    '--experimental-loader',
    '--experimental-config-file=node.json',
    '--experimental_default_config_file',
    '--snapshot-blob=foreign.blob',
    '--abort-on-uncaught-exception',
  ])('is not started by node %s', (option) => {
    expect(weakenedTrust({}, [option])).toEqual([
      `Node was started with ${option.replace(/=.*/, '')}; start it without`,
    ]);
  });

  it('is started with an ordinary environment, and with what makes no difference', () => {
    const environment = {
      PATH: 'bin',
      HOME: 'home',
      NODE_TLS_REJECT_UNAUTHORIZED: '1',
      NODE_OPTIONS: '',
      NODE_ENV: 'x',
    };
    expect(weakenedTrust(environment, ['--disable-sigusr1', '--max-semi-space-size=1', '--cpu-prof'])).toEqual([]);
  });

  it('gives its children an environment that they take', () => {
    const environment = { PATH: 'bin', NODE_OPTIONS: '--inspect', NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    expect(trustedEnvironment(environment)).toEqual({ PATH: 'bin' });
  });
});
