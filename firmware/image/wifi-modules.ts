/** What iwd and the kernel's 802.11 need of it: iwd's cryptography is the kernel's, asked for over sockets. */
export const WIFI_MODULES: readonly string[] = [
  ...['rfkill', 'af_alg', 'algif_hash', 'algif_skcipher', 'algif_aead', 'cmac', 'ccm', 'gcm', 'md4', 'des_generic'],
];
