/** Debian's packages that serve installing and people at a shell; a handset has neither. */
const PACKAGES = [
  'adduser',
  'apt',
  'bash',
  'debconf',
  'debian-archive-keyring',
  'dpkg',
  'login',
  'login.defs',
  'passwd',
  'perl-base',
];
const LIBRARIES_OF_PACKAGES = /^libapt-pkg/;

/** Whether nothing of that package of the base is in the image. */
export const isTakenOut = (name: string): boolean => PACKAGES.includes(name) || LIBRARIES_OF_PACKAGES.test(name);
